"""What the demonstration lacks for the walk over every route: a guest's grant, an outside member of a team, papers, partners."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile

from applications import services as applications
from applications.models import Application
from foundation.audit.services import acting
from foundation.clock.services import now, today
from foundation.correspondence import services as correspondence
from foundation.correspondence.states import Side
from foundation.documents import services as documents
from foundation.documents.models import Document
from foundation.identity import services as identity
from foundation.identity.models import GuestGrant
from foundation.identity.states import CompanyRole
from operators import services as operators
from operators.models import Operator
from tests.support import matrix
from tests.support.access import BRENNA, HOUSE, SOUTHERN
from tests.support.identity import make_user
from validations import services as validations
from validations.models import TeamMember, Validation
from validations.states import Grade
from vetting import services as vetting
from workbench.management.demonstration.journey.base import PAPER


def settle() -> None:
    """Add what the demonstration lacks: a guest's grant, an outside member of a team, invitations, recoveries."""
    matrix.forget()
    moment = now()
    for grant in GuestGrant.objects.all():  # the table tells what a role reaches, with the one grant given below
        identity.end_guest(grant=grant, last_day=today() - timedelta(days=1), actor=_verifier(), now=moment)
    brenna = Operator.objects.get(tin=BRENNA)
    for operator, invited in (
        (brenna, "trader_other@demo.example"),
        (Operator.objects.get(tin=SOUTHERN), "new@people.example"),
    ):
        identity.invite(
            organisation=operator.organisation, email=invited, role=CompanyRole.PREPARER,
            valid_days=14, actor=_administrator(operator), now=moment,
        )  # fmt: skip
        newcomer = make_user("Ossian Tell", email=f"newcomer{operator.pk}@people.example")
        operators.ask_recovery(
            operator=operator, new_administrator=newcomer, proof="Register extract", actor=_verifier(), now=moment
        )
        _write_with_paper(operator)
        _tell_a_change(operator)
        _name_partners(operator)
        applications.ask_consultation(
            operator=operator, topic="Which places?", user=_administrator(operator), now=moment
        )
        _hand_in(operator)
    _plan_drafts()
    visit = Validation.objects.get(operator=brenna)
    identity.grant_guest(
        user=matrix.person("guest_officer"), file_id=visit.application.public_id, act="DECIDE", valid_from=today(),
        valid_until=today() + timedelta(days=30), reason="The office is short of people.", actor=HOUSE, now=moment,
    )  # fmt: skip
    with acting(actor=HOUSE, at=moment, reason="outside help"):
        TeamMember.objects.create(validation=visit, user=matrix.person("third_party_validator"), role="MEMBER")
    southern = Operator.objects.get(tin=SOUTHERN)
    operators.declare_interest(
        officer=matrix.person("case_officer"), operator=southern, nature="A cousin works there", now=moment
    )
    _resemble_an_entry(Operator.objects.get(tin=SOUTHERN))
    _find_something(Validation.objects.filter(status="IN_PROGRESS", office__code="SOU")[0])


def _plan_drafts() -> None:
    """A line in the plan of each draft; those of the north are open to the case officer there."""
    for draft in Application.objects.filter(status="DRAFT").select_related("operator__organisation", "office"):
        owner = _administrator(draft.operator)
        applications.save_step(application=draft, fields={"weakness": "Fence"}, done=False, user=owner, now=now())
        if draft.office is not None and draft.office.code == "NOR":
            operators.assign_officer(
                operator=draft.operator, officer=matrix.person("case_officer"), role="CONTACT_OFFICER", reason="matrix",
                actor=HOUSE, now=now(),
            )  # fmt: skip
            applications.invite_review(application=draft, user=owner, now=now())


def _name_partners(operator: Operator) -> None:
    """A chain, exports through others, a group of like places and a legal form that an officer looks at."""
    by = {"actor": _administrator(operator), "now": now()}
    partner = {"name": "Norr", "country": "XA", "role": "CARRIER", "tier": "DIRECT"}
    operators.save_partner(operator=operator, fields=partner, **by)
    operators.save_indirect_export(
        operator=operator, year=today().year, customer="Norr", customer_tin="", first_half=1, second_half=1, **by
    )
    places = [
        operators.add_site(
            operator=operator, name=name, address="1 Road", city="Velm", region=operator.region, activity="none", **by
        )
        for name in ("Twin 1", "Twin 2")
    ]
    operators.save_group(operator=operator, name="Twins", sites=places, **by)
    operators.edit_operator(operator=operator, changes={"structure": "TRUST"}, version=operator.version, **by)


def _write_with_paper(operator: Operator) -> None:
    author = _administrator(operator)
    paper = Document.objects.filter(organisation=operator.organisation).first()
    thread = correspondence.open_thread(
        organisation=operator.organisation, subject="A question", actor=author, now=now()
    )
    correspondence.post_message(
        thread=thread,
        side=Side.TRADER,
        author=author,
        body="See the paper.",
        documents=[paper],
        actor=author,
        now=now(),
    )


def _tell_a_change(operator: Operator) -> None:
    """Fewer employees than the record says, with a paper."""
    applications.notify_change(
        operator=operator, subject="COMPANY", values={"employees": "3"}, since=today(),
        documents=Document.objects.filter(organisation=operator.organisation)[:1], user=_administrator(operator), now=now(),
    )  # fmt: skip


def _hand_in(operator: Operator) -> None:
    """A paper that a person of the company gave to the officers alone."""
    documents.upload(
        organisation=operator.organisation, upload=SimpleUploadedFile("record.pdf", PAPER), title="Criminal record",
        confidentiality="OFFICERS", about_person=operator.people.first().public_id, uploader=None,
        uploader_label="the person", now=now(),
    )  # fmt: skip


def _resemble_an_entry(operator: Operator) -> None:
    """A person of the southern company whose name stands on the demonstration's list."""
    operators.add_person(
        operator=operator, full_name="Viktor Orlenko", role="OWNER", email="", date_of_birth=date(1971, 5, 4),
        nationality="XA", actor=_administrator(operator), now=now(),
    )  # fmt: skip
    vetting.screen(operators=[operator], cause="access matrix", actor=HOUSE, now=now())


def _find_something(visit: Validation) -> None:
    lead = visit.team.get(role="LEAD").user
    validations.add_finding(
        point=visit.points.first(), grade=Grade.REQUIRED_ACTION, text="The gate stood open.",
        due_on=today() + timedelta(days=20), actor=lead, now=now(),
    )  # fmt: skip


def _administrator(operator: Operator) -> Any:
    return get_user_model().objects.filter(
        memberships__organisation=operator.organisation, memberships__role=CompanyRole.ADMINISTRATOR
    )[0]


def _verifier() -> Any:
    """The officer who asks for recoveries."""
    address = "verifier@customs.example"
    found = get_user_model().objects.filter(email=address).first()
    return found or make_user("Sol Verif", email=address, is_staff=True)
