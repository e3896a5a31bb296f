"""Reads of each role's home: navigation, what waits, the queue, one file on one screen, search."""

from .blocks import Block, Line
from .clients import ClientLine, Clients, clients
from .criteria import TouchedPage, touched, versions_with_effect
from .dossier import DossierPage, dossier_page, history, papers, reads
from .events import event_detail, event_words, read_words
from .figures import Figures, programme_figures
from .homes import staff_blocks
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
    "Figures",
    "Line",
    "Promise",
    "QueueFilter",
    "QueuePage",
    "SearchResult",
    "TouchedPage",
    "TraderHome",
    "clients",
    "dossier_page",
    "event_detail",
    "event_words",
    "history",
    "navigation_context",
    "papers",
    "programme_figures",
    "promises_of",
    "queue_page",
    "read_words",
    "reads",
    "search",
    "staff_blocks",
    "touched",
    "trader_home",
    "versions_with_effect",
]
