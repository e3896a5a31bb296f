"""Recovery of a company without a reachable administrator: one officer asks with proof, another confirms, all members are
told both times."""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.audit.services import Refused, acting, locked, move, record
from foundation.clock.services import local_date
from foundation.correspondence.services import notify_company
from foundation.identity.models import User
from foundation.identity.services import grant_membership
from foundation.identity.states import CompanyRole
from operators import rules
from operators.models import Operator, Recovery
from operators.rules import RecoveryBreach
from operators.states import RECOVERY_TABLE, RecoveryStatus

from .independence import demand_independence


def ask_recovery(*, operator: Operator, new_administrator: User, proof: str, actor: User, now: datetime) -> Recovery:
    """Ask for a new administrator. `proof` says what was shown and where it is filed."""
    with acting(actor=actor, at=now):
        row = locked(operator)
        demand_independence(actor=actor, operator=row, on=local_date(now))
        if not proof.strip():
            raise Refused(_("Write what was shown and where it is filed."))
        if new_administrator.is_staff or not new_administrator.is_active:
            raise Refused(_("Choose a person who can sign in and does not work at Customs."))
        if Recovery.objects.filter(operator=row, status=RecoveryStatus.ASKED).exists():
            raise Refused(_("A recovery already waits for a second officer."))
        asked = Recovery.objects.create(
            operator=row, new_administrator=new_administrator, proof=proof.strip(), asked_by=actor, asked_at=now
        )
        record("recovery.asked", subject=asked, organisation_id=row.organisation_id, disclosed=True)
        _tell_members(
            asked,
            lambda: _("Somebody asked to become administrator of {company}. If this is wrong, call us at once."),
            actor,
            now,
            key="asked",
        )
        return asked


def confirm_recovery(*, recovery: Recovery, reason: str = "", actor: User, now: datetime) -> Recovery:
    """Give the company its new administrator: by another officer than the one who asked."""
    with acting(actor=actor, at=now, reason=reason):
        row = locked(recovery)
        _refuse_breaches(row, actor)
        demand_independence(actor=actor, operator=row.operator, on=local_date(now))
        move(
            row,
            "confirm",
            table=RECOVERY_TABLE,
            event="recovery.done",
            organisation_id=row.operator.organisation_id,
            disclosed=True,
            also={"confirmed_by": actor, "confirmed_at": now},
        )
        grant_membership(
            user=row.new_administrator,
            organisation=row.operator.organisation,
            role=CompanyRole.ADMINISTRATOR,
            valid_from=local_date(now),
            actor=actor,
            now=now,
        )
        _tell_members(
            row,
            lambda: _("{company} has a new administrator. If this is wrong, call us at once."),
            actor,
            now,
            key="done",
        )
        return row


def reject_recovery(*, recovery: Recovery, reason: str, actor: User, now: datetime) -> Recovery:
    """Nobody becomes administrator; needs a reason."""
    with acting(actor=actor, at=now, reason=reason):
        row = locked(recovery)
        demand_independence(actor=actor, operator=row.operator, on=local_date(now))
        organisation = row.operator.organisation_id
        move(
            row, "reject", table=RECOVERY_TABLE, event="recovery.rejected", organisation_id=organisation, disclosed=True
        )
        return row


def _refuse_breaches(row: Recovery, actor: User) -> None:
    texts = {
        RecoveryBreach.CLOSED: _("This is settled already."),
        RecoveryBreach.SAME_OFFICER: _("You asked for this yourself. Another officer must confirm it."),
        RecoveryBreach.NO_PROOF: _("Write what was shown and where it is filed."),
    }
    found = rules.recovery_breaches(status=row.status, asked_by=row.asked_by_id, confirmed_by=actor.pk, proof=row.proof)
    if found:
        raise Refused(texts[found[0]], tuple(texts[breach] for breach in found))


def _tell_members(row: Recovery, sentence: Callable[[], str], actor: User, now: datetime, *, key: str) -> None:
    operator: Operator = row.operator
    notify_company(
        organisation=operator.organisation,
        kind="ACTION" if key == "asked" else "INFORMATION",
        title=lambda: sentence().format(company=operator.legal_name),
        url=reverse("operators:company"),
        once_key=f"recovery.{key}:{row.public_id}",
        actor=actor,
        now=now,
    )
