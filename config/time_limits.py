"""For how long a statement of web may run or wait: somebody sits in front of it.

A pooler takes no such options from its clients. Behind one (`LISTEN_URL`) the database is to be
told: `ALTER ROLE ... SET statement_timeout = '30s'`. The waits for boards are bounded there too.
"""

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

LIMITS = {
    "lock_timeout": "2s",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
}


def apply() -> None:
    """Let every connection that this process opens from now on have these limits."""
    if settings.HAS_POOLER:
        return
    options = connections.settings[DEFAULT_DB_ALIAS]["OPTIONS"]
    ours = " ".join(f"-c {name}={value}" for name, value in LIMITS.items())
    options["options"] = f"{ours} {options.get('options', '')}".strip()  # what is said later holds
