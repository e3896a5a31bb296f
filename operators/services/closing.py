"""How a claim ends, whoever ends it: an officer, the code of a letter, or the company itself."""

from datetime import datetime

from django.utils.translation import gettext as _

from foundation.audit.services import Actor, acting, move
from operators.models import Claim, Operator
from operators.states import CLAIM_TABLE, ClaimStatus


def close_claim(row: Claim, transition: str, actor: Actor, now: datetime, *, reason: str = "") -> None:
    """Confirm or reject a claim that the caller has locked; its code no longer counts."""
    with acting(actor=actor, at=now, reason=reason):
        move(
            row,
            transition,
            table=CLAIM_TABLE,
            event=f"claim.{transition}ed",
            organisation_id=row.operator.organisation_id,
            also={"closed_at": now, "closed_by_label": actor.actor_label, "code_digest": ""},
        )


def end_claim_for_another(operator: Operator, actor: Actor, now: datetime) -> None:
    """The record names another company from now on: what was shown, and the letter under way, were for the one before.
    The caller has locked the company."""
    found = Claim.objects.select_for_update(of=("self",)).filter(operator=operator, status=ClaimStatus.OPEN).first()
    if found is not None:
        close_claim(found, "reject", actor, now, reason=_("The company changed its number or its name."))
