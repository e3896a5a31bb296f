"""What a decision opens: certificates, benefits, the account manager, letters."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from account_management import services as account_management
from account_management.selectors import manager_of
from applications.models import Application
from benefits import services as benefits
from certificates import services as certificate_services
from certificates.models import Certificate, DecisionRow
from foundation.correspondence import services as correspondence
from foundation.correspondence.models import Letter
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import User
from programme import selectors as programme
from programme.states import LetterCode, TimeLimitCode
from validations.selectors import latest as latest_visit

from . import letters
from .choices import Plan
from .holders import cover_group
from .projection import refresh_projection


@dataclass(slots=True)
class Decided:
    """What came of a decision."""

    granted: list[DecisionRow] = field(default_factory=list)
    refused: list[DecisionRow] = field(default_factory=list)
    heard: list[DecisionRow] = field(default_factory=list)
    returned: bool = False
    certificates: list[Certificate] = field(default_factory=list)


def follow_up(application: Application, decided: Decided, actor: User, now: datetime) -> None:
    """Certificates, benefits, account manager, register, border systems and letters that a decision opens."""
    if decided.granted:
        decided.certificates = certificate_services.issue(
            application=application,
            rows=decided.granted,
            validation=latest_visit(application),
            actor=actor,
            now=now,
        )
        for certificate in decided.certificates:
            benefits.entitle(certificate=certificate, on=certificate.effective_from, actor=actor, now=now)
            correspondence.enqueue(
                "lifecycle.tasks.make_certificate_paper",
                {"certificate_id": certificate.pk},
                now=now,
                once_key=f"paper:{certificate.pk}:{len(certificate.operator_types)}",
            )
        _appoint_manager(application, actor, now)
        covered = cover_group(application=application, certificates_of=decided.certificates, actor=actor, now=now)
        refresh_projection(operators=[application.operator, *covered], now=now)
    if decided.granted or decided.refused:
        _decision_letter(application, decided, actor, now)


def _appoint_manager(application: Application, actor: User, now: datetime) -> None:
    """The company's one address at Customs, told by letter when it is new."""
    before = manager_of(application.operator)
    found = account_management.appoint(operator=application.operator, application=application, actor=actor, now=now)
    if found is None or (before and before.pk == found.pk):
        return
    office = application.office
    letters.send(
        application=application,
        code=LetterCode.WELCOME,
        url=reverse("correspondence:inbox"),
        actor=actor,
        now=now,
        manager=found.officer.full_name,
        phone=found.officer.phone or (office.phone if office else ""),
    )


def hearing_letter(application: Application, plans: Sequence[Plan], actor: User, now: datetime) -> Letter:
    """The letter that lets the trader speak before a refusal; the period runs from its receipt."""
    limit = programme.time_limit(TimeLimitCode.HEARING, application.configuration)
    return letters.send(
        application=application,
        code=LetterCode.HEARING,
        url=reverse("certificates:hearing", args=[application.public_id]),
        kind=NoticeKind.ACTION,
        actor=actor,
        now=now,
        rows=lambda: ", ".join(plan.choice.row.label for plan in plans),
        grounds=lambda: "\n\n".join(
            f"{plan.choice.row.label}: {plan.choice.released_text or plan.choice.row.released_text}" for plan in plans
        ),
        speak_until=letters.after_receipt(limit),
    )


def _decision_letter(application: Application, decided: Decided, actor: User, now: datetime) -> None:
    rows = [*decided.granted, *decided.refused]
    code = LetterCode.IN_PART if decided.granted and decided.refused else LetterCode.REFUSED
    if not decided.refused:
        code = LetterCode.GRANTED
    appeal = programme.time_limit(TimeLimitCode.APPEAL, application.configuration)
    letter = letters.send(
        application=application,
        code=code,
        url=reverse("certificates:hearing", args=[application.public_id]),
        actor=actor,
        now=now,
        rows=lambda: ", ".join(_told(row) for row in rows),
        granted=lambda: "; ".join(_told(row) for row in decided.granted),
        refused=lambda: "; ".join(row.label for row in decided.refused),
        grounds=lambda: "\n\n".join(f"{row.label}: {row.released_text}" for row in decided.refused),
        conditions=lambda: "\n".join(f"{row.label}: {row.condition}" for row in decided.granted if row.condition),
        effective_on=letters.long_date(decided.granted[0].effective_on if decided.granted else None),
        appeal_until=letters.after_receipt(appeal),
    )
    certificate_services.set_decision_letter(rows=rows, letter=letter, actor=actor, now=now)


def _told(row: DecisionRow) -> str:
    """A row as the letter names it: a granted one with its level."""
    return _("{row} (level {level})").format(row=row.label, level=row.level.title) if row.level else row.label
