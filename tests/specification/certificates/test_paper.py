"""The certificate on paper: archived, accessible, made once, served to those who may see it."""

import io

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certificates.services import make_paper
from foundation.documents.models import Document
from lifecycle import services as lifecycle
from tests.support import identity
from tests.support.certificates import NOW, Scene, later
from tests.support.documents import content_of
from tests.support.programme import HOUSE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def scene() -> Scene:
    return Scene("Brénna & Sons #1 Ltd", kinds=("security",))


def test_the_paper_is_tagged_titled_and_in_its_language(scene):
    document = make_paper(certificate=scene.granted()[0], actor=HOUSE, now=NOW)

    content = content_of(document)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        assert str(pdf.docinfo["/Title"]) == "Certificate of an Authorised Economic Operator"
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["pdfaid:part"] == "2"
        fonts = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()}
    assert all("NotoSans" in name for name in fonts)


def test_the_paper_carries_a_seal_that_breaks_with_one_changed_byte(scene, settings):
    document = make_paper(certificate=scene.granted()[0], actor=HOUSE, now=NOW)
    content = content_of(document)
    root = next(iter(load_certs_from_pemder_data(settings.SIGNING_CERTIFICATE.encode())))

    (seal,) = PdfFileReader(io.BytesIO(content)).embedded_signatures
    status = validate_pdf_signature(seal, ValidationContext(trust_roots=[root]))

    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"
    with pikepdf.open(io.BytesIO(content)) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        assert str(field.TU) == "Seal of Customs of Kestria"
        element = pdf.Root.StructTreeRoot.ParentTree.Nums[-1]
        assert (element.S, element.K.Obj.objgen) == ("/Form", field.objgen)
    place = content.index(b"/Title") - 40
    bent = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    (seal,) = PdfFileReader(io.BytesIO(bent), strict=False).embedded_signatures
    assert not validate_pdf_signature(seal, ValidationContext(trust_roots=[root])).intact


@pytest.mark.requirement("R-LIF-06")
def test_making_it_twice_leaves_one_paper_and_a_further_type_makes_a_new_one(scene):
    certificate = scene.granted()[0]
    first = make_paper(certificate=certificate, actor=HOUSE, now=NOW)
    again = make_paper(certificate=certificate, actor=HOUSE, now=later(1))

    assert (again.pk, Document.objects.count()) == (first.pk, 1)
    certificate.refresh_from_db()
    assert certificate.paper == first
    assert first.confidentiality == "COMPANY"


def test_the_company_and_its_officers_open_it(scene):
    certificate = scene.granted()[0]
    make_paper(certificate=certificate, actor=HOUSE, now=NOW)
    trader, officer = identity.sign_in(Client(), scene.trader), identity.sign_in(Client(), scene.decider)

    assert "Certificate on paper (PDF)" in trader.get(reverse("certificates:mine")).content.decode()
    response = officer.get(reverse("certificates:paper", args=[certificate.public_id]))
    assert response["Content-Type"] == "application/pdf"
    response.close()


def test_a_revoked_certificate_keeps_its_paper(scene):
    certificate = scene.active()[0]
    make_paper(certificate=certificate, actor=HOUSE, now=NOW)

    ended = lifecycle.revoke_certificate(
        grounds="Goods stood unlocked.", certificate=certificate, reason="r", actor=scene.decider, now=later(9)
    )

    assert ended.paper is not None
