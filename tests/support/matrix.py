"""What the access tests walk: every route of the URLconf, every object that a route can be asked for, and the people.

A target names the company and the office that an object belongs to, so that a test can tell own from other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver

from account_management.models import Client as Customer
from applications import selectors as applications
from applications.models import (
    Answer,
    AnswerDocument,
    Application,
    ChangeNotice,
    Consultation,
    DraftReview,
    ImprovementStep,
    InformationRequest,
)
from applications.states import ApplicationStatus
from certificates.models import Certificate, Coverage
from foundation.correspondence.models import Letter, Message, Notice, Thread
from foundation.documents.models import Document
from foundation.identity.models import Absence, Deputy, GuestGrant, Invitation, Membership, RoleGrant, User
from operators.models import (
    ChainPartner,
    Claim,
    FormException,
    IndirectExport,
    InterestDeclaration,
    Operator,
    Person,
    Recovery,
    Site,
    SiteGroup,
)
from programme.models import CriterionProposal, Interpretation
from validations.models import Finding, Point, Validation
from vetting.models import Check, ScreeningHit

DEMO = "demo.example"
NOBODY = 2_000_000_000


@dataclass(frozen=True)
class Target:
    """One object of a route: its arguments, whose it is, and where its file lies."""

    kwargs: dict[str, Any] = field(hash=False)
    organisation: int | None = None
    office: str = ""
    status: str = ""


def routes() -> dict[str, str]:
    """Every route by its full name, with its pattern; nameless ones go by their pattern."""
    return dict(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[tuple[str, str]]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, pattern, inner)
        elif isinstance(entry, URLPattern):
            if entry.name:
                yield f"{namespace}{entry.name}", pattern
            else:
                yield pattern, pattern


def callbacks() -> Iterator[tuple[str, Any]]:
    """Every route's view."""

    def walk(resolver: URLResolver) -> Iterator[tuple[str, Any]]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                yield from walk(entry)
            else:
                yield entry.name or str(entry.pattern), entry.callback

    return walk(get_resolver())


def person(role: str) -> User:
    """The person of a demonstration log-in."""
    return User.objects.get(email=f"{role}@{DEMO}")


# --- every object of a kind ------------------------------------------------------------------------------------------


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


def _operators(model: Any, **lookup: str) -> Callable[[], list[Target]]:
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


def _of_organisation(model: Any) -> Callable[[], list[Target]]:
    def found() -> list[Target]:
        offices = dict(Operator.objects.values_list("organisation", "office__code"))
        rows = model.objects.exclude(organisation=None).order_by("id")
        return [
            Target({"public_id": row.public_id}, row.organisation_id, offices.get(row.organisation_id) or "")
            for row in rows
        ]

    return found


def all_document_pages() -> list[Target]:
    return [_page(target) for target in _of_organisation(Document)()]


def all_threads() -> list[Target]:
    """The youngest first."""
    return _of_organisation(Thread)()[::-1]


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


def _of_officer(model: Any, whose: str) -> Callable[[], list[Target]]:
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


_OWN_FILE = (
    "applications:tasks", "applications:start", "applications:check", "applications:ready", "applications:send_back",
    "applications:sign", "applications:receipt", "applications:status", "applications:discard", "applications:withdraw",
    "lifecycle:submit", "lifecycle:speak", "certificates:hearing", "applications:ask_pause", "applications:answer_offer",
    "applications:more_time", "lifecycle:finish_improvement",
    "applications:review", "applications:plan", "applications:plan_print", "applications:add_step",
    "applications:print", "applications:criteria", "lifecycle:start_again",
)  # fmt: skip
_FILE = (
    "applications:file", "applications:checks", "applications:requests", "applications:ask", "applications:assign",
    "applications:hand_over", "vetting:file", "validations:file", "validations:plan", "certificates:decision",
    "lifecycle:accept", "lifecycle:not_accept", "lifecycle:determine", "lifecycle:propose", "lifecycle:decide",
    "applications:offer_pause", "applications:answer_pause", "applications:answer_more", "applications:explain_delay",
    "applications:guests",
    "lifecycle:end_improvement", "lifecycle:extend", "lifecycle:record_cause", "lifecycle:end_cause",
    "workbench:dossier", "workbench:messages", "workbench:papers", "workbench:history", "workbench:reads",
)  # fmt: skip
_VISIT = (
    "validations:visit", "validations:day", "validations:reply", "validations:checklist", "validations:team",
    "validations:notice", "validations:enlarge", "validations:cancel", "validations:declare", "validations:start",
    "validations:end", "validations:report", "validations:to_review", "validations:review", "validations:actions",
    "lifecycle:close_validation",
)  # fmt: skip
_CERTIFICATE = (
    "certificates:verify", "certificates:signed", "certificates:certificate", "certificates:paper", "lifecycle:suspend", "lifecycle:lift",
    "lifecycle:revoke", "lifecycle:annul", "lifecycle:cover",
)  # fmt: skip

TARGETS: dict[str, Callable[[], list[Target]]] = {
    **dict.fromkeys((*_OWN_FILE, *_FILE), all_files),
    "certificates:statement_file": all_statement_files,
    **dict.fromkeys(_VISIT, all_visits),
    **dict.fromkeys(_CERTIFICATE, all_certificates),
    "applications:section": all_sections,
    "applications:question": all_questions,
    "applications:autosave": all_questions,
    "applications:proof": all_questions,
    "applications:through": all_questions,
    "applications:evidence": all_questions,
    "applications:request": all_requests,
    "applications:send_answers": all_requests,
    "applications:more_time_to_answer": all_requests,
    "applications:answer": all_questions,
    "applications:tell_change": only(subject="company"),
    **dict.fromkeys(
        ("applications:change", "applications:staff_change", "lifecycle:accept_change", "lifecycle:refuse_change"),
        all_changes,
    ),
    "applications:change_paper": all_change_papers,
    "applications:go_on": all_requests,
    **dict.fromkeys(("applications:paper", "applications:lent_paper"), all_papers_of_files),
    "applications:paper_page": all_paper_pages_of_files,
    "vetting:check": all_checks,
    **dict.fromkeys(("vetting:hit", "vetting:finding", "vetting:reopen"), _operators(ScreeningHit)),
    "validations:point": all_points,
    **dict.fromkeys(("validations:action", "validations:finding", "validations:judge"), all_findings),
    **dict.fromkeys(("validations:paper", "validations:picture"), all_papers_of_visits),
    "lifecycle:uncover": all_coverages,
    **dict.fromkeys(
        ("operators:operator", "operators:assign", "operators:declare_interest", "operators:ask_recovery"),
        all_operators,
    ),
    "operators:person_paper": all_person_papers,
    **dict.fromkeys(("operators:claim_file", "operators:claim_letter", "operators:claim_deed"), _operators(Claim)),
    "operators:decide_recovery": _operators(Recovery),
    **dict.fromkeys(("operators:edit_site", "operators:close_site"), _operators(Site)),
    **dict.fromkeys(("operators:edit_person", "operators:send_link", "operators:person_left"), _operators(Person)),
    **dict.fromkeys(("operators:edit_site_group", "operators:dissolve_site_group"), _operators(SiteGroup)),
    **dict.fromkeys(
        ("operators:edit_partner", "operators:end_partner", "operators:invite_partner"), _operators(ChainPartner)
    ),
    "operators:remove_indirect_export": _operators(IndirectExport),
    "applications:edit_step": all_steps,
    "applications:talk": _operators(Consultation),
    "applications:review_draft": all_reviewed_drafts,
    "operators:chain_link": only(token="no-such-link"),
    "operators:settle_form": all_trusts,
    **dict.fromkeys(("applications:check_questions", "applications:check_result"), only(code="no-such-code")),
    **dict.fromkeys(("operators:personal", "operators:personal_paper"), only(token="no-such-link")),
    "account_management:client": _operators(Customer),
    **dict.fromkeys(("documents:open", "documents:download", "documents:withdraw"), _of_organisation(Document)),
    "documents:page": all_document_pages,
    **dict.fromkeys(("correspondence:notice", "correspondence:settle"), _of_organisation(Notice)),
    "correspondence:thread": all_threads,
    "correspondence:attachment": all_attachments,
    **dict.fromkeys(("correspondence:letter", "correspondence:letter_print"), _of_organisation(Letter)),
    **dict.fromkeys(
        ("identity:invitation", "identity:send_invitation", "identity:withdraw_invitation"),
        _of_organisation(Invitation),
    ),
    "identity:end_membership": all_memberships,
    "operators:limit_member": all_preparers,
    **dict.fromkeys(("identity:switch_off", "identity:deputy"), all_officers),
    "applications:end_guest": all_guests,
    "operators:end_interest": _of_officer(InterestDeclaration, "officer_id"),
    "identity:withdraw_absence": _of_officer(Absence, "user_id"),
    "identity:end_deputy": _of_officer(Deputy, "principal_id"),
    "programme:opening": only(token="exporter"),
    "programme:type_words": only(token="exporter", language="fr"),
    **dict.fromkeys(
        ("programme:letter", "programme:write_letter", "programme:letter_draft"),
        only(code="account_manager.welcome", language="en"),
    ),
    "programme:adopt": only(profile="eu_like"),
    **dict.fromkeys(("programme:version", "programme:take_up"), only(number=1)),
    "programme:draft_figures": only(group="small-firms"),
    **dict.fromkeys(("programme:draft_limit", "programme:draft_cause"), only(code="application.decision")),
    **dict.fromkeys(("programme:change_cause", "programme:remove_cause"), only(code="application.decision", pk=NOBODY)),
    **dict.fromkeys(("programme:calendar", "programme:add_closure"), only(code="default")),
    **dict.fromkeys(
        ("programme:drop_closure", "lifecycle:closure"), only(public_id="01990000-0000-7000-8000-000000000000")
    ),
    **dict.fromkeys(
        (
            "programme:withdraw_closure",
            "programme:end_delegation",
            "programme:terms_draft",
            "programme:end_legal_basis",
        ),
        only(pk=NOBODY),
    ),
    "programme:change_office": only(code="NOR"),
    "programme:arrange_competence": only(position=1),
    "programme:review": only(pk=1),
    "programme:criteria_add": only(sort="section"),
    **dict.fromkeys(("programme:criteria_part", "programme:criteria_remove"), only(sort="section", name="A")),
    "programme:criteria_translate": only(sort="section", name="A", language="fr"),
    **dict.fromkeys(("programme:criteria_version", "programme:criteria_preview"), only(number=1)),
    "programme:criteria_export": only(number=1, form="csv"),
    "programme:guidance_text": only(place="section.A", language="en"),
    "programme:proposal": first_of(CriterionProposal),
    "programme:interpretation": first_of(Interpretation),
    "mra:consent": only(country_code="xb"),
    "lifecycle:status": only(tin="XA2205418"),
    "account_confirm_email": only(key="no-such-key"),
    "account_reset_password_from_key": only(uidb36="1", key="no-such-key"),
    **dict.fromkeys(("mfa_remove_webauthn", "mfa_edit_webauthn"), only(pk=0)),
    **dict.fromkeys(("openid_connect_login", "openid_connect_callback"), only(provider_id="none")),
}


def targets(route: str, pattern: str) -> list[Target]:
    """The objects of a route; one without arguments has a single target."""
    if "<" not in pattern:
        return [Target({})]
    return TARGETS[route]()


def sample(found: list[Target], per_state: int = 2) -> list[Target]:
    """A few of each status and office, the first ones."""
    groups: dict[tuple[str, str], list[Target]] = {}
    for target in found:
        groups.setdefault((target.status, target.office), []).append(target)
    return [target for rows in groups.values() for target in rows[:per_state]]
