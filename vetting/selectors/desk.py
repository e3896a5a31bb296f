"""The desk of a vetting officer: the files whose checks are open, with how far they are."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from applications import selectors as applications
from applications.models import Application
from foundation.identity.models import User
from foundation.identity.permissions import Permission
from vetting.models import ScreeningHit, Vetting
from vetting.states import HitStatus, VettingStatus


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One file on the desk."""

    vetting: Vetting
    application: Application
    done: int
    total: int
    has_open_hits: bool


def open_vettings(user: User, on: date) -> QuerySet[Vetting]:
    """The open desk checks an officer may see, those opened first on top."""
    files = applications.visible_to_staff(user, on, Permission.VETTING_READ)
    hits = ScreeningHit.objects.filter(operator=OuterRef("application__operator"), status=HitStatus.OPEN)
    return (
        Vetting.objects.filter(status=VettingStatus.OPEN, application__in=files)
        .select_related("application__operator", "application__office", "officer")
        .annotate(done=Count("checks", filter=~Q(checks__result="")), total=Count("checks"), hit=Exists(hits))
        .order_by("opened_at", "id")
    )


def desk(rows: list[Vetting]) -> list[DeskRow]:
    """Rows of a page of `open_vettings`."""
    return [
        DeskRow(row, row.application, row.done, row.total, row.hit)  # type: ignore[attr-defined]
        for row in rows
    ]
