"""The pages of flow: one module a subject, one function a URL."""
