"""Reads of mutual recognition: arrangements in force and the register of partners."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from .models import Arrangement, Partner
from .states import ArrangementStatus


def arrangements_in_force(on: date) -> QuerySet[Arrangement]:
    """The arrangements that give benefits on a day."""
    return (
        Arrangement.objects.filter(
            status__in=(ArrangementStatus.IN_FORCE, ArrangementStatus.UNDER_REVIEW), in_force_from__lte=on
        )
        .select_related("partner__organisation")
        .order_by("partner__country_code", "id")
    )


def arrangements_for(kinds: Iterable[str], on: date) -> QuerySet[Arrangement]:
    """The arrangements that a holder of some kinds profits from; simplification alone is never exchanged (case 41)."""
    return arrangements_in_force(on).filter(kinds__overlap=[kind for kind in kinds if kind != "simplification"])


def partners() -> QuerySet[Partner]:
    """Every partner with its arrangements."""
    return Partner.objects.select_related("organisation").prefetch_related("arrangements").order_by("country_code")
