"""Writes before an application: pre-checks behind a code, and interest in the programme. Neither needs an account."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from applications.adapters import codes
from applications.models import Interest, PreCheck
from applications.rules.before import code_digest
from foundation.audit.services import SYSTEM, Refused, acting, record
from foundation.clock.services import local_date
from operators.states import FirmSize
from programme.selectors import configuration, figure, small_firm
from programme.states import FigureCode


def keep_pre_check(*, answers: Mapping[str, Any], code: str = "", now: datetime) -> str:
    """Keep the answers under a new code, or under the one they have already; gives the code, which is stored nowhere.

    What has run out goes at the same time, so nothing is kept longer than the configuration says.
    """
    on = local_date(now)
    PreCheck.objects.filter(expires_on__lt=on).delete()
    days = figure(FigureCode.CHECK_CODE_DAYS, configuration(on))
    kept = PreCheck.objects.filter(code_digest=code_digest(code)).update(answers=dict(answers)) if code else 0
    if kept:
        return code
    fresh = codes.new_code()
    PreCheck.objects.create(
        code_digest=code_digest(fresh),
        answers=dict(answers),
        created_at=now,
        expires_on=on + timedelta(days=days),
    )
    return fresh


def register_interest(
    *,
    type_tokens: Iterable[str],
    employees: int,
    turnover: int | None = None,
    kinds: Iterable[str] = (),
    company: str = "",
    email: str = "",
    may_contact: bool = False,
    now: datetime,
) -> Interest:
    """Note that somebody would like to join. An address is kept only with consent; a turnover only tells the size."""
    tokens = list(dict.fromkeys(type_tokens))
    if not tokens:
        raise Refused(_("Choose what your company does."))
    if email and not may_contact:
        raise Refused(_("Tick that we may write to you, or leave the address empty."))
    with acting(actor=SYSTEM, at=now):
        small = small_firm(employees, configuration(local_date(now)), turnover=turnover)
        row = Interest.objects.create(
            operator_types=tokens,
            kinds=list(kinds),
            employees=employees,
            size=FirmSize.SMALL if small else FirmSize.LARGE,
            company=company.strip(),
            email=email.strip().lower(),
            may_contact=bool(email) and may_contact,
            registered_at=now,
        )
        record("interest.registered", subject=row, data={"types": tokens})
        return row
