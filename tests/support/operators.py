"""Companies as the portal makes them: registered, claimed, verified, with places, people and officers; by the services."""

import itertools
import re
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from foundation.documents.models import Document
from foundation.documents.services import store_generated
from foundation.identity.adapters import second_factor
from foundation.identity.models import User
from operators import services
from operators.models import Operator, Person, Site
from operators.states import ClaimMethod, FirmSize, PersonRole
from tests.support.identity import sign_in
from tests.support.programme import HOUSE, NOW, make_officer, make_person

_numbers = itertools.count(1000001)


def make_operator(
    *,
    verified: bool = True,
    size: str = FirmSize.SMALL,
    name: str = "Brenna Textiles Ltd",
    tin: str | None = None,
    user: User | None = None,
    region: str = "NORTH",
    now: datetime = NOW,
    **facts: Any,
) -> Operator:
    """A company whose founder holds every role. The reference data must be there."""
    serial = next(_numbers)
    number = tin or f"XA{serial}"
    founder = user or make_person(f"Founder {serial}")
    operator = services.register(
        user=founder,
        legal_name=name,
        tin=number,
        region=region,
        now=now,
        **{
            "legal_form": "Ltd",
            "sector": "Textiles",
            "employees": 25 if size == FirmSize.SMALL else 400,
            "address": "14 Mill Street",
            "city": "Halvik",
            "country": "XA",
            "established_on": date(2012, 3, 1),
            **facts,
        },
    )
    if verified:
        verify_by_letter(operator, now=now)
        operator.refresh_from_db()
    return operator


def owner_of(operator: Operator) -> User:
    """The person who registered the company."""
    return operator.organisation.memberships.order_by("id").first().user  # type: ignore[union-attr]


def verify_by_letter(operator: Operator, now: datetime = NOW) -> None:
    """The way most companies go: claim, letter, code."""
    owner = owner_of(operator)
    claim = services.claim(operator=operator, claimant=owner, method=ClaimMethod.LETTER_CODE, now=now)
    code = services.send_code(claim=claim, actor=make_officer("Clara Post", "CASE_OFFICER"), now=now)
    services.confirm_claim_by_code(claim=claim, code=code, user=owner, now=now)


def add_site(operator: Operator, name: str = "Mill Street", *, keeps_records: bool = True, **facts: Any) -> Site:
    return services.add_site(
        operator=operator,
        name=name,
        keeps_records=keeps_records,
        actor=owner_of(operator),
        now=NOW,
        **{
            "address": "14 Mill Street",
            "city": "Halvik",
            "region": operator.region,
            "activity": "Spinning, packing and loading",
            **facts,
        },
    )


def add_person(operator: Operator, full_name: str = "Nadia Brenna", *, consent: bool = False, **facts: Any) -> Person:
    person = services.add_person(
        operator=operator,
        full_name=full_name,
        actor=owner_of(operator),
        now=NOW,
        **{
            "role": PersonRole.DIRECTOR,
            "email": f"{full_name.lower().replace(' ', '.')}@brenna.example",
            "date_of_birth": date(1979, 5, 4),
            "nationality": "XA",
            **facts,
        },
    )
    return services.answer_consent(person=person, give=True, now=NOW) if consent else person


def make_deed(operator: Operator) -> Document:
    """A paper of the company that shows who may act for it."""
    return store_generated(
        organisation=operator.organisation,
        title="Extract of the company register",
        file_name="extract.pdf",
        content=b"%PDF-1.4\n%%EOF\n",
        content_type="application/pdf",
        actor=HOUSE,
        now=NOW,
    )


def a_file(name: str = "certificate.txt", content: bytes = b"clean") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/plain")


def picture() -> SimpleUploadedFile:
    """The smallest picture the intake takes."""
    buffer = BytesIO()
    Image.new("RGB", (8, 8), "white").save(buffer, "PNG")
    return a_file("certificate.png", buffer.getvalue())


def officer(client: Client, *roles: str, name: str = "Dalia Roost", office: str | None = None) -> User:
    """Somebody of Customs at the keyboard, with a second factor."""
    person = make_officer(name, *roles, office=office)
    if not second_factor.has_factor(person):
        second_factor.give_totp(person)
    sign_in(client, person)
    return person


def owner(client: Client, operator: Operator) -> User:
    """The company’s own administrator at the keyboard."""
    person = owner_of(operator)
    sign_in(client, person)
    return person


def text(response: Any) -> str:
    """A page in one line."""
    return re.sub(r"\s+", " ", response.content.decode())


def core(response: Any) -> str:
    """What a reader sees in the middle of the page, without what differs by person, number or token."""
    found = re.search(r"<main.*</main>", text(response))
    assert found is not None
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|Nadia Velin|Otto Frei|XA555000\d', "", found[0])
