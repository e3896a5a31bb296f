"""Celery and its schedule. What is lost when a worker dies runs again, so every task may run twice without harm."""

from datetime import timedelta
from typing import Any

CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_TASK_TIME_LIMIT = 300
# Above the time limit: a running task is never handed out a second time.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
    "retry_on_timeout": True,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_RESULT_BACKEND = None
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_ENABLE_UTC = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 5

# name of the entry: (task, every). Beat writes this table into the database at start; an entry whose task does not
# import fails the suite.
_TABLE: dict[str, tuple[str, timedelta]] = {
    "seal-audit": ("foundation.audit.tasks.seal", timedelta(seconds=10)),
    "scan-documents": ("documents.tasks.scan_waiting", timedelta(seconds=10)),
    "drain-outbox": ("correspondence.tasks.drain_outbox", timedelta(seconds=2)),
    "tell-of-refused-documents": ("correspondence.tasks.tell_of_refused_documents", timedelta(minutes=1)),
    "download-watch-lists": ("vetting.tasks.download_lists", timedelta(hours=6)),
    "purge-outbox": ("correspondence.tasks.purge_outbox", timedelta(hours=24)),
    "deem-letters": ("correspondence.tasks.deem_letters", timedelta(hours=1)),
}

# The sweeps of statutory clocks and certificates; each is also a command of its name with `--on DATE --dry-run`.
_SWEEPS = (
    "take_effect",
    "expire_certificates",
    "apply_changes",
    "deem_accepted",
    "deem_refused",
    "end_causes",
    "remind_limits",
    "remind_late",
    "remind_measures",
    "remind_drafts",
    "remind_proofs",
    "propose_late",
    "propose_unanswered",
    "propose_after_pauses",
    "propose_revalidations",
    "propose_after_suspension",
    "end_appeal_periods",
)

CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    name: {"task": task, "schedule": every} for name, (task, every) in _TABLE.items()
} | {
    name.replace("_", "-"): {"task": "lifecycle.tasks.sweep", "schedule": timedelta(hours=1), "args": [name]}
    for name in _SWEEPS
}

# Work that was done stays in the outbox for this many days, so that what was sent when can be looked up.
OUTBOX_KEEP_DAYS = 90

# The task of a room above that wants to know when a letter counts as received ({"letter_id"}); empty: nobody does.
LETTER_RECEIVED_TASK = "lifecycle.tasks.letter_received"
# The task of a room above that sends an e-mail in the words of the administration ({"email_id", "sender_id", "office_id"}).
EMAIL_TASK = "lifecycle.tasks.send_email"
