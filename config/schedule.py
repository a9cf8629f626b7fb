"""Which modules hold the tasks of Sluice, and when beat calls which. The tables say what is due."""

from datetime import timedelta

from celery.schedules import crontab

TASK_MODULES = [
    *("config.health", "config.housekeeping"),
    *("board.tasks", "board.notices.tasks"),
    *("flow.metrics.tasks", "flow.alerts.tasks", "flow.standup.tasks"),
    *("flow.experiments.tasks", "flow.improvement.tasks", "flow.delivery.tasks"),
    *("flow.ownership.tasks", "flow.flags.tasks"),
]
SCHEDULE = {
    "heartbeat": {
        "task": "config.health.heartbeat",
        "schedule": timedelta(seconds=10),
        "options": {"expires": 10},  # a worker that was away has no use for the beats it missed
    },
    "deliver what is due": {
        "task": "board.notices.tasks.deliver",
        "schedule": timedelta(seconds=30),
        "options": {"expires": 30},
    },
    "forget old mail": {
        "task": "board.notices.tasks.forget",
        "schedule": crontab(hour="3", minute="17"),
    },
    "wipe deleted cards": {
        "task": "board.tasks.wipe_deleted_cards",
        "schedule": crontab(minute="41"),
    },
    "delete withdrawn boards": {
        "task": "board.tasks.delete_withdrawn_boards",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "settle waits": {
        "task": "board.tasks.settle_waits",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "make recurring cards": {
        "task": "board.tasks.make_recurring_cards",
        "schedule": timedelta(seconds=30),
        "options": {"expires": 30},
    },
    "sweep orphaned files": {
        "task": "board.tasks.sweep_orphaned_files",
        "schedule": crontab(hour="4", minute="7"),
    },
    "forget answered keys": {
        "task": "board.tasks.forget_answered_keys",
        "schedule": crontab(minute="23"),
    },
    "forget removed lines": {
        "task": "board.tasks.forget_removed_lines",
        "schedule": crontab(minute="47"),
    },
    "forget accounts that nobody proved": {
        "task": "board.tasks.forget_unproved_accounts",
        "schedule": crontab(hour="3", minute="47"),
    },
    "forget audit entries": {
        "task": "board.tasks.forget_audit_entries",
        "schedule": crontab(hour="3", minute="57"),
    },
    "digest what has happened": {
        "task": "flow.metrics.tasks.sweep",
        "schedule": timedelta(seconds=4),
        "options": {"expires": 4},
    },
    "midnight of a board": {
        "task": "flow.metrics.tasks.watch_midnights",
        "schedule": timedelta(seconds=20),  # what grows old is looked for after it
        "options": {"expires": 20},
    },
    "end forgotten standups": {
        "task": "flow.standup.tasks.end_forgotten_standups",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "open and round up retrospectives": {
        "task": "flow.improvement.tasks.round_up",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "apply what was delivered": {
        "task": "flow.delivery.tasks.sweep",
        "schedule": timedelta(seconds=10),
        "options": {"expires": 10},
    },
    "forget old deliveries": {
        "task": "flow.delivery.tasks.forget",
        "schedule": crontab(hour="3", minute="27"),
    },
    "look for what is growing old": {
        "task": "flow.alerts.tasks.sweep",
        "schedule": timedelta(seconds=20),
        "options": {"expires": 20},
    },
    "notify of what grows old": {
        "task": "flow.alerts.tasks.spread",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "forget old alerts": {
        "task": "flow.alerts.tasks.forget",
        "schedule": crontab(hour="3", minute="37"),
    },
    "count what is owned": {
        "task": "flow.ownership.tasks.look",
        "schedule": crontab(minute="13"),  # soon after midnight, in every zone
    },
    "notify of what happened to flags": {
        "task": "flow.flags.tasks.sweep",
        "schedule": timedelta(seconds=4),
        "options": {"expires": 4},
    },
    "look after flags": {
        "task": "flow.flags.tasks.look",
        "schedule": crontab(minute="7"),  # soon after midnight, in every zone
    },
    "observe experiments": {
        "task": "flow.experiments.tasks.observe",
        "schedule": crontab(minute="29"),
    },
    "notify owners that experiments have ended": {
        "task": "flow.experiments.tasks.notify_owners",
        "schedule": crontab(minute="11"),
    },
    "forget old sessions": {
        "task": "config.housekeeping.forget_old_sessions",
        "schedule": crontab(hour="3", minute="17"),
    },
}
