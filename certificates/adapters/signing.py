"""The seal of the administration: PAdES on the paper, JWS on the answer of the check page, both with one key.

The paper stays PDF/UA and PDF/A: the field of the signature has its description and its place among the tags.
"""

import hashlib
import io
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

import pikepdf
from asn1crypto import x509
from django.conf import settings
from jwcrypto import jwk, jws
from pikepdf import Array, Dictionary, Name
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "Seal"
PRINTED_AND_LOCKED = 4 | 128


class KeyMissing(RuntimeError):
    """No key is configured: SIGNING_KEY and SIGNING_CERTIFICATE are not set."""


def sealed(content: bytes, *, label: str) -> bytes:
    """The PDF with an electronic seal. `label` says to a screen reader what the field is. Raises KeyMissing."""
    signer, out = _signer(), io.BytesIO()
    facts = PdfSignatureMetadata(field_name=FIELD, name=label, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)

    def work() -> None:
        sign_pdf(IncrementalPdfFileWriter(io.BytesIO(_with_field(content, label))), facts, signer=signer, output=out)

    with ThreadPoolExecutor(1) as pool:  # the library runs a loop of its own, which no other loop may surround
        pool.submit(work).result()
    return out.getvalue()


def signed(claims: Mapping[str, Any]) -> dict[str, str]:
    """The claims as a JWS in flattened JSON form. Raises KeyMissing."""
    key = _key()
    token = jws.JWS(_json(claims))
    token.add_signature(key, None, _json({"alg": _algorithm(key), "kid": key.thumbprint(), "typ": "JOSE+JSON"}))
    flat: dict[str, str] = jws.json_decode(token.serialize())
    return flat


def public_keys() -> dict[str, Any]:
    """The key set with which anybody checks a signed answer."""
    key = _key()
    public: dict[str, Any] = jws.json_decode(key.export_public())
    return {"keys": [{**public, "kid": key.thumbprint(), "use": "sig", "alg": _algorithm(key)}]}


def fingerprint() -> str:
    """SHA-256 of the sealing certificate in groups of four, as a reader shows it; empty without a key."""
    if not settings.SIGNING_CERTIFICATE:
        return ""
    digest = hashlib.sha256(_certificates()[0].dump()).hexdigest().upper()
    return " ".join(digest[place : place + 4] for place in range(0, len(digest), 4))


def _json(value: Any) -> str:
    text: str = jws.json_encode(value)
    return text


def _algorithm(key: jwk.JWK) -> str:
    return "RS256" if key["kty"] == "RSA" else "ES256"


@lru_cache(maxsize=2)
def _loaded_key(text: str) -> jwk.JWK:
    return jwk.JWK.from_pem(text.encode())


def _key() -> jwk.JWK:
    if not settings.SIGNING_KEY:
        raise KeyMissing("SIGNING_KEY is not set.")
    return _loaded_key(settings.SIGNING_KEY)


def _certificates() -> list[x509.Certificate]:
    return list(load_certs_from_pemder_data(settings.SIGNING_CERTIFICATE.encode()))


def _signer() -> SimpleSigner:
    if not (settings.SIGNING_KEY and settings.SIGNING_CERTIFICATE):
        raise KeyMissing("SIGNING_KEY and SIGNING_CERTIFICATE are not set.")
    own, *chain = _certificates()
    return SimpleSigner(
        signing_cert=own,
        signing_key=load_private_key_from_pemder_data(settings.SIGNING_KEY.encode(), passphrase=None),
        cert_registry=SimpleCertificateStore.from_certs(chain),
    )


def _with_field(content: bytes, label: str) -> bytes:
    """The PDF with an empty signature field that has no place on the page and one among the tags."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        page, tags = pdf.pages[0].obj, pdf.Root.StructTreeRoot
        number = int(tags.get("/ParentTreeNextKey", _next_number(tags.ParentTree)))
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=FIELD,
                TU=label,
                Rect=[0, 0, 0, 0],
                F=PRINTED_AND_LOCKED,
                P=page,
                StructParent=number,
            )
        )
        _tag(pdf, field, number)
        page.Annots = Array([*page.get("/Annots", []), field])
        page.Tabs = Name.S
        pdf.Root.AcroForm = Dictionary(Fields=[field], SigFlags=3)
        pdf.save(out)
    return out.getvalue()


def _tag(pdf: pikepdf.Pdf, field: pikepdf.Object, number: int) -> None:
    """Put the field into a `Form` element at the end of the document's tags."""
    tags = pdf.Root.StructTreeRoot
    root = tags.K[0] if isinstance(tags.K, Array) else tags.K
    holder = Dictionary(Type=Name.OBJR, Obj=field, Pg=field.P)
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Form, P=root, K=holder))
    root.K = Array([*(root.K if isinstance(root.K, Array) else [root.K]), element])
    tree = tags.ParentTree
    if "/Nums" in tree:
        tree.Nums = Array([*tree.Nums, number, element])
    else:
        leaf = Dictionary(Nums=[number, element], Limits=[number, number])
        tree.Kids = Array([*tree.Kids, pdf.make_indirect(leaf)])
    tags.ParentTreeNextKey = number + 1


def _next_number(tree: pikepdf.Object) -> int:
    if "/Nums" in tree:
        return int(max([int(key) for key in list(tree.Nums)[::2]], default=-1)) + 1
    return max(int(kid.Limits[1]) for kid in tree.Kids) + 1
