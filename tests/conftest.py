"""What every test stands on: the real services of this checkout, each worker with its own part."""
