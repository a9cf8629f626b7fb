"""How others call the states of a deployment or build."""

STATUSES = {
    "success": "succeeded",
    "succeeded": "succeeded",
    "passed": "succeeded",
    "failure": "failed",
    "failed": "failed",
    "error": "failed",
    "timed_out": "failed",
    "startup_failure": "failed",
    "pending": "pending",
    "queued": "pending",
    "waiting": "pending",
    "created": "pending",
    "blocked": "pending",
    "running": "running",
    "in_progress": "running",
    "inprogress": "running",
    "started": "running",
}


def status_of(state: str) -> str:
    """The state in our words; "" for one that says nothing: cancelled, inactive, skipped."""
    return STATUSES.get(state.strip().lower(), "")
