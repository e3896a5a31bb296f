"""Reads of each role's home: navigation, what waits, the queue, one file on one screen, search."""

from .clients import ClientLine, Clients, clients
from .criteria import TouchedPage, touched, versions_with_effect
from .dossier import DossierPage, dossier_page, history, papers, reads
from .events import event_words
from .homes import Block, Line, staff_blocks
from .navigation import navigation_context
from .promises import Promise, promises_of
from .queue import QueueFilter, QueuePage, queue_page
from .search import SearchResult, search
from .trader import TraderHome, trader_home

__all__ = [
    "Block",
    "ClientLine",
    "Clients",
    "DossierPage",
    "Line",
    "Promise",
    "QueueFilter",
    "QueuePage",
    "SearchResult",
    "TouchedPage",
    "TraderHome",
    "clients",
    "dossier_page",
    "event_words",
    "history",
    "navigation_context",
    "papers",
    "promises_of",
    "queue_page",
    "reads",
    "search",
    "staff_blocks",
    "touched",
    "trader_home",
    "versions_with_effect",
]
