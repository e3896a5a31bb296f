"""Screening hits: what an officer may see, in which order, and what was found earlier about the same person or company."""

from datetime import date
from uuid import UUID

from django.db.models import Case, Q, QuerySet, When

from applications.models import Application
from foundation.identity.models import User
from foundation.identity.permissions import Permission, guest_file_ids
from operators import selectors as operators
from operators.models import Operator
from vetting.models import ScreeningHit
from vetting.states import HitStatus


def hits_visible_to(user: User, on: date) -> QuerySet[ScreeningHit]:
    """Every hit of the companies whose desk checks an officer may read, of the offices or as a guest of the company's
    file; the most alike first."""
    companies = operators.visible_to_staff(user, on, Permission.VETTING_READ)
    given = guest_file_ids(user, on, Permission.VETTING_READ)
    files = Application.objects.filter(public_id__in=given, submitted_at__isnull=False)
    return (
        ScreeningHit.objects.filter(Q(operator__in=companies) | Q(operator__in=files.values("operator")))
        .select_related("operator__office", "person", "entry__watch_list", "entry__changed_in", "run", "resolved_by")
        .order_by("-score", "id")
    )


def waiting_hits(user: User, on: date) -> QuerySet[ScreeningHit]:
    """The hits that wait for a finding, of the companies an officer may see: the list of hits."""
    return hits_visible_to(user, on).filter(status=HitStatus.OPEN)


def open_hits(operator: Operator) -> QuerySet[ScreeningHit]:
    """The hits of a company and its people that wait for a finding."""
    return hits_of_operator(operator).filter(status=HitStatus.OPEN)


def hits_of_operator(operator: Operator) -> QuerySet[ScreeningHit]:
    """All hits of a company and its people, open ones first: the list on the file."""
    return (
        ScreeningHit.objects.filter(operator=operator)
        .select_related("person", "entry__watch_list", "resolved_by")
        .order_by(Case(When(status=HitStatus.OPEN, then=0), default=1), "-score", "id")
    )


def place_among_open(hit: ScreeningHit) -> tuple[int, int]:
    """“hit 1 of 3”: the place of a hit among those that wait, and how many those are; (0, n) when it waits no longer."""
    waiting = list(open_hits(hit.operator).order_by("-score", "id").values_list("pk", flat=True))
    return (waiting.index(hit.pk) + 1 if hit.pk in waiting else 0), len(waiting)


def earlier_findings(hit: ScreeningHit) -> QuerySet[ScreeningHit]:
    """Findings on other hits of the same person or company, newest first. Lapsed ones say nothing."""
    return (
        ScreeningHit.objects.filter(operator=hit.operator_id, person=hit.person_id)
        .filter(status__in=(HitStatus.FALSE_MATCH, HitStatus.TRUE_MATCH))
        .exclude(pk=hit.pk)
        .select_related("entry__watch_list", "entry__removed_in", "resolved_by")
        .order_by("-resolved_at", "-id")[:20]
    )


def file_of_operator(operator: Operator) -> Application | None:
    """The latest file of a company that is more than a draft: where its hits are worked on."""
    return (
        Application.objects.filter(operator=operator, submitted_at__isnull=False).order_by("-created_at", "-id").first()
    )


def file_id_of(operator: Operator) -> UUID:
    """The file that acts on a company's hits are recorded under; the company itself when it has no file."""
    application = file_of_operator(operator)
    return application.public_id if application else operator.public_id
