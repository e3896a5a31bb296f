"""The one writer of the status projection: called in the transaction of every act that changes an answer."""

from collections.abc import Iterable
from datetime import datetime

from certificates.models import Coverage
from foundation.audit.services import current_act
from foundation.clock.services import local_date
from operators.models import Operator
from operators.states import OperatorStatus

from .. import selectors
from ..models import StatusProjection


def refresh_projection(*, operators: Iterable[Operator], now: datetime) -> int:
    """Write the stored answers of some operators and of those they cover; gives how many rows stand.

    An operator that holds nothing has no row, so that it answers like a TIN we do not know.
    """
    current_act()
    touched = _with_covered({operator.pk for operator in operators})
    answers = selectors.docs(touched, local_date(now))
    rows = [_row(operator, *answers[operator.pk], now) for operator in touched if _speaks(*answers[operator.pk])]
    StatusProjection.objects.filter(operator__in=touched).exclude(tin__in=[row.tin for row in rows]).delete()
    StatusProjection.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["tin"],
        update_fields=["operator", "doc", "changes_on", "written_at"],
    )
    return len(rows)


def _with_covered(ids: set[int]) -> list[Operator]:
    covered = Coverage.objects.filter(certificate__operator__in=ids, ends_on__isnull=True).values("operator")
    wanted = Operator.objects.filter(pk__in=ids) | Operator.objects.filter(pk__in=covered)
    return list(wanted.filter(status=OperatorStatus.VERIFIED).order_by("pk"))


def _speaks(doc: selectors.Doc, changes_on: object) -> bool:
    """Whether the answer says something today or will by the calendar alone."""
    return doc["status"] != "none" or changes_on is not None


def _row(operator: Operator, doc: selectors.Doc, changes_on: object, now: datetime) -> StatusProjection:
    return StatusProjection(
        tin=operator.tin.upper(), operator=operator, doc=selectors.encoded(doc), changes_on=changes_on, written_at=now
    )
