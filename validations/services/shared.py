"""What every act on a visit needs: the one writer of its status, who may act on it, and the words to the right side."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.audit.services import Actor, Refused, current_act, move, record
from foundation.clock.services import local_date
from foundation.correspondence import services as correspondence
from foundation.correspondence.models import Letter
from foundation.correspondence.selectors import language_of
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import User
from foundation.identity.permissions import Permission
from foundation.identity.selectors import staff_roles
from operators.services import demand_independence, take_act
from programme import selectors as programme
from programme.states import FigureCode
from validations.models import Finding, TeamMember, Validation
from validations.selectors import concerns, file_id_of, offices_of
from validations.selectors.files import TEAM_ONLY
from validations.states import VALIDATION_TABLE, TeamRole, ValidationStatus


class StaleEdit(Refused):
    """Somebody else saved meanwhile. `theirs` is the row as it stands now."""

    def __init__(self, theirs: models.Model, name: str) -> None:
        super().__init__(
            _("{name} changed this meanwhile. Your text is below; theirs is beside it. Choose what to keep.").format(
                name=name
            )
        )
        self.theirs = theirs


def move_visit(
    validation: Validation,
    name: str,
    *,
    event: str,
    disclosed: bool = False,
    also: Mapping[str, Any] | None = None,
    data: Mapping[str, Any] | None = None,
) -> None:
    """The only writer of a visit's status; the caller has locked the row. Officers with a declared interest take no part."""
    demand_independent(validation)
    move(
        validation,
        name,
        table=VALIDATION_TABLE,
        event=f"validation.{event}",
        disclosed=disclosed,
        also=also,
        data=data,
        **file_of(validation),
    )


def note(
    validation: Validation,
    event: str,
    *,
    subject: models.Model | None = None,
    disclosed: bool = False,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Record an event that changes no status."""
    record(f"validation.{event}", subject=subject or validation, disclosed=disclosed, data=data, **file_of(validation))


def file_of(validation: Validation) -> dict[str, Any]:
    """The file and the company an event of this visit belongs to."""
    return {"file_id": file_id_of(validation), "organisation_id": validation.operator.organisation_id}


def demand_independent(validation: Validation) -> None:
    """Raises Refused when the officer who acts declared an interest in the company."""
    act = current_act()
    demand_independence(actor=act.actor, operator=validation.operator, on=local_date(act.at))


def demand_status(validation: Validation, *allowed: ValidationStatus) -> None:
    """Raises Refused when the visit stands elsewhere."""
    if validation.status not in allowed:
        raise Refused(_("This is no longer possible: somebody else was faster. Look at the visit again."))


def demand_team(validation: Validation, user: User) -> TeamMember:
    """The person's place in the team, with the own declaration. Raises Refused for others and before the declaration."""
    member = TeamMember.objects.filter(validation=validation, user=user).first()
    if member is None:
        raise Refused(_("You do not belong to the team of this visit."))
    if member.no_interest_declared_at is None:
        raise Refused(_("Declare first that you have no interest in {company}.").format(company=validation.operator))
    demand_independent(validation)
    return member


def take_visit_act(validation: Validation, user: User, act: str, now: datetime, reason: str = "") -> None:
    """VALIDATE is taken by everybody who has a part in what is found: a point, a finding, the report; REVIEW by the
    colleague who reads it."""
    take_act(
        operator=validation.operator,
        file_id=file_id_of(validation),
        offices=offices_of(validation),
        act=act,
        user=user,
        reason=reason,
        now=now,
    )


def demand_customs(actor: Actor, on: date) -> None:
    """Third parties and guests see and record; what follows from it is for Customs. Raises Refused for them."""
    if isinstance(actor, User) and not staff_roles(actor, on) - TEAM_ONLY:
        raise Refused(_("An officer of Customs does this."))


def lead_of(validation: Validation) -> User | None:
    """Who leads the visit."""
    row = TeamMember.objects.filter(validation=validation, role=TeamRole.LEAD).select_related("user").first()
    return row.user if row else None


def day(value: date) -> str:
    """Wednesday 26 August 2026."""
    return date_format(value, "l j F Y")


def trader_url(validation: Validation) -> str:
    """The trader's page of the visit."""
    return reverse("validations:visit", args=[validation.public_id])


def staff_url(validation: Validation, name: str = "checklist") -> str:
    """A page of the visit for officers."""
    return reverse(f"validations:{name}", args=[validation.public_id])


def tell_staff(
    validation: Validation,
    people: Iterable[User | None],
    title: Callable[[], str],
    *,
    page: str = "checklist",
    action: bool = False,
    due_on: date | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """A notice to people at Customs, each once."""
    recipients = list({person.pk: person for person in people if person is not None}.values())
    if not recipients:
        return
    correspondence.notify(
        recipients=recipients,
        kind=NoticeKind.ACTION if action else NoticeKind.INFORMATION,
        title=lambda: _short(f"{title()}: {validation.operator}"),
        url=staff_url(validation, page),
        due_on=due_on,
        file_id=file_id_of(validation),
        actor=actor,
        now=now,
    )


def tell_company(
    validation: Validation,
    title: Callable[[], str],
    *,
    url: str = "",
    action: bool = False,
    due_on: date | None = None,
    finding: Finding | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """A notice to everybody of the company whose mandate and limits reach the visit, or this finding of it."""
    correspondence.notify_company(
        organisation=validation.operator.organisation,
        kind=NoticeKind.ACTION if action else NoticeKind.INFORMATION,
        title=lambda: _short(title()),
        url=url or trader_url(validation),
        due_on=due_on,
        file_id=file_id_of(validation),
        concerns=concerns(validation, finding),
        actor=actor,
        now=now,
    )


def settle(validation: Validation, *urls: str, now: datetime) -> None:
    """What was asked on these pages is done."""
    for url in urls:
        correspondence.settle_notices(file_id=file_id_of(validation), url=url, now=now)


def send(
    validation: Validation,
    code: str,
    context: Callable[[], Mapping[str, str]],
    *,
    due_on: date,
    on: date,
    actor: Actor,
    now: datetime,
) -> Letter:
    """A letter to the company that asks for an act on the visit's page."""
    days = programme.figure(FigureCode.DEEMED_RECEIVED_DAYS, programme.configuration(on))
    language = language_of(validation.operator.organisation, on)
    with override(language):
        content = programme.letter(code, language=language, context=_context(validation, context(), actor))
    return correspondence.send_letter(
        organisation=validation.operator.organisation,
        file_id=file_id_of(validation),
        content=content,
        deemed_after_days=days,
        url=trader_url(validation),
        kind=NoticeKind.ACTION,
        due_on=due_on,
        concerns=replace(concerns(validation), needs=(Permission.LETTER_READ, Permission.INFORMATION_ANSWER)),
        actor=actor,
        now=now,
    )


def _context(validation: Validation, context: Mapping[str, str], actor: Actor) -> dict[str, str]:
    lead = lead_of(validation)
    return {
        "company": validation.operator.legal_name,
        "number": validation.application.number if validation.application else "",
        "sites": ", ".join(row.site.name for row in validation.sites.select_related("site")),
        "lead": lead.full_name if lead else "",
        "office": validation.office.name,
        "officer": actor.actor_label,
        **context,
    }


def _short(title: str) -> str:
    return title if len(title) <= 200 else f"{title[:199]}…"
