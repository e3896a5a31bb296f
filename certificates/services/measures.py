"""Proposals that a sweep or a person opens and that only a person closes."""

from datetime import date, datetime

from applications.models import Application
from certificates.models import Certificate, Measure
from certificates.states import MEASURE_TABLE
from foundation.audit.services import Actor, acting, locked, move, record
from foundation.identity.models import User


def open_measure(
    *,
    kind: str,
    cause: str,
    due_on: date,
    actor: Actor,
    now: datetime,
    application: Application | None = None,
    certificate: Certificate | None = None,
) -> tuple[Measure, bool]:
    """Open a proposal for a person to act on; (measure, whether it is new). Opening twice gives the open one."""
    with acting(actor=actor, at=now):
        measure, created = Measure.objects.get_or_create(
            kind=kind,
            application=application,
            certificate=certificate,
            status="OPEN",
            defaults={"cause": cause, "due_on": due_on, "opened_at": now},
        )
        if created:
            file = application or certificate
            record("measure.opened", subject=measure, file_id=file.public_id if file else None, data={"kind": kind})
        return measure, created


def close_measure(*, measure: Measure, taken: bool, reason: str, actor: User, now: datetime) -> Measure:
    """A person took what was proposed, or dropped it with a reason."""
    with acting(actor=actor, at=now, reason=reason):
        measure = locked(measure)
        file = measure.application or measure.certificate
        move(
            measure,
            "take" if taken else "drop",
            table=MEASURE_TABLE,
            event="measure.closed",
            file_id=file.public_id if file else None,
            also={"closed_at": now, "closed_by": actor},
        )
        return measure
