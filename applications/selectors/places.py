"""Places in the test groups of operator types: who is in, how many companies more may apply."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Application
from applications.states import ApplicationStatus
from operators.models import Operator
from programme.models import OperatorType
from programme.selectors import places_left

GIVEN_UP = (ApplicationStatus.WITHDRAWN, ApplicationStatus.NOT_ACCEPTED)


def places(types: Iterable[OperatorType], on: date) -> dict[str, int]:
    """Type token → places left, of the types whose test group runs on a day (PRG-R25); one query, none without a group.

    A company is in with the application it sent, until that is withdrawn or not accepted.
    """
    groups = [row for row in types if row.most_companies is not None]
    taken = _taken(row.pk for row in groups) if groups else {}
    found = {row.token: places_left(row, taken=taken.get(row.pk, 0), on=on) for row in groups}
    return {token: left for token, left in found.items() if left is not None}


def _taken(types: Iterable[int]) -> dict[int, int]:
    sent = Q(applications__submitted_at__isnull=False) & ~Q(applications__status__in=GIVEN_UP)
    rows = OperatorType.objects.filter(pk__in=list(types))
    return dict(rows.values_list("pk").annotate(n=Count("applications__operator", filter=sent, distinct=True)))


def full_for(operator: Operator, types: Collection[OperatorType], on: date) -> list[OperatorType]:
    """The types whose test group has no place for this company; one that is in already has its place."""
    left = places(types, on)
    full = [row for row in types if left.get(row.token) == 0]
    if not full:
        return []
    own = Application.objects.filter(operator=operator, submitted_at__isnull=False).exclude(status__in=GIVEN_UP)
    inside = set(own.values_list("operator_types", flat=True))
    return [row for row in full if row.pk not in inside]


def places_in_words(left: int) -> str:
    """“Only a test group can apply now: 3 places left.”"""
    if not left:
        return _("Only a test group can apply now, and it is full.")
    return ngettext(
        "Only a test group can apply now: {n} place left.", "Only a test group can apply now: {n} places left.", left
    ).format(n=left)
