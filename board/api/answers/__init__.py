"""What the API says of things, one module a thing; each is built and documented by one model."""
