"""The numbers of flow for programs: what `flow.metrics.readings` says, as JSON."""
