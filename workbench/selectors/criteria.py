"""Whom a version of the criteria touches: files that keep their own version, holders and the day they meet it."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from applications.models import Application
from applications.states import TERMINAL, ApplicationStatus
from certificates.models import Certificate
from certificates.states import CertificateStatus
from programme.models import CriteriaSet
from programme.selectors import criteria_sets, meets_on

PER_PAGE = 50
HOLDING = (CertificateStatus.ISSUED, CertificateStatus.ACTIVE, CertificateStatus.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Touched:
    """One certificate and the day from which its holder meets the version; None while the version has no day."""

    certificate: Certificate
    meets_on: date | None


@dataclass(frozen=True, slots=True)
class TouchedPage:
    """Running files (the first of them), drafts by number, and one page of holders."""

    running: list[Application]
    running_count: int
    drafts_count: int
    holders: list[Touched]
    page: Page[Certificate]


def versions_with_effect() -> QuerySet[CriteriaSet]:
    """The versions one can ask about: all but the first, newest first."""
    return criteria_sets().filter(number__gt=1)


def touched_files(version: CriteriaSet) -> tuple[QuerySet[Application], QuerySet[Application]]:
    """Running files and drafts that began with an earlier version, and stay on it."""
    rows = Application.objects.filter(criteria_set__number__lt=version.number).exclude(status__in=TERMINAL)
    rows = rows.select_related("operator", "office", "criteria_set").order_by("number", "id")
    return rows.exclude(status=ApplicationStatus.DRAFT), rows.filter(status=ApplicationStatus.DRAFT)


def touched_holders(version: CriteriaSet) -> QuerySet[Certificate]:
    """Certificates granted under an earlier version that are held today."""
    rows = Certificate.objects.filter(status__in=HOLDING, application__criteria_set__number__lt=version.number)
    return rows.select_related("operator", "application__criteria_set").order_by("revalidation_due_on", "id")


def touched(version: CriteriaSet, page: str) -> TouchedPage:
    """Everybody a version touches, holders page by page; a handful of queries however many there are."""
    running, drafts = touched_files(version)
    shown = Paginator(touched_holders(version), PER_PAGE).get_page(page)
    return TouchedPage(
        running=list(running[:PER_PAGE]),
        running_count=running.count(),
        drafts_count=drafts.count(),
        holders=[Touched(row, _meets_on(version, row)) for row in shown],
        page=shown,
    )


def _meets_on(version: CriteriaSet, row: Certificate) -> date | None:
    return meets_on(version, revalidation_due_on=row.revalidation_due_on, in_force_since=row.effective_from)
