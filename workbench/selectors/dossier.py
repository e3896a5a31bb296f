"""One file on one screen: clock, what is missing for a decision, whose turn, people, the latest events."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import selectors as applications
from applications.models import Application, RecordedCause
from applications.states import RequestStatus
from certificates import selectors as certificates
from certificates.models import DecisionRow
from certificates.selectors import grant_obstacles
from foundation.audit.models import Event, Read
from foundation.audit.selectors import events_of_file, reads_of_file
from foundation.clock.states import LimitPhase
from foundation.documents.models import Document
from foundation.identity.models import User
from foundation.identity.permissions import Permission
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

from .standings import standing

# Who took an act, as the card names them.
ACT_WORDS = {
    Act.PROPOSE: gettext_lazy("Proposed"),
    Act.VET: gettext_lazy("Desk checks"),
    Act.VALIDATE: gettext_lazy("Visit"),
    Act.REVIEW: gettext_lazy("Report reviewed"),
    Act.DECIDE: gettext_lazy("Decided"),
    Act.APPEAL: gettext_lazy("Appeal"),
    Act.MANAGE: gettext_lazy("Account manager"),
    Act.AUDIT: gettext_lazy("Audit"),
}


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
    standing: applications.Standing
    clock: applications.ClockView | None
    people: list[tuple[str, list[str]]]
    deadlock: bool
    shut_out: list[str]
    latest: list[Event]
    event_count: int
    late: applications.Lateness | None
    can_extend: bool
    can_record: bool
    causes: list[RecordedCause]

    @property
    def missing_count(self) -> int:
        return sum(not need.done for need in self.needs)


def dossier_page(application: Application, user: User, permissions: frozenset[Permission], on: date) -> DossierPage:
    """The overview for this reader. A constant number of queries."""
    able = programme.people_able(file_id=application.public_id, act=Act.DECIDE, office=application.office, on=on)
    events = history(application, permissions)
    now_at = standing(application, on)
    runs = now_at.clock is not None and now_at.clock.phase == LimitPhase.RUNNING and application.accepted_on is not None
    return DossierPage(
        needs=sorted(_needs(application, permissions, on), key=lambda need: need.done),
        standing=now_at,
        late=applications.lateness(application, now_at, on),
        can_extend=runs and Permission.FILE_WORK in permissions and bool(applications.extension_grounds(application)),
        can_record=Permission.FILE_WORK in permissions and bool(applications.recordable_causes(application, on)),
        causes=list(applications.recorded_causes(application)),
        clock=applications.clock(application, on),
        people=_people(application, able, on),
        deadlock=not able,
        shut_out=programme.breaches(file_id=application.public_id, act=Act.DECIDE, user=user, on=on),
        latest=list(events[:6]),
        event_count=events.count(),
    )


# Which permission opens the room that a line points to; the others open with the file itself.
ROOMS = {
    "vetting:file": Permission.VETTING_READ,
    "validations:file": Permission.VALIDATION_READ,
    "certificates:decision": Permission.DECISION_READ,
}


def _needs(application: Application, permissions: frozenset[Permission], on: date) -> list[Need]:
    """What the law and the programme ask before a decision, and what stands against a grant."""
    vetting = Vetting.objects.filter(application=application).first()
    visit = Validation.objects.filter(application=application).exclude(status=ValidationStatus.CANCELLED).first()
    persons = Person.objects.filter(operator=application.operator, left_on__isnull=True)
    given, asked = persons.filter(status=CheckConsent.GIVEN).count(), persons.count()
    rows = list(certificates.decision_rows(application))
    determined = vetting is not None and vetting.status == VettingStatus.DETERMINED
    closed = visit is not None and visit.status == ValidationStatus.CLOSED
    risk = str(vetting.get_risk_display()) if vetting and determined else _("still open")
    state = str(visit.get_status_display()) if visit else _("not planned")
    consents = _("{given} of {all} persons").format(given=given, all=asked)
    lines = [
        (bool(application.accepted_on), _("Accepted"), _day(application.accepted_on), "applications:file"),
        (determined, _("Desk checks determined"), risk, "vetting:file"),
        (given == asked, _("Consents"), consents, "applications:file"),
        (closed, _("Visit closed"), state, "validations:file"),
        (bool(rows), _("A decision is proposed"), _proposer(rows), "certificates:decision"),
    ]
    if determined and closed:
        against = grant_obstacles(application, on)
        lines += [(False, _("A grant is not possible"), text, "certificates:decision") for text in against]
    return [_need(application, permissions, line) for line in lines]


def _need(application: Application, permissions: frozenset[Permission], line: tuple[bool, str, str, str]) -> Need:
    """A line (done, title, text, URL name) with a link, where the reader may enter that room."""
    done, title, text, url_name = line
    may_enter = ROOMS.get(url_name, Permission.FILE_READ) in permissions
    url = reverse(url_name, args=[application.public_id]) if may_enter else ""
    return Need(done, f"{title}:", text, _("Look") if done else _("Open"), url)


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else _("not yet")


def _proposer(rows: list[DecisionRow]) -> str:
    return rows[0].proposed_act.user.full_name if rows else _("Nobody has proposed.")


def _people(application: Application, able: list[User], on: date) -> list[tuple[str, list[str]]]:
    taken: dict[str, list[str]] = {}
    for act in programme.acts_on_file(application.public_id):
        taken.setdefault(str(ACT_WORDS[Act(act.act)]), []).append(act.user.full_name)
    company = members(application.operator.organisation, on, [CompanyRole.SIGNATORY, CompanyRole.PREPARER])
    officer = application.case_officer.full_name if application.case_officer else _("nobody yet")
    return [
        (_("Case officer"), [officer]),
        *taken.items(),
        (
            _("May decide"),
            [person.full_name for person in able[:4]] or [_("Nobody can decide this file. Ask the team leader.")],
        ),
        (_("Trader"), [person.full_name for person in company[:4]]),
    ]


def history(application: Application, permissions: frozenset[Permission]) -> QuerySet[Event]:
    """The events of the file, newest first; those of the desk checks only for who may enter that room."""
    events = events_of_file(application.public_id)
    if Permission.VETTING_READ in permissions:
        return events
    return events.exclude(Q(name__startswith="vetting.") | Q(name__startswith="screening."))


def reads(application: Application) -> QuerySet[Read]:
    """Who looked at sensitive pages of the file, newest first."""
    return reads_of_file(application.public_id)


def papers(application: Application) -> QuerySet[Document]:
    """The papers used as evidence in the file, in answers or in answers to requests that were sent."""
    used = Document.objects.filter(answers__application=application) | Document.objects.filter(
        request_items__request__application=application, request_items__request__status=RequestStatus.ANSWERED
    )
    return used.distinct().order_by("title", "id")
