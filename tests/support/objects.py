"""Every object of a kind that a route can be asked for: its arguments, whose it is, and where its file lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import uuid4

from applications import selectors as applications
from applications.models import (
    Answer,
    AnswerDocument,
    Application,
    ChangeNotice,
    DraftReview,
    ImprovementStep,
    InformationRequest,
)
from applications.states import ApplicationStatus
from certificates.models import Certificate, Coverage
from foundation.correspondence.models import Message, Thread
from foundation.documents.models import Document
from foundation.identity.models import GuestGrant, Membership, RoleGrant
from operators.models import FormException, Operator
from validations.models import Finding, Point, Validation
from vetting.models import Check


@dataclass(frozen=True)
class Target:
    """One object of a route: its arguments, whose it is, and where its file lies."""

    kwargs: dict[str, Any] = field(hash=False)
    organisation: int | None = None
    office: str = ""
    status: str = ""


def _of_file(file: Application, **more: Any) -> Target:
    office = file.office.code if file.office else ""
    return Target({"public_id": file.public_id, **more}, file.operator.organisation_id, office, file.status)


@cache
def files() -> tuple[Application, ...]:
    rows = Application.objects.select_related("operator__organisation", "office", "criteria_set", "configuration")
    return tuple(rows.prefetch_related("operator_types").order_by("id"))


def all_files() -> list[Target]:
    return [_of_file(file) for file in files()]


def all_sections() -> list[Target]:
    letters = {file: {c.section.letter for c in applications.relevant_criteria(file)} for file in files()}
    return [_of_file(file, letter=letter) for file, found in letters.items() for letter in sorted(found)]


def all_questions() -> list[Target]:
    return [_of_file(f, code=criterion.code) for f in files() for criterion in applications.relevant_criteria(f)[::9]]


def all_requests() -> list[Target]:
    rows = InformationRequest.objects.select_related("application__operator", "application__office")
    return [_of_file(row.application, request_id=row.public_id) for row in rows]


def _of_change(row: ChangeNotice, **more: Any) -> Target:
    office = row.operator.office.code if row.operator.office else ""
    return Target({"public_id": row.public_id, **more}, row.operator.organisation_id, office)


def all_changes() -> list[Target]:
    return [_of_change(row) for row in ChangeNotice.objects.select_related("operator__office")]


def all_change_papers() -> list[Target]:
    rows = ChangeNotice.objects.exclude(documents=None).select_related("operator__office")
    return [_of_change(row, paper_id=row.documents.all()[0].public_id) for row in rows]


def all_papers_of_files() -> list[Target]:
    answers = Answer.objects.filter(pk__in=AnswerDocument.objects.values("answer"))
    rows = AnswerDocument.objects.filter(answer__in=answers.order_by("application_id", "id").distinct("application_id"))
    rows = rows.select_related("document", "answer__application__operator", "answer__application__office")
    return [_of_file(row.answer.application, paper_id=row.document.public_id) for row in rows]


def all_paper_pages_of_files() -> list[Target]:
    return [_page(target) for target in all_papers_of_files()]


def _page(target: Target) -> Target:
    return Target({**target.kwargs, "page": 1}, target.organisation, target.office, target.status)


def all_checks() -> list[Target]:
    rows = Check.objects.select_related("vetting__application__operator", "vetting__application__office")
    return [_of_file(row.vetting.application, code=_slug(row)) for row in rows]


def _slug(check: Check) -> str:
    return check.code.lower().replace("_", "-")


def _of_visit(visit: Validation, **more: Any) -> Target:
    organisation = visit.operator.organisation_id
    return Target({"public_id": visit.public_id, **more}, organisation, visit.office.code, visit.status)


def _visits() -> list[Validation]:
    return list(Validation.objects.select_related("operator", "office"))


def all_visits() -> list[Target]:
    return [_of_visit(visit) for visit in _visits()]


def all_points() -> list[Target]:
    rows = Point.objects.select_related("validation__operator", "validation__office").order_by("validation_id", "id")
    return [_of_visit(row.validation, point_id=row.public_id) for row in rows.distinct("validation_id")]


def all_findings() -> list[Target]:
    rows = Finding.objects.select_related("validation__operator", "validation__office")
    return [_of_visit(row.validation, finding_id=row.public_id) for row in rows]


def all_papers_of_visits() -> list[Target]:
    """Papers of the company at its own visit: what the team may open beside the point."""
    found = []
    for visit in _visits():
        rows = Document.objects.filter(organisation=visit.operator.organisation_id, about_person=None)
        document = rows.order_by("id").last()
        if document:
            found.append(_of_visit(visit, paper_id=document.public_id))
    return found


def _of_operator(operator: Operator, **kwargs: Any) -> Target:
    office = operator.office.code if operator.office else ""
    return Target(kwargs, operator.organisation_id, office, operator.status)


def of_operators(model: Any, **lookup: str) -> Callable[[], list[Target]]:
    def found() -> list[Target]:
        rows = model.objects.select_related("operator__office").order_by("id")
        return [_of_operator(row.operator, public_id=row.public_id) for row in rows]

    return found


def all_operators() -> list[Target]:
    return [_of_operator(row, public_id=row.public_id) for row in Operator.objects.select_related("office")]


def all_steps() -> list[Target]:
    rows = ImprovementStep.objects.select_related("application__operator", "application__office").order_by("id")
    return [_of_file(row.application, public_id=row.application.public_id, step_id=row.public_id) for row in rows]


def all_reviewed_drafts() -> list[Target]:
    rows = DraftReview.objects.select_related("application__operator", "application__office").order_by("id")
    return [_of_file(row.application, public_id=row.application.public_id) for row in rows]


def all_trusts() -> list[Target]:
    rows = FormException.objects.select_related("operator__office")
    return [_of_operator(row.operator, public_id=row.operator.public_id) for row in rows]


def all_person_papers() -> list[Target]:
    found = []
    for row in Operator.objects.select_related("office"):
        document = Document.objects.filter(organisation=row.organisation_id, about_person__isnull=False).first()
        if document:
            found.append(_of_operator(row, public_id=row.public_id, document=document.public_id))
    return found


def all_certificates() -> list[Target]:
    rows = Certificate.objects.select_related("operator__office", "application__office")
    return [
        Target({"public_id": r.public_id}, r.operator.organisation_id, r.application.office.code, r.status)
        for r in rows
    ]


def all_coverages() -> list[Target]:
    rows = Coverage.objects.select_related("certificate__operator", "certificate__application__office")
    return [
        Target(
            {"public_id": row.certificate.public_id, "pk": row.pk},
            row.certificate.operator.organisation_id,
            row.certificate.application.office.code,
        )
        for row in rows
    ]


def of_organisation(model: Any) -> Callable[[], list[Target]]:
    def found() -> list[Target]:
        offices = dict(Operator.objects.values_list("organisation", "office__code"))
        rows = model.objects.exclude(organisation=None).order_by("id")
        return [
            Target({"public_id": row.public_id}, row.organisation_id, offices.get(row.organisation_id) or "")
            for row in rows
        ]

    return found


def all_document_pages() -> list[Target]:
    return [_page(target) for target in of_organisation(Document)()]


def all_threads() -> list[Target]:
    """The youngest first."""
    return of_organisation(Thread)()[::-1]


def all_attachments() -> list[Target]:
    rows = Message.objects.exclude(documents=None).select_related("thread").prefetch_related("documents")
    offices = dict(Operator.objects.values_list("organisation", "office__code"))
    return [
        Target(
            {"public_id": row.thread.public_id, "document_id": row.documents.all()[0].public_id},
            row.thread.organisation_id,
            offices.get(row.thread.organisation_id) or "",
        )
        for row in rows
    ]


def all_memberships() -> list[Target]:
    rows = Membership.objects.order_by("id")
    offices = dict(Operator.objects.values_list("organisation", "office__code"))
    return [Target({"pk": row.pk}, row.organisation_id, offices.get(row.organisation_id) or "") for row in rows]


def all_preparers() -> list[Target]:
    rows = Membership.objects.filter(role="PREPARER", valid_until=None).order_by("id")
    offices = dict(Operator.objects.values_list("organisation", "office__code"))
    return [Target({"pk": row.pk}, row.organisation_id, offices.get(row.organisation_id) or "") for row in rows]


def all_officers() -> list[Target]:
    grants = RoleGrant.objects.filter(office__isnull=False).select_related("user", "office").order_by("user_id", "id")
    return [Target({"public_id": row.user.public_id}, None, row.office.code) for row in grants.distinct("user_id")]


def of_officer(model: Any, whose: str) -> Callable[[], list[Target]]:
    def found() -> list[Target]:
        offices = dict(RoleGrant.objects.filter(office__isnull=False).values_list("user", "office__code"))
        return [Target({"pk": row.pk}, None, offices.get(getattr(row, whose), "")) for row in model.objects.all()]

    return found


def all_guests() -> list[Target]:
    known = {file.public_id: file for file in files()}
    rows = GuestGrant.objects.filter(file_id__in=known).order_by("id")
    return [_of_file(known[row.file_id], pk=row.pk) for row in rows]


def only(**kwargs: Any) -> Callable[[], list[Target]]:
    """Arguments that belong to nobody."""
    return lambda: [Target(kwargs)]


def first_of(model: Any) -> Callable[[], list[Target]]:
    """One row that belongs to no company."""
    return lambda: [Target({"public_id": row.public_id}) for row in model.objects.order_by("id")[:1]]


def all_drafts() -> list[Target]:
    status = (ApplicationStatus.DRAFT, ApplicationStatus.READY_TO_SIGN)
    return [_of_file(file) for file in files() if file.status in status]


def all_statement_files() -> list[Target]:
    """Papers of hearings; the demonstration has none, so every answer is that of a paper that is not there."""
    return [_of_file(file, document_id=uuid4()) for file in files()]
