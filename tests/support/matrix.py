"""What the access tests walk: every route of the URLconf, every object that a route can be asked for, and the people.

A target names the company and the office that an object belongs to, so that a test can tell own from other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from account_management.models import Client as Customer
from applications.models import Consultation
from foundation.correspondence.models import Letter, Notice
from foundation.documents.models import Document
from foundation.identity.models import Absence, Deputy, Invitation, User
from operators.models import ChainPartner, Claim, IndirectExport, InterestDeclaration, Person, Recovery, Site, SiteGroup
from programme.models import CriterionProposal, Interpretation
from tests.support import objects
from tests.support.objects import Target
from vetting.models import ScreeningHit

DEMO = "demo.example"
NOBODY = 2_000_000_000


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
    **dict.fromkeys((*_OWN_FILE, *_FILE), objects.all_files),
    "certificates:statement_file": objects.all_statement_files,
    **dict.fromkeys(_VISIT, objects.all_visits),
    **dict.fromkeys(_CERTIFICATE, objects.all_certificates),
    "applications:section": objects.all_sections,
    "applications:question": objects.all_questions,
    "applications:autosave": objects.all_questions,
    "applications:proof": objects.all_questions,
    "applications:through": objects.all_questions,
    "applications:evidence": objects.all_questions,
    "applications:request": objects.all_requests,
    "applications:send_answers": objects.all_requests,
    "applications:more_time_to_answer": objects.all_requests,
    "applications:answer": objects.all_questions,
    "applications:tell_change": objects.only(subject="company"),
    **dict.fromkeys(
        ("applications:change", "applications:staff_change", "lifecycle:accept_change", "lifecycle:refuse_change"),
        objects.all_changes,
    ),
    "applications:change_paper": objects.all_change_papers,
    "applications:go_on": objects.all_requests,
    **dict.fromkeys(("applications:paper", "applications:lent_paper"), objects.all_papers_of_files),
    "applications:paper_page": objects.all_paper_pages_of_files,
    "vetting:check": objects.all_checks,
    **dict.fromkeys(("vetting:hit", "vetting:finding", "vetting:reopen"), objects.of_operators(ScreeningHit)),
    "validations:point": objects.all_points,
    **dict.fromkeys(("validations:action", "validations:finding", "validations:judge"), objects.all_findings),
    **dict.fromkeys(("validations:paper", "validations:picture"), objects.all_papers_of_visits),
    "lifecycle:uncover": objects.all_coverages,
    **dict.fromkeys(
        ("operators:operator", "operators:assign", "operators:declare_interest", "operators:ask_recovery"),
        objects.all_operators,
    ),
    "operators:person_paper": objects.all_person_papers,
    **dict.fromkeys(
        ("operators:claim_file", "operators:claim_letter", "operators:claim_deed"), objects.of_operators(Claim)
    ),
    "operators:decide_recovery": objects.of_operators(Recovery),
    **dict.fromkeys(("operators:edit_site", "operators:close_site"), objects.of_operators(Site)),
    **dict.fromkeys(
        ("operators:edit_person", "operators:send_link", "operators:person_left"), objects.of_operators(Person)
    ),
    **dict.fromkeys(("operators:edit_site_group", "operators:dissolve_site_group"), objects.of_operators(SiteGroup)),
    **dict.fromkeys(
        ("operators:edit_partner", "operators:end_partner", "operators:invite_partner"),
        objects.of_operators(ChainPartner),
    ),
    "operators:remove_indirect_export": objects.of_operators(IndirectExport),
    "applications:edit_step": objects.all_steps,
    "applications:talk": objects.of_operators(Consultation),
    "applications:review_draft": objects.all_reviewed_drafts,
    "operators:chain_link": objects.only(token="no-such-link"),
    "operators:settle_form": objects.all_trusts,
    **dict.fromkeys(("applications:check_questions", "applications:check_result"), objects.only(code="no-such-code")),
    **dict.fromkeys(("operators:personal", "operators:personal_paper"), objects.only(token="no-such-link")),
    "account_management:client": objects.of_operators(Customer),
    **dict.fromkeys(("documents:open", "documents:download", "documents:withdraw"), objects.of_organisation(Document)),
    "documents:page": objects.all_document_pages,
    **dict.fromkeys(("correspondence:notice", "correspondence:settle"), objects.of_organisation(Notice)),
    "correspondence:thread": objects.all_threads,
    "correspondence:attachment": objects.all_attachments,
    **dict.fromkeys(("correspondence:letter", "correspondence:letter_print"), objects.of_organisation(Letter)),
    **dict.fromkeys(
        ("identity:invitation", "identity:send_invitation", "identity:withdraw_invitation"),
        objects.of_organisation(Invitation),
    ),
    "identity:end_membership": objects.all_memberships,
    "operators:limit_member": objects.all_preparers,
    **dict.fromkeys(("identity:switch_off", "identity:deputy"), objects.all_officers),
    "applications:end_guest": objects.all_guests,
    "operators:end_interest": objects.of_officer(InterestDeclaration, "officer_id"),
    "identity:withdraw_absence": objects.of_officer(Absence, "user_id"),
    "identity:end_deputy": objects.of_officer(Deputy, "principal_id"),
    "programme:opening": objects.only(token="exporter"),
    "programme:type_words": objects.only(token="exporter", language="fr"),
    **dict.fromkeys(
        ("programme:letter", "programme:write_letter", "programme:letter_draft"),
        objects.only(code="account_manager.welcome", language="en"),
    ),
    "programme:adopt": objects.only(profile="eu_like"),
    **dict.fromkeys(("programme:version", "programme:take_up"), objects.only(number=1)),
    "programme:draft_figures": objects.only(group="small-firms"),
    **dict.fromkeys(("programme:draft_limit", "programme:draft_cause"), objects.only(code="application.decision")),
    **dict.fromkeys(
        ("programme:change_cause", "programme:remove_cause"), objects.only(code="application.decision", pk=NOBODY)
    ),
    **dict.fromkeys(("programme:calendar", "programme:add_closure"), objects.only(code="default")),
    **dict.fromkeys(
        ("programme:drop_closure", "lifecycle:closure", "programme:opening_plan", "programme:drop_openings"),
        objects.only(public_id="01990000-0000-7000-8000-000000000000"),
    ),
    **dict.fromkeys(
        (
            "programme:withdraw_closure",
            "programme:change_level",
            "programme:remove_level",
            "programme:end_delegation",
            "programme:terms_draft",
            "programme:end_legal_basis",
        ),
        objects.only(pk=NOBODY),
    ),
    "programme:change_office": objects.only(code="NOR"),
    "programme:arrange_competence": objects.only(position=1),
    "programme:review": objects.only(pk=1),
    "programme:criteria_add": objects.only(sort="section"),
    **dict.fromkeys(("programme:criteria_part", "programme:criteria_remove"), objects.only(sort="section", name="A")),
    "programme:criteria_translate": objects.only(sort="section", name="A", language="fr"),
    **dict.fromkeys(
        ("programme:criteria_version", "programme:criteria_preview", "programme:take_up_criteria"),
        objects.only(number=1),
    ),
    "programme:criteria_export": objects.only(number=1, form="csv"),
    "programme:parts_export": objects.only(number=1, sort="sections", form="csv"),
    "programme:parts_import": objects.only(sort="sections"),
    "programme:guidance_text": objects.only(place="section.A", language="en"),
    "programme:proposal": objects.first_of(CriterionProposal),
    "programme:interpretation": objects.first_of(Interpretation),
    "mra:consent": objects.only(country_code="xb"),
    "lifecycle:status": objects.only(tin="XA2205418"),
    "account_confirm_email": objects.only(key="no-such-key"),
    "account_reset_password_from_key": objects.only(uidb36="1", key="no-such-key"),
    **dict.fromkeys(("mfa_remove_webauthn", "mfa_edit_webauthn"), objects.only(pk=0)),
    **dict.fromkeys(("openid_connect_login", "openid_connect_callback"), objects.only(provider_id="none")),
}


def targets(route: str, pattern: str) -> list[Target]:
    """The objects of a route; one without arguments has a single target."""
    return found(TARGETS[route]) if "<" in pattern else [Target({})]


@cache
def found(every: Callable[[], list[Target]]) -> list[Target]:
    """What a search finds in one country; `forget` before walking through another, or after adding to this one."""
    return every()


def forget() -> None:
    """Look for all objects anew."""
    found.cache_clear()
    objects.files.cache_clear()


def sample(found: list[Target], per_state: int = 2) -> list[Target]:
    """A few of each status and office, the first ones."""
    groups: dict[tuple[str, str], list[Target]] = {}
    for target in found:
        groups.setdefault((target.status, target.office), []).append(target)
    return [target for rows in groups.values() for target in rows[:per_state]]
