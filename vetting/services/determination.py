"""The determination of a file: taken once by one officer, on rules that name everything still missing."""

from datetime import datetime

from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting, locked, move
from foundation.clock.services import local_date
from foundation.identity.models import User
from operators.services import demand_independence
from programme.selectors import figure
from programme.states import FigureCode
from vetting.models import Vetting
from vetting.rules import determination_breaches, valid_until
from vetting.selectors import check_facts, hit_count
from vetting.selectors.wording import sentences
from vetting.states import VETTING_TABLE, Risk

from .checks import take_desk_act


def determine(*, vetting: Vetting, risk: str, reason: str, actor: User, now: datetime) -> Vetting:
    """Determine the risk of a file. Refused with every breach by name; the act VET is then taken by this officer."""
    on = local_date(now)
    with acting(actor=actor, at=now, reason=reason):
        row = locked(vetting)
        application = row.application
        demand_independence(actor=actor, operator=application.operator, on=on)
        if risk not in Risk.values:
            raise Refused(_("Choose a risk."))
        checks = check_facts(row)
        texts = sentences(
            determination_breaches(
                status=row.status, checks=checks, hits=hit_count(application.operator), risk=risk, on=on
            )
        )
        if texts:
            raise Refused(" ".join(texts), texts)
        months = figure(FigureCode.VETTING_VALID_MONTHS, application.configuration)
        take_desk_act(application, actor, reason, now)
        move(
            row,
            "determine",
            table=VETTING_TABLE,
            event="vetting.determined",
            file_id=application.public_id,
            data={"risk": risk},
            also={
                "risk": risk,
                "determination": reason,
                "determined_at": now,
                "valid_until": valid_until(determined_on=on, months=months, checks=checks),
                "officer": actor,
            },
        )
        return row


def reopen_vetting(*, vetting: Vetting, reason: str, actor: Actor, now: datetime) -> Vetting:
    """Open determined checks again: the decision maker sent the file back. Results stay and may be corrected."""
    with acting(actor=actor, at=now, reason=reason):
        row = locked(vetting)
        move(row, "reopen", table=VETTING_TABLE, event="vetting.reopened", file_id=row.application.public_id)
        return row
