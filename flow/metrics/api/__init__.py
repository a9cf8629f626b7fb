"""The numbers of flow for programs: what `flow.metrics.reports` says, as JSON."""
