"""What officers write for themselves never reaches a company: every internal field holds a canary, and none may sing.

The words are planted in all files of the demonstration and used in further acts (desk checks, a hit, a review, decisions,
a hearing, a suspension), so that letters, e-mails, papers and answers of the API are made while they are there.
"""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pypdfium2
import pytest
from celery import current_app
from django.core import mail
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test import Client
from django.urls import reverse
from oauth2_provider.models import get_access_token_model, get_application_model

from applications.models import AcceptanceItem, Application
from applications.services import assign
from certificates.models import Certificate, DecisionRow
from foundation.audit.services import acting, record, record_read
from foundation.clock.services import now, today
from foundation.correspondence.models import Letter, Message, Notice
from foundation.correspondence.services import drain
from foundation.documents.models import Document
from foundation.identity.models import Membership, User
from lifecycle import services as lifecycle
from operators.models import OfficerAssignment, Operator, Recovery, Site
from tests.support import access, matrix
from tests.support.documents import content_of
from tests.support.identity import sign_in
from tests.support.settling import settle
from validations import services as validations
from validations.models import Point, Report, Validation
from vetting import services as vetting
from vetting.models import Check, ScreeningHit, Vetting

CANARY = "quiverling"  # no word of any language of the portal
SONG = re.compile(rf"{CANARY}-[a-z_.-]+")
# The field, and whether the text of the row stays before the canary (a check that needs a result needs words).
FIELDS: tuple[tuple[Any, str], ...] = (
    (Vetting, "determination"),
    (Check, "note"),
    (Check, "source"),
    (ScreeningHit, "reason"),
    (Point, "note"),
    (Report, "review_note"),
    (Validation, "sample_reason"),
    (DecisionRow, "grounds"),
    (DecisionRow, "decision_reason"),
    (AcceptanceItem, "note"),
    (OfficerAssignment, "reason"),
    (Recovery, "proof"),
)


class Country:
    """The demonstration with canaries in it."""

    def __init__(self) -> None:
        self.moment = now()
        self.person: Callable[[str], User] = matrix.person
        settle()
        mail.outbox.clear()
        with acting(actor=access.HOUSE, at=self.moment, reason=self.canary("audit.reason")):
            self.plant()
            self.record()
        self.act()
        silent = [f"{m} {f}" for m, f in FIELDS if not m.objects.filter(**{f"{f}__contains": CANARY}).exists()]
        assert silent == []
        self.make_what_was_ordered()

    def canary(self, place: str) -> str:
        return f"{CANARY}-{place}"

    def plant(self) -> None:
        """In every row that has the field; where the field is empty it stays plausible for its state."""
        for model, field in FIELDS:
            planted = Concat(F(field), Value(f" {self.canary(f'{model._meta.label_lower}.{field}')}"))
            model.objects.exclude(**{field: ""}).update(**{field: planted})
        AcceptanceItem.objects.update(note=self.canary("acceptance.note"))
        Site.objects.update(high_risk=True)

    def record(self) -> None:
        """Events of every file that the company is not told of, and reads."""
        for file in Application.objects.select_related("operator"):
            record(
                "vetting.noted", subject=file, file_id=file.public_id, organisation_id=file.operator.organisation_id,
                data={"text": self.canary("event.data")},
            )  # fmt: skip
            record_read(
                actor=self.person("auditor"), at=self.moment, file_id=file.public_id, what=self.canary("read.what")
            )

    # --- acts whose words are internal ---

    def act(self) -> None:
        self.assign()
        self.resolve_a_hit()
        self.determine()
        self.review()
        self.decide()

    def assign(self) -> None:
        file = Application.objects.filter(office__code="NOR", status="UNDER_VETTING")[0]
        assign(
            applications=[file], officer=User.objects.get(full_name="Nadia Sorel"), reason=self.canary("assign.reason"),
            actor=self.person("team_leader"), now=self.moment,
        )  # fmt: skip

    def resolve_a_hit(self) -> None:
        for hit in ScreeningHit.objects.filter(operator__tin="XA3050208", status="OPEN"):
            vetting.resolve_hit(
                hit=hit,
                same=False,
                reason=self.canary("hit.reason"),
                actor=self.person("vetting_officer"),
                now=self.moment,
            )

    def determine(self) -> None:
        file = Vetting.objects.get(application__operator__tin="XA1180096")
        officer = self.person("vetting_officer")
        for check in file.checks.exclude(result="CLEAR"):
            vetting.record_check(
                check=check, result="CLEAR", source=self.canary("check.source"), note=self.canary("check.note"),
                expires_on=None, version=check.version, actor=officer, now=self.moment,
            )  # fmt: skip
        lifecycle.determine_vetting(
            vetting_file=file, risk="HIGH", reason=self.canary("determine.reason"), actor=officer, now=self.moment
        )

    def review(self) -> None:
        visit = Validation.objects.filter(status="REPORT_REVIEW")[0]
        team = visit.team.values("user")
        colleagues = User.objects.filter(role_grants__role="VALIDATOR", role_grants__office=visit.office).exclude(
            pk__in=team
        )
        validations.review_and_send(
            validation=visit, note=self.canary("review.note"), actor=colleagues[0], now=self.moment
        )

    def decide(self) -> None:
        """One file is granted; of another one row goes to a hearing."""
        file = Application.objects.get(operator__tin="XA2030157")
        self._decide(file)
        closed = Application.objects.get(operator__tin="XA1910151")
        rows = [
            lifecycle.ProposedRow(
                kind=kind, operator_type=operator_type, proposal="REFUSE", grounds=self.canary("propose.grounds"),
                released_text="The yard stood open.", refusal_code="SECURITY",
            )
            for kind in closed.kinds
            for operator_type in closed.operator_types.all()
        ]  # fmt: skip
        lifecycle.propose_decision(application=closed, rows=rows, actor=self.person("case_officer"), now=self.moment)
        self._decide(Application.objects.get(pk=closed.pk))

    def _decide(self, file: Application) -> None:
        choices = [lifecycle.RowChoice(row=row, choice="agree") for row in file.decision_rows.filter(status="PROPOSED")]
        lifecycle.decide_application(
            application=file, choices=choices, reason=self.canary("decide.reason"), actor=self.person("decision_maker"),
            now=self.moment,
        )  # fmt: skip

    def make_what_was_ordered(self) -> None:
        """The outbox of these acts: letters by e-mail, papers of certificates."""

        def run(name: str, *, kwargs: dict[str, Any], **options: Any) -> None:
            current_app.tasks[name](**kwargs)

        current_app.loader.import_default_modules()
        with mock.patch.object(current_app, "send_task", run):
            while drain(now=now()):
                pass
        self.mails = list(mail.outbox)


@pytest.fixture(scope="module")
def country(demonstration: str) -> Iterator[Country]:
    logging.disable(logging.CRITICAL)
    yield Country()
    logging.disable(logging.NOTSET)


def songs(place: str, text: str) -> list[str]:
    found = {match.group() for match in SONG.finditer(text)} | set(re.findall(r"high[- ]risk", text, re.I))
    return [f"{place}: {song}" for song in sorted(found)]


def text_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    response.close()
    return pdf_text(content) if content[:5] == b"%PDF-" else content.decode(errors="replace")


def pdf_text(content: bytes) -> str:
    paper = pypdfium2.PdfDocument(io.BytesIO(content))
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in paper) + repr(paper.get_metadata_dict())
    finally:
        paper.close()


def owners() -> dict[int, Client]:
    """The administrator of each company, who holds every role there in most of them."""
    rows = Membership.objects.filter(role="ADMINISTRATOR").select_related("user")
    return {row.organisation_id: sign_in(Client(), row.user) for row in rows}


@pytest.mark.requirement("R-APP-17")
def test_no_page_of_the_own_company_shows_an_internal_word(country: Country) -> None:
    signed_in, heard, asked = owners(), [], 0
    for route, pattern in access.routes_of_ours():
        for target in matrix.sample(matrix.targets(route, pattern), 1) if route in matrix.TARGETS else []:
            if target.organisation in signed_in and not pattern.startswith("staff/"):
                address = reverse(route, kwargs=target.kwargs)
                response = signed_in[target.organisation].get(address)
                asked += response.status_code == 200
                heard += songs(address, text_of(response))
    assert asked > 100
    assert heard == []


def test_no_page_of_the_acted_on_companies_shows_an_internal_word(country: Country) -> None:
    signed_in, heard = owners(), []
    for tin in ("XA1180096", "XA2030157", "XA1910151", "XA3050208", "XA1850148"):
        company = Operator.objects.get(tin=tin).organisation_id
        for route, pattern in access.routes_of_ours():
            if pattern.startswith(("staff/", "account/", "support-desk")) or "api" in pattern:
                continue
            found = [t for t in matrix.targets(route, pattern) if t.organisation in (company, None)]
            for target in found[-2:]:
                address = access.address(route, target)
                heard += songs(address, text_of(signed_in[company].get(address)))
    assert heard == []


def test_no_stranger_and_no_public_page_hears_an_internal_word(country: Country) -> None:
    heard = []
    for client in (Client(), sign_in(Client(), matrix.person("trader_other"))):
        addresses = [
            "/",
            "/criteria/",
            "/register/",
            "/register/?q=a",
            "/verify/",
            "/home/",
            "/messages/",
            "/certificates/",
        ]
        addresses += [reverse("certificates:verify", args=[row.public_id]) for row in Certificate.objects.all()]
        for address in addresses:
            heard += songs(address, text_of(client.get(address)))
    assert heard == []


@pytest.mark.requirement("R-APP-17")
def test_no_letter_notice_or_message_holds_an_internal_word(country: Country) -> None:
    heard = []
    for letter in Letter.objects.all():
        heard += songs(f"letter {letter.subject}", f"{letter.subject} {letter.body} {letter.legal_basis}")
    for notice in Notice.objects.exclude(organisation=None):
        heard += songs(f"notice {notice.title}", f"{notice.title} {notice.body} {notice.url}")
    for message in Message.objects.all():
        heard += songs("message", message.body)
    assert Letter.objects.filter(sent_at__gte=country.moment).exists()
    assert heard == []


def test_no_email_holds_an_internal_word(country: Country) -> None:
    assert country.mails
    assert [song for sent in country.mails for song in songs(sent.subject, sent.message().as_string())] == []


def test_no_paper_holds_an_internal_word(country: Country) -> None:
    made = Document.objects.filter(pk__in=Certificate.objects.exclude(paper=None).values("paper"))
    assert made.exists()
    with_text = {paper.title: pdf_text(content_of(paper)) for paper in made}
    assert all(text.strip() for text in with_text.values())
    assert [song for title, text in with_text.items() for song in songs(title, text)] == []


def test_no_answer_of_the_api_holds_an_internal_word(country: Country) -> None:
    client, tins = Client(), list(Operator.objects.values_list("tin", flat=True))
    token = get_access_token_model().objects.create(
        token="canary-listener", application=get_application_model().objects.get(client_id="border_system"),
        scope="status:read", expires=now() + access.DAY,
    )  # fmt: skip
    header = {"Authorization": f"Bearer {token.token}"}
    answers = [client.get(f"/api/v1/operators/{tin}/status", headers=header) for tin in tins]
    body = json.dumps({"tins": tins, "on": today().isoformat()})
    answers.append(client.post("/api/v1/status-lookups", body, content_type="application/json", headers=header))
    assert {answer.status_code for answer in answers} == {200}
    assert [song for answer in answers for song in songs("api", text_of(answer))] == []


def test_the_canaries_are_there_for_those_who_may_read_them(country: Country) -> None:
    """Without this, a canary that was never planted would look like a silent one."""
    file = Application.objects.get(operator__tin="XA1180096")
    officer = sign_in(Client(), matrix.person("vetting_officer"))
    assert songs("", text_of(officer.get(reverse("vetting:file", args=[file.public_id]))))
