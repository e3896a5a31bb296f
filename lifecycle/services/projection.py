"""The one writer of the status projection: called in the transaction of every act that changes an answer."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q

from certificates.models import Coverage
from foundation.audit.services import current_act
from foundation.clock.services import local_date
from lifecycle import selectors
from lifecycle.models import StatusProjection
from operators.models import Operator
from operators.states import OperatorStatus


def refresh_projection(*, operators: Iterable[Operator], now: datetime) -> int:
    """Write the stored answers of some operators and of those they cover; gives how many rows stand.

    An operator that holds nothing has no row, so that it answers like a TIN we do not know.
    """
    current_act()
    today = local_date(now)
    touched = _with_covered({operator.pk for operator in operators}, today)
    answers = selectors.docs(touched, today)
    rows = [_row(operator, *answers[operator.pk], now) for operator in touched if _speaks(*answers[operator.pk])]
    StatusProjection.objects.filter(operator__in=touched).exclude(tin__in=[row.tin for row in rows]).delete()
    StatusProjection.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["tin"],
        update_fields=["operator", "doc", "changes_on", "written_at"],
    )
    return len(rows)


def _with_covered(ids: set[int], on: date) -> list[Operator]:
    """The operators and those they cover, locked in a fixed order: of two acts at once the second sees the first one's
    certificates, so that no answer is written over by one that was computed before."""
    covering = Coverage.objects.filter(certificate__operator__in=ids)
    covered = covering.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on)).values_list("operator", flat=True)
    rows = Operator.objects.select_for_update(no_key=True).filter(pk__in={*ids, *covered})
    return [operator for operator in rows.order_by("pk") if operator.status == OperatorStatus.VERIFIED]


def _speaks(doc: selectors.Doc, changes_on: date | None) -> bool:
    """Whether the answer says something today or will by the calendar alone."""
    return doc["status"] != "none" or changes_on is not None


def _row(operator: Operator, doc: selectors.Doc, changes_on: date | None, now: datetime) -> StatusProjection:
    return StatusProjection(
        tin=operator.tin.upper(), operator=operator, doc=selectors.encoded(doc), changes_on=changes_on, written_at=now
    )
