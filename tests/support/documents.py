"""Files for tests, good and bad, all made here; and a virus scanner of our own on the loopback."""

import io
import socketserver
import struct
import threading
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from foundation.documents import services
from foundation.documents.models import Document
from foundation.identity.models import Organisation, User
from tests.support.identity import moment

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EICAR = b"harmful in this test"


def content_of(document: Document) -> bytes:
    """What a document holds, as it is served."""
    with closing(services.serve(document)) as response:
        return b"".join(response.streaming_content)  # type: ignore[arg-type]


def status_of(client: Client, address: str) -> int:
    """How a request for a file is answered. The file is read to its end, which closes it; `close()` would end the request
    and with it the connection to the database on which the test stands."""
    response = client.get(address)
    for _chunk in response.streaming_content if response.streaming else ():  # type: ignore[attr-defined]
        pass
    return response.status_code


def pdf(pages: int = 1, *, text: str = "") -> bytes:
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page(page_size=(300, 400))
        made.docinfo["/Title"] = text or "A paper"
        return _saved(made)


def protected_pdf() -> bytes:
    with pikepdf.new() as made:
        made.add_blank_page()
        return _saved(made, encryption=pikepdf.Encryption(owner="owner", user="user"))


def scripted_pdf() -> bytes:
    with pikepdf.new() as made:
        made.add_blank_page()
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        return _saved(made)


def launching_pdf() -> bytes:
    """The action stands inside the annotation, not as an object of its own."""
    with pikepdf.new() as made:
        page = made.add_blank_page()
        action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
        page.obj.Annots = pikepdf.Array([note])
        return _saved(made)


def packed_pdf(size: int, *, times: int = 1) -> bytes:
    """One page whose content unpacks to `size` bytes."""
    packer = zlib.compressobj(9)
    content = b"".join(packer.compress(b" " * 100_000) for _ in range(size // 100_000)) + packer.flush()
    for _ in range(times - 1):
        content = zlib.compress(content, 9)
    with pikepdf.new() as made:
        page = made.add_blank_page()
        stream = pikepdf.Stream(made, content)
        stream.Filter = pikepdf.Array([pikepdf.Name.FlateDecode] * times)
        page.obj.Contents = made.make_indirect(stream)
        return _saved(made, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def docx(**members: bytes) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>", **members})


def remote_template() -> bytes:
    """A Word file whose template, and its macros, lie on somebody's server."""
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    relation = (
        b'<Relationship Id="r1" Type="%s" Target="https://elsewhere.example/t.dotm" TargetMode="External"/>' % kind
    )
    space = b"http://schemas.openxmlformats.org/package/2006/relationships"
    return docx(**{"word/_rels/settings.xml.rels": b'<Relationships xmlns="%s">%s</Relationships>' % (space, relation)})


def archive(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out.getvalue()


def picture(width: int = 40, height: int = 30, form: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, form)
    return out.getvalue()


def scans(*sides: int) -> bytes:
    """A TIFF with one square page of each of these sides, in a few hundred bytes however large."""
    first, *more = [Image.new("1", (side, side)) for side in sides]
    out = io.BytesIO()
    first.save(out, "TIFF", compression="group4", save_all=True, append_images=more)
    return out.getvalue()


def scan_without_width() -> bytes:
    """A TIFF of which one number is damaged: the width goes by another name."""
    content = bytearray(scans(100))
    entry = struct.unpack("<I", content[4:8])[0] + 2
    content[entry : entry + 2] = struct.pack("<H", 255)
    return bytes(content)


def packed_otherwise() -> bytes:
    """A Word file in a packing that Office does not know, with one damaged byte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as packed:
        for name in ("[Content_Types].xml", "word/document.xml"):
            packed.writestr(name, b"<document/>" * 200)
    content = bytearray(out.getvalue())
    content[70] ^= 0xFF
    return bytes(content)


def sent(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as a browser sends it; the claimed type is always a lie."""
    return SimpleUploadedFile(name, content, content_type="text/plain")


def make_document(
    organisation: Organisation,
    uploader: User | None,
    name: str = "Stock count.pdf",
    content: bytes = b"",
    **fields: Any,
) -> Document:
    """A document taken in by the service."""
    return services.upload(
        organisation=organisation,
        upload=sent(name, content or pdf(text=name)),
        uploader=uploader,
        uploader_label="" if uploader else "Jonas Halvek",
        now=moment(),
        **fields,
    )


class _Answer(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.rfile.read(len(b"zINSTREAM\0"))
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        self.wfile.write(self.server.verdict(content))  # type: ignore[attr-defined]


def verdict(content: bytes) -> bytes:
    """What a scanner says."""
    return b"stream: Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


@contextmanager
def scanner(answer: Any = verdict) -> Iterator[str]:
    """A scanner on the loopback that speaks INSTREAM; gives its address."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Answer) as server:
        server.verdict = answer  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"tcp://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()


def _saved(made: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    made.save(out, **options)
    return out.getvalue()
