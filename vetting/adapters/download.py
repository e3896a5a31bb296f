"""Fetches the three files of a list from its publisher: https only, from the configured host, no redirects, bounded.

A list server that answers with a redirect is refused, so that nobody can point the portal to another machine.
"""

import ssl
from http.client import HTTPException, HTTPSConnection
from io import BytesIO
from urllib.parse import urljoin, urlsplit

from vetting.adapters.ofac import FILE_LIMIT_BYTES, FileName

TIMEOUT_SECONDS = 30
_FILES: dict[FileName, str] = {"SDN": "sdn.csv", "ALT": "alt.csv", "ADD": "add.csv"}
_CHUNK = 1 << 16


class DownloadFailed(Exception):
    """A file could not be fetched; the text says which and why."""


def address_fault(address: str) -> str:
    """What is wrong with a list's address; empty when it can be used."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return "This is no address."
    if parts.scheme != "https" or not parts.hostname:
        return "The address starts with https://."
    if parts.username or parts.password or parts.query or parts.fragment or port not in (None, 443):
        return "The address has a host and a folder, nothing else."
    return ""


def fetch_list(address: str, *, limit_bytes: int = FILE_LIMIT_BYTES) -> dict[FileName, BytesIO]:
    """The three files under `address` (a folder). Raises DownloadFailed."""
    if fault := address_fault(address):
        raise DownloadFailed(fault)
    folder = address if address.endswith("/") else f"{address}/"
    return {file: _fetch(urljoin(folder, name), limit_bytes) for file, name in _FILES.items()}


def _fetch(address: str, limit_bytes: int) -> BytesIO:
    parts = urlsplit(address)
    connection = HTTPSConnection(parts.hostname or "", timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
    try:
        connection.request("GET", parts.path, headers={"User-Agent": "aeo-portal", "Accept": "text/csv"})
        answer = connection.getresponse()
        if answer.status != 200:
            raise DownloadFailed(f"{address} answered {answer.status}.")
        return _bounded(answer, address, limit_bytes)
    except (OSError, HTTPException) as error:
        raise DownloadFailed(f"{address} could not be fetched: {error or type(error).__name__}.") from error
    finally:
        connection.close()


def _bounded(answer: object, address: str, limit_bytes: int) -> BytesIO:
    content = BytesIO()
    while chunk := answer.read(_CHUNK):  # type: ignore[attr-defined]
        content.write(chunk)
        if content.tell() > limit_bytes:
            raise DownloadFailed(f"{address} is larger than {limit_bytes} bytes.")
    content.seek(0)
    return content
