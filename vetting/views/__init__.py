"""Officers' pages of vetting. Each carries the black “Internal” bar; a look at a file is written down."""

from .files import CheckPage, Desk, VettingFile
from .hits import Finding, HitPage, Hits, Reopen
from .lists import ImportList, Lists

__all__ = ["CheckPage", "Desk", "Finding", "HitPage", "Hits", "ImportList", "Lists", "Reopen", "VettingFile"]
