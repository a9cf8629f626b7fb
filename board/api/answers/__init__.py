"""The answers of the API, one module a thing; each is built and documented by one model."""
