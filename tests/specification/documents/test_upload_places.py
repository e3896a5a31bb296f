"""Every page on which a company sends a file: a bad one is named at its field, in its own words, and nothing of it stays."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from account_management.selectors import addressees
from applications import selectors
from foundation.clock.services import now
from foundation.correspondence.services import open_thread
from foundation.documents.models import Document
from operators import services as operators
from tests.support import documents as files
from tests.support.applications import Company, asked, begun
from tests.support.identity import sign_in
from tests.support.lifecycle import House, Ready
from tests.support.programme import HOUSE

pytestmark = pytest.mark.django_db

BAD = [
    ("empty.pdf", b"", "‘empty.pdf’ is empty. Choose the file again."),
    ("large.pdf", files.pdf() + b" " * 2_000_000, "‘large.pdf’ is larger than 1 MB."),
    ("scan.pdf", b"MZ\x90\x00 renamed", "We could not accept ‘scan.pdf’: programs are not allowed."),
    ("bomb.docx", files.docx(bomb=bytes(110_000_000)), "‘bomb.docx’ is too large when it is opened."),
    ("count.pdf", files.protected_pdf(), "‘count.pdf’ is protected by a password. Save it without one"),
    (
        "letter.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "‘letter.docx’ is protected by a password.",
    ),
]


class Places:
    """The addresses with what else each form needs, the name of its file field, and who sends."""

    def __init__(self) -> None:
        self.company, self.unproven = Company(), Company("New Ltd", verified=False)
        self.draft = begun(self.company, now=now())

    def __iter__(self) -> Iterator[tuple[str, dict[str, Any], str, Any]]:
        ana = self.company.preparer
        yield reverse("documents:upload"), {"confidentiality": "COMPANY"}, "files", ana
        row = selectors.assessment(self.draft).rows[0]
        yield row.url, {"how": "Every week.", "outcome": "MET", "version": "0", "then": "next"}, "papers", ana
        proof = {"kind": "ISO", "title": "ISO 28000", "issuer": "DNV"}
        yield reverse("applications:proof", args=[self.draft.public_id, row.criterion.code]), proof, "papers", ana
        record = selectors.record_of("COMPANY", self.company.operator, None, None)
        change = {**record, "legal_name": "Solvane and Sons", "since": now().date().isoformat()}
        yield reverse("applications:tell_change", args=["COMPANY"]), change, "papers", ana
        yield from self._correspondence(ana)
        yield reverse("operators:claim"), {"method": "DEED"}, "deed", self.unproven.preparer
        person = self.company.operator.people.get()
        token = operators.personal_link(person=person, actor=HOUSE, now=now())
        yield reverse("operators:personal_paper", args=[token]), {"title": "Record"}, "paper", None
        yield from self._after_sending()

    def _correspondence(self, ana: Any) -> Iterator[tuple[str, dict[str, Any], str, Any]]:
        thread = open_thread(organisation=self.company.organisation, subject="Stock", actor=ana, now=now())
        yield reverse("correspondence:thread", args=[thread.public_id]), {"body": "See here."}, "files", ana
        to = addressees(self.company.organisation)[0][0]
        new = {"to": to, "subject": "Stock", "body": "See here."}
        yield reverse("account_management:write"), new, "files", ana

    def _after_sending(self) -> Iterator[tuple[str, dict[str, Any], str, Any]]:
        second = Company("Second Ltd")
        request = asked(second)
        place = reverse("applications:request", args=[request.application.public_id, request.public_id])
        yield f"{place}?item=1", {"answer": "Here it is."}, "papers", second.preparer
        heard = Ready(House(), kinds=("security",), refuse=("security",))
        heard.decide()
        url = reverse("lifecycle:speak", args=[heard.application.public_id])
        yield url, {"text": "We disagree."}, "files", heard.company.preparer


@pytest.mark.requirement("R-APP-03")
def test_a_bad_file_is_named_at_its_field_on_every_page_that_takes_one(settings: Any) -> None:
    settings.DOCUMENT_MAX_BYTES = 1024 * 1024
    for url, said, field, user in Places():
        client = sign_in(Client(), user) if user else Client()
        for name, content, sentence in BAD:
            kept = Document.objects.count()
            page = unescape(client.post(url, {**said, field: files.sent(name, content)}).content.decode())
            assert sentence in page, (url, name)
            assert f'href="#id_{field}"' in page, (url, name, "the summary leads to the field")
            at_field = re.search(rf'id="id_{field}-error"[^>]*>(.*?)</p>', page, re.DOTALL)
            assert at_field, (url, name)
            assert sentence in at_field.group(1), (url, name)
            assert Document.objects.count() == kept, (url, name)
