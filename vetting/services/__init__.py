"""What vetting does: opens and records checks, imports lists, screens names, finds on hits, determines a file.
Nothing here is ever disclosed to a trader."""

from .checks import CheckRefused, StaleEdit, open_vetting, record_check
from .determination import determine, reopen_vetting
from .hits import note_hit, reopen_hit, resolve_hit
from .lists import ListRefused, configure_list, download_list, import_demonstration_list, import_list
from .screening import screen, screen_delta

__all__ = [
    "CheckRefused",
    "ListRefused",
    "StaleEdit",
    "configure_list",
    "determine",
    "download_list",
    "import_demonstration_list",
    "import_list",
    "note_hit",
    "open_vetting",
    "record_check",
    "reopen_hit",
    "reopen_vetting",
    "resolve_hit",
    "screen",
    "screen_delta",
]
