"""Pages of the workbench: homes, queue, dossier, search."""

from .criteria import CriteriaTouched
from .dossier import DossierHistory, DossierMessages, DossierOverview, DossierPapers, DossierReads
from .durations import Durations
from .home import Clients, Home
from .promises import Promises
from .queue import Queue
from .search import Search

__all__ = [
    "Clients",
    "CriteriaTouched",
    "DossierHistory",
    "DossierMessages",
    "DossierOverview",
    "DossierPapers",
    "DossierReads",
    "Durations",
    "Home",
    "Promises",
    "Queue",
    "Search",
]
