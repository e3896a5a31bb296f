"""Acts of correspondence: threads, notices, letters and their service, e-mails, the outbox."""

from .emails import email_facts, own_email, send_email
from .letters import LetterContent, deem_letters, open_letter, record_paper_delivery, send_letter
from .notices import (
    Words,
    mark_read,
    notify,
    notify_company,
    redate_notices,
    settle,
    settle_notices,
    settle_page,
    tell_of_refused_documents,
    without_email,
)
from .outbox import drain, enqueue, finish, outbox_item, outbox_task, purge_outbox, revive_dead
from .threads import address, open_thread, post_message, post_with_files, start_conversation

__all__ = [
    "LetterContent",
    "Words",
    "address",
    "deem_letters",
    "drain",
    "email_facts",
    "enqueue",
    "finish",
    "mark_read",
    "notify",
    "notify_company",
    "open_letter",
    "open_thread",
    "outbox_item",
    "outbox_task",
    "own_email",
    "post_message",
    "post_with_files",
    "purge_outbox",
    "record_paper_delivery",
    "redate_notices",
    "revive_dead",
    "send_email",
    "send_letter",
    "settle",
    "settle_notices",
    "settle_page",
    "start_conversation",
    "tell_of_refused_documents",
    "without_email",
]
