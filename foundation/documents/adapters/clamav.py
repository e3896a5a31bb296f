"""Asks a ClamAV daemon whether a stream is harmful, by its INSTREAM command. Whatever goes wrong means “not known”.

The client of the package index sets no time-out on connecting and may send half a chunk, so these lines speak it.
"""

import socket
import struct
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

CONNECT_SECONDS = 5
ANSWER_SECONDS = 60
CHUNK = 64 * 1024
MAX_ANSWER = 4096


class ScannerUnavailable(Exception):
    """The scanner gave no clear answer: the file goes on waiting."""


class NoVerdict(ScannerUnavailable):
    """The scanner works, but cannot say anything about this one file."""


def harmful(file: BinaryIO, url: str) -> str:
    """The name of what was found, or an empty text for a clean stream. Raises ScannerUnavailable."""
    try:
        with _connected(url) as channel:
            channel.settimeout(ANSWER_SECONDS)
            return _verdict(_ask(channel, file))
    except OSError as error:
        raise ScannerUnavailable(str(error)) from error


def _connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        channel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        channel.settimeout(CONNECT_SECONDS)
        channel.connect(unquote(parts.path))
        return channel
    return socket.create_connection((parts.hostname or "localhost", parts.port or 3310), timeout=CONNECT_SECONDS)


def _ask(channel: socket.socket, file: BinaryIO) -> str:
    channel.sendall(b"zINSTREAM\0")
    while chunk := file.read(CHUNK):
        channel.sendall(struct.pack("!L", len(chunk)) + chunk)
    channel.sendall(struct.pack("!L", 0))
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < MAX_ANSWER:
        received = channel.recv(MAX_ANSWER)
        if not received:
            break
        answer += received
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(answer: str) -> str:
    """Only the daemon's own two words count; an error, a limit or a cut line is no answer."""
    result = answer.removeprefix("stream: ")
    if result == "OK":
        return ""
    if result.endswith(" FOUND"):
        return result.removesuffix(" FOUND")
    if answer:
        raise NoVerdict(answer[:200])
    raise ScannerUnavailable("no answer")
