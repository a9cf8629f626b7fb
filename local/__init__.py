"""Sluice on one machine: `run` is what `make run` does, `embedded` the servers that come with it."""
