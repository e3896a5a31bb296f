"""Acts on evidence: take a file in, scan it, serve it, show a page of it, withdraw it."""

from .intake import UploadRefused, accepted_list, limits, store_generated, take_in, upload
from .keeping import Reach, scan, scan_waiting, widen, withdraw
from .serving import NoSuchPage, page_image, serve

__all__ = [
    "NoSuchPage",
    "Reach",
    "UploadRefused",
    "accepted_list",
    "limits",
    "page_image",
    "scan",
    "scan_waiting",
    "serve",
    "store_generated",
    "take_in",
    "upload",
    "widen",
    "withdraw",
]
