"""One module a resource, one function a URL."""
