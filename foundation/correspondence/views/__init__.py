"""Pages of correspondence: inbox, conversation, letter."""

from .inbox import Inbox, OpenNotice, SettleNotice
from .letters import LetterPage, LetterPrint
from .threads import Attachment, ThreadPage

__all__ = ["Attachment", "Inbox", "LetterPage", "LetterPrint", "OpenNotice", "SettleNotice", "ThreadPage"]
