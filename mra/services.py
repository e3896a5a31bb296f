"""Partners and the life of an arrangement."""

from collections.abc import Sequence
from datetime import date, datetime

from foundation.audit.services import Actor, acting, locked, move, record
from foundation.clock.services import local_date
from foundation.identity.models import Organisation

from .models import Arrangement, Partner
from .states import ARRANGEMENT_TABLE, ArrangementStatus


def add_partner(
    *, organisation: Organisation, country_code: str, programme_name: str, actor: Actor, now: datetime
) -> Partner:
    """Enter a partner administration in the register."""
    with acting(actor=actor, at=now):
        partner = Partner.objects.create(
            organisation=organisation, country_code=country_code.upper(), programme_name=programme_name
        )
        record("partner.added", subject=partner, organisation_id=organisation.pk)
        return partner


def begin_arrangement(
    *,
    partner: Partner,
    title: str,
    kinds: Sequence[str],
    benefits: str,
    identifier_hint: str,
    actor: Actor,
    now: datetime,
) -> Arrangement:
    """Begin to prepare an arrangement with a partner."""
    with acting(actor=actor, at=now):
        arrangement = Arrangement.objects.create(
            partner=partner, title=title, kinds=list(kinds), benefits=benefits, identifier_hint=identifier_hint
        )
        record("arrangement.begun", subject=arrangement, file_id=arrangement.public_id)
        return arrangement


def advance(
    *, arrangement: Arrangement, transition: str, actor: Actor, now: datetime, on: date | None = None, reason: str = ""
) -> Arrangement:
    """Take one step in the life of an arrangement; the days of signature and of coming into force are written once."""
    with acting(actor=actor, at=now, reason=reason):
        arrangement = locked(arrangement)
        move(
            arrangement,
            transition,
            table=ARRANGEMENT_TABLE,
            event=f"arrangement.{transition}",
            file_id=arrangement.public_id,
            also=_dates(arrangement, transition, on or local_date(now)),
        )
        return arrangement


def _dates(arrangement: Arrangement, transition: str, on: date) -> dict[str, date]:
    target = ARRANGEMENT_TABLE.by_name[transition].target
    if target == ArrangementStatus.SIGNED and arrangement.signed_on is None:
        return {"signed_on": on}
    if target == ArrangementStatus.IN_FORCE and arrangement.in_force_from is None:
        return {"in_force_from": on}
    return {}
