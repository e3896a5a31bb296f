"""Reads of talks before an application, of an officer's look at a draft, and of the plan to improve."""

from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet

from applications.models import Application, Consultation, ConsultationEntry, DraftReview, ImprovementStep, ReviewPoint
from applications.states import ApplicationStatus, ConsultationStatus
from foundation.identity.models import Organisation, User
from operators.models import Operator
from operators.selectors import visible_to_staff as operators_visible_to_staff
from programme.selectors import worded

from .files import for_page
from .rows import Row


def consultations_of(organisation: Organisation) -> QuerySet[Consultation]:
    """The consultations of a company, newest first, with the talks at hand."""
    rows = Consultation.objects.filter(operator__organisation=organisation).select_related("officer", "asked_by")
    return rows.prefetch_related("entries__written_by").order_by("-asked_at", "-id")


def consultations_visible_to_staff(user: User, on: date) -> QuerySet[Consultation]:
    """The consultations of the companies whose files a person sees, the open ones first, then the newest."""
    rows = Consultation.objects.filter(operator__in=operators_visible_to_staff(user, on))
    return rows.select_related("operator__office", "officer").order_by("-asked_at", "-id")


def open_consultations(user: User, on: date) -> QuerySet[Consultation]:
    """Those that wait for a contact officer or run."""
    return consultations_visible_to_staff(user, on).exclude(status=ConsultationStatus.CLOSED)


def talks_of(operator: Operator) -> QuerySet[ConsultationEntry]:
    """Every talk that was held with a company, for the officers of its file."""
    rows = ConsultationEntry.objects.filter(consultation__operator=operator).select_related("written_by")
    return rows.order_by("-held_on", "-id")


def draft_for_officer(user: User, public_id: UUID) -> Application | None:
    """A draft to which this very officer is invited; any other does not exist for officers."""
    invited = DraftReview.objects.filter(officer=user, ended_at__isnull=True)
    rows = Application.objects.filter(status=ApplicationStatus.DRAFT, draft_review__in=invited, public_id=public_id)
    return for_page(rows).first()


def drafts_for_officer(user: User) -> QuerySet[DraftReview]:
    """The drafts an officer is invited to look at, oldest invitation first."""
    rows = DraftReview.objects.filter(officer=user, ended_at__isnull=True, application__status=ApplicationStatus.DRAFT)
    return rows.select_related("application__operator").order_by("invited_at", "id")


def draft_review(application: Application) -> DraftReview | None:
    """The invitation of an officer, running or over."""
    return DraftReview.objects.filter(application=application).select_related("officer").first()


def review_points(application: Application) -> QuerySet[ReviewPoint]:
    """The marks of a draft in the order of the questions."""
    rows = ReviewPoint.objects.filter(application=application).select_related("criterion", "site", "marked_by")
    return rows.order_by("criterion__position", "site__name", "id")


def mark_at(application: Application, row: Row) -> ReviewPoint | None:
    """The open mark at one question."""
    place = Q(site=row.site) if row.site else Q(site__isnull=True)
    return review_points(application).filter(place, criterion=row.criterion, done_at__isnull=True).first()


def plan_lines(application: Application) -> list[ImprovementStep]:
    """The lines of a plan to improve, in the reader's language: what is to do first, by day; then what is done."""
    rows = ImprovementStep.objects.filter(application=application).select_related("criterion", "site")
    lines = list(rows.order_by(F("done_on").asc(nulls_first=True), F("due_on").asc(nulls_last=True), "id"))
    worded(line.criterion for line in lines if line.criterion)
    return lines
