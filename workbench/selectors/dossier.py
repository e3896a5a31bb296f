"""One file on one screen: clock, what is missing for a decision, whose turn, people, the latest events."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from applications import selectors as applications
from applications.models import Application
from certificates import selectors as certificates
from certificates.models import DecisionRow
from certificates.selectors import grant_obstacles
from foundation.audit.models import Event, Read
from foundation.audit.selectors import events_of_file, reads_of_file
from foundation.documents.models import Document
from foundation.identity.models import User
from foundation.identity.selectors import members
from foundation.identity.states import CompanyRole
from operators.models import Person
from operators.states import CheckConsent
from programme import selectors as programme
from programme.states import Act
from validations.models import Validation
from validations.states import ValidationStatus
from vetting.models import Vetting
from vetting.states import VettingStatus


@dataclass(frozen=True, slots=True)
class Need:
    """One line of “What is missing for a decision”."""

    done: bool
    title: str
    text: str
    link_text: str
    url: str


@dataclass(frozen=True, slots=True)
class DossierPage:
    """Everything on the overview of a file."""

    needs: list[Need]
    clock: applications.ClockView | None
    people: list[tuple[str, list[str]]]
    deadlock: bool
    shut_out: list[str]
    latest: list[Event]
    event_count: int

    @property
    def missing_count(self) -> int:
        return sum(not need.done for need in self.needs)


def dossier_page(application: Application, user: User, on: date) -> DossierPage:
    """The overview for this reader. A constant number of queries."""
    able = programme.people_able(file_id=application.public_id, act=Act.DECIDE, office=application.office, on=on)
    events = events_of_file(application.public_id)
    return DossierPage(
        needs=sorted(_needs(application, on), key=lambda need: need.done),
        clock=applications.clock(application, on),
        people=_people(application, able, on),
        deadlock=not able,
        shut_out=programme.breaches(file_id=application.public_id, act=Act.DECIDE, user=user, on=on),
        latest=list(events[:6]),
        event_count=events.count(),
    )


def _needs(application: Application, on: date) -> list[Need]:
    file = application.public_id
    vetting = Vetting.objects.filter(application=application).first()
    visit = Validation.objects.filter(application=application).exclude(status=ValidationStatus.CANCELLED).first()
    consents = Person.objects.filter(operator=application.operator, left_on__isnull=True)
    given = consents.filter(status=CheckConsent.GIVEN).count()
    rows = list(certificates.decision_rows(application))
    closed = visit is not None and visit.status == ValidationStatus.CLOSED
    determined = vetting is not None and vetting.status == VettingStatus.DETERMINED
    needs = [
        _need(bool(application.accepted_on), _("Accepted"), _day(application.accepted_on), "applications:file", file),
        _need(
            determined,
            _("Desk checks determined"),
            str(vetting.get_risk_display()) if vetting and determined else _("still open"),
            "vetting:file",
            file,
        ),
        _need(
            given == consents.count(),
            _("Consents"),
            _("{given} of {all} persons").format(given=given, all=consents.count()),
            "applications:file",
            file,
        ),
        _need(closed, _("Visit closed"), visit.get_status_display() if visit else _("not planned"), "validations:file", file),
        _need(bool(rows), _("A decision is proposed"), _proposer(rows), "certificates:decision", file),
    ]
    obstacles = grant_obstacles(application, on) if determined and closed else []
    return [*needs, *(_need(False, _("A grant is not possible"), text, "certificates:decision", file) for text in obstacles)]


def _need(done: bool, title: str, text: str, url_name: str, file: UUID) -> Need:
    return Need(done, title, text, _("Look") if done else _("Open"), reverse(url_name, args=[file]))


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else _("not yet")


def _proposer(rows: list[DecisionRow]) -> str:
    return rows[0].proposed_act.user.full_name if rows else _("Nobody has proposed.")


def _people(application: Application, able: list[User], on: date) -> list[tuple[str, list[str]]]:
    taken: dict[str, list[str]] = {}
    for act in programme.acts_on_file(application.public_id):
        taken.setdefault(str(act.get_act_display()).capitalize(), []).append(act.user.full_name)
    company = members(application.operator.organisation, on, [CompanyRole.SIGNATORY, CompanyRole.PREPARER])
    officer = application.case_officer.full_name if application.case_officer else _("nobody yet")
    return [
        (_("Case officer"), [officer]),
        *taken.items(),
        (_("May decide"), [person.full_name for person in able[:4]] or [_("Nobody can decide this file. Ask the team leader.")]),
        (_("Trader"), [person.full_name for person in company[:4]]),
    ]


def history(application: Application) -> QuerySet[Event]:
    """Every event of the file, newest first."""
    return events_of_file(application.public_id)


def reads(application: Application) -> QuerySet[Read]:
    """Who looked at sensitive pages of the file, newest first."""
    return reads_of_file(application.public_id)


def papers(application: Application) -> QuerySet[Document]:
    """The papers used as evidence in the file, in answers or in answers to requests."""
    used = Document.objects.filter(answers__application=application) | Document.objects.filter(
        request_items__request__application=application
    )
    return used.distinct().order_by("title", "id")
