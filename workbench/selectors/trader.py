"""The trader's home: whose turn it is, by when, what then; what to do; whom to call."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications import selectors as applications
from applications.models import Application
from applications.states import ApplicationStatus
from benefits import selectors as benefits
from certificates import selectors as certificates
from certificates.models import Certificate
from certificates.states import CertificateStatus
from foundation.correspondence.models import Notice
from foundation.correspondence.selectors import action_notices, latest_notices
from foundation.identity.models import User
from foundation.identity.permissions import Acting, Permission, permissions_of
from foundation.identity.selectors import deputy_of, is_absent
from operators.models import Operator
from operators.selectors import current_officer, for_company
from operators.states import AssignmentRole, OperatorStatus
from validations.models import Validation
from validations.states import ValidationStatus

from .promises import Promise, promises_of
from .standings import standing as standing_of


@dataclass(frozen=True, slots=True)
class Contact:
    """The person at Customs to call, and who stands in while that person is away."""

    name: str
    role: str
    phone: str
    deputy: str


@dataclass(frozen=True, slots=True)
class TraderHome:
    """Everything on the home of a member of a company."""

    operator: Operator | None
    application: Application | None
    standing: applications.Standing | None
    panel: dict[str, Any]
    steps: list[applications.Step]
    clock: applications.ClockView | None
    actions: list[Notice]
    messages: list[Notice]
    contact: Contact | None
    promises: list[Promise]
    certificates: list[Certificate]
    benefit_count: int
    reads: bool
    promises_shown: bool


def trader_home(user: User, acting: Acting, on: date) -> TraderHome:
    """The home of one company as far as mandate and limits of the reader go; a constant number of queries."""
    operator = for_company(acting.organisation)
    application = applications.visible_to_company(acting).first() if operator else None
    standing = standing_of(application, on) if application else None
    held = list(certificates.of_company(acting))
    return TraderHome(
        operator=operator,
        application=application,
        standing=standing,
        panel=_panel(operator, application, standing, held) if _reads(acting) else {},
        steps=applications.progress_line(application, standing) if application and standing else [],
        clock=applications.clock(application, on) if application else None,
        actions=list(action_notices(user, [acting])[:10]),
        messages=latest_notices(user, [acting], 5),
        contact=_contact(operator, application, on) if operator else None,
        promises=promises_of(acting, on)[:10],
        certificates=held,
        benefit_count=_benefit_count(acting, application, on),
        reads=_reads(acting),
        promises_shown=_reads(acting) or Permission.FINDING_READ in permissions_of(acting),
    )


def _panel(
    operator: Operator | None,
    application: Application | None,
    standing: applications.Standing | None,
    held: list[Certificate],
) -> dict[str, Any]:
    """The “whose turn” panel: title, text, tone, button."""
    if operator is None:
        return _asks(
            _("Tell us about your company"),
            _("You need your trader number and 10 minutes."),
            _("Register your company"),
            "operators:register",
        )
    if operator.status != OperatorStatus.VERIFIED:
        return _asks(
            _("Show that you may act for {company}").format(company=operator.legal_name),
            _("You can prepare an application meanwhile, but not send it."),
            _("Show your power to act"),
            "operators:claim",
        )
    if application is None or (
        standing and application.status in (ApplicationStatus.WITHDRAWN, ApplicationStatus.NOT_ACCEPTED)
    ):
        return _without_file(application, standing, held)
    if application.status == ApplicationStatus.DECIDED and standing:
        return _decided(standing, held)
    return _open_file(application, standing)


def _without_file(
    application: Application | None, standing: applications.Standing | None, held: list[Certificate]
) -> dict[str, Any]:
    if held:
        return _decided(standing, held)
    text = (
        standing.trader_sentence
        if application and standing
        else _("It is free and voluntary. Drafts stay until you delete them.")
    )
    return _asks(_("Apply to become an AEO"), text, _("Begin an application"), "lifecycle:begin")


def _open_file(application: Application, standing: applications.Standing | None) -> dict[str, Any]:
    if standing is None:
        return {}
    mine = standing.trader_must_act
    title = _("It is your turn.") if mine else _("It is our turn.")
    return {
        "title": title,
        "text": standing.trader_sentence,
        "tone": "late" if standing.is_late else "trader" if mine else "customs",
        **_next_step(application, standing),
    }


def _next_step(application: Application, standing: applications.Standing) -> dict[str, str]:
    file = application.public_id
    if application.status == ApplicationStatus.DRAFT:
        ready = application.ready_at is not None
        name = "applications:check" if ready else "applications:tasks"
        text = _("Check and sign") if ready else _("Go on with your application")
        return {"action_text": text, "action_url": reverse(name, args=[file])}
    if application.status == ApplicationStatus.INFORMATION_REQUESTED and standing.request_id:
        n = standing.open_questions
        return {
            "action_text": ngettext("Answer the question", "Answer the {n} questions", n).format(n=n),
            "action_url": reverse("applications:request", args=[file, standing.request_id]),
        }
    if application.status == ApplicationStatus.UNDER_VALIDATION and standing.trader_must_act:
        return _to_the_visit(application)
    if application.status == ApplicationStatus.PAUSED_FOR_IMPROVEMENT:
        return {"action_text": _("Look at the pause"), "action_url": reverse("applications:status", args=[file])}
    if application.status == ApplicationStatus.HEARING:
        return {"action_text": _("Tell us your view"), "action_url": reverse("certificates:hearing", args=[file])}
    return {}


def _to_the_visit(application: Application) -> dict[str, str]:
    """The visit says on its own page what is asked: a day to confirm, a report to answer, actions."""
    rows = Validation.objects.filter(application=application).exclude(status=ValidationStatus.CANCELLED)
    visit = rows.order_by("-id").values_list("public_id", flat=True).first()
    url = reverse("validations:visit", args=[visit]) if visit else ""
    return {"action_text": _("Go to the visit"), "action_url": url} if url else {}


def _decided(standing: applications.Standing | None, held: list[Certificate]) -> dict[str, Any]:
    in_force = [c for c in held if c.status == CertificateStatus.ACTIVE]
    waiting = [c for c in held if c.status == CertificateStatus.ISSUED]
    if in_force:
        since = date_format(min(c.effective_from for c in in_force), "j F Y")
        check_up = date_format(min(c.revalidation_due_on for c in in_force), "j F Y")
        return {
            "title": _("You are an AEO. In force since {day}.").format(day=since),
            "text": _("Next check-up: revalidation by {day}.").format(day=check_up),
            "tone": "valid",
            "action_text": _("Your certificates"),
            "action_url": reverse("certificates:mine"),
        }
    if waiting:
        day = date_format(min(c.effective_from for c in waiting), "l j F Y")
        return {
            "title": _("Granted. In force from {day}.").format(day=day),
            "text": _("You don’t need to do anything."),
            "tone": "valid",
            "action_text": _("Your certificates"),
            "action_url": reverse("certificates:mine"),
        }
    return {
        "title": _("Nothing waits for you today."),
        "text": standing.trader_sentence if standing else "",
        "tone": "neutral",
        "action_text": _("Your certificates") if held else _("Begin an application"),
        "action_url": reverse("certificates:mine" if held else "lifecycle:begin"),
    }


def _asks(title: str, text: str, action: str, url_name: str) -> dict[str, Any]:
    return {"title": title, "text": text, "tone": "trader", "action_text": action, "action_url": reverse(url_name)}


def _contact(operator: Operator, application: Application | None, on: date) -> Contact | None:
    """The account manager, else the contact officer, else the case officer of the file."""
    for role in (AssignmentRole.ACCOUNT_MANAGER, AssignmentRole.CONTACT_OFFICER):
        officer = current_officer(operator, role)
        if officer:
            return _card(officer, str(role.label), operator, on)
    if application and application.case_officer:
        return _card(application.case_officer, _("case officer"), operator, on)
    return None


def _card(officer: User, role: str, operator: Operator, on: date) -> Contact:
    deputy = deputy_of(officer, on) if is_absent(officer, on) else None
    office = operator.office.name if operator.office else ""
    return Contact(
        name=officer.full_name,
        role=f"{role}, {office}" if office else role,
        phone=officer.phone or (operator.office.phone if operator.office else ""),
        deputy=deputy.full_name if deputy else "",
    )


def _reads(acting: Acting) -> bool:
    """Whether the reader is somebody to whom it is said where the company's application stands."""
    return Permission.APPLICATION_READ in permissions_of(acting)


def _benefit_count(acting: Acting, application: Application | None, on: date) -> int:
    mine = benefits.of_company(acting, on).values("benefit").distinct().count()
    return mine or (benefits.promised(application.kinds).count() if application else 0)
