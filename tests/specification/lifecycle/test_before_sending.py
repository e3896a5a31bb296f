"""Acts of the company before sending that span rooms: several signatures at once, reminders of drafts and certificates,
and the one list of what was promised."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from applications import selectors, services
from applications.models import Application
from foundation.audit.services import acting
from foundation.clock.services import local_date, now
from foundation.correspondence.models import Notice
from foundation.identity.models import Membership
from foundation.identity.selectors import Acting, whole
from foundation.identity.states import CompanyRole, MandateScope
from lifecycle.services import SWEEPS, run_sweep
from programme.states import FigureCode
from tests.support.applications import NOW, Company, begun, filled, fresh, submitted
from tests.support.identity import sign_in
from tests.support.programme import HOUSE, figures_in_force
from workbench.selectors import promises_of

pytestmark = pytest.mark.django_db


def swept(name: str, on: date) -> tuple[int, ...]:
    return run_sweep(SWEEPS[name], on=on, now=NOW + timedelta(days=(on - NOW.date()).days)).done


@pytest.mark.requirement("R-APP-03", "R-APP-14", "R-LEG-05")
def test_a_signatory_signs_several_files_at_once_each_with_its_own_declaration() -> None:
    one, two = Company(), Company("Velin Motors Ltd")
    with acting(actor=HOUSE, at=NOW):
        Membership.objects.create(
            user=one.signatory, organisation=two.organisation, role=CompanyRole.SIGNATORY, valid_from=date(2020, 1, 1)
        )
    ready = [filled(company, now()) for company in (one, two)]
    for application in ready:
        services.hand_to_signatory(application=application, user=one.preparer, now=now())
    other = filled(Company("Night Foods Ltd"), now())
    services.hand_to_signatory(application=other, user=one.preparer, now=now())
    client = sign_in(Client(), one.signatory)
    url = reverse("lifecycle:sign_many")

    page = client.get(url).content.decode()
    assert all(application.number in page for application in ready)
    assert page.count("Fee: No fee") == 2, "what it costs stands before the signature"
    assert other.number not in page
    assert client.post(url, {"agree": "on"}).status_code == 422
    assert client.post(url, {"agree": "on", "applications": [str(other.public_id)]}).status_code == 422
    client.post(url, {"agree": "on", "applications": [str(row.public_id) for row in ready]})

    sent = Application.objects.filter(pk__in=[row.pk for row in ready])
    assert {row.status for row in sent} == {"SUBMITTED"}
    assert len({row.declaration.answers_digest for row in sent}) == 2
    assert "Nothing waits for your signature today." in client.get(url).content.decode()


@pytest.mark.requirement("R-APP-04")
def test_a_draft_left_for_a_year_is_still_there_and_its_company_was_reminded_once() -> None:
    """Acceptance case 51"""
    company = Company()
    application = begun(company)
    day = local_date(NOW)

    assert swept("remind_drafts", day + timedelta(days=29)) == ()
    assert swept("remind_drafts", day + timedelta(days=31)) == (application.pk,)
    assert swept("remind_drafts", day + timedelta(days=365)) == ()

    application.refresh_from_db()
    assert application.status == "DRAFT"
    assert Notice.objects.get(once_key__startswith="draft:").title.endswith("It stays until you delete it.")


@pytest.mark.requirement("R-APP-15")
def test_an_administration_sets_how_early_it_reminds() -> None:
    company = Company()
    application = begun(company)
    figures_in_force({FigureCode.REMIND_DRAFT_DAYS: 5, FigureCode.REMIND_PROOF_DAYS: 10}, NOW)
    day = local_date(NOW)

    assert swept("remind_drafts", day + timedelta(days=5)) == ()
    assert swept("remind_drafts", day + timedelta(days=6)) == (application.pk,)


@pytest.mark.requirement("R-SAC-14", "R-APP-15")
def test_what_was_promised_stands_in_one_list_and_an_ending_certificate_is_told() -> None:
    company = Company()
    application = filled(company)
    row = next(one for one in selectors.assessment(application).rows if one.facts.must)
    assert row.answer is not None
    services.save_answer(
        application=application,
        criterion=row.criterion,
        site=row.site,
        outcome="NOT_MET",
        how="",
        reason="",
        plan="Seal log with numbers.",
        planned_until=date(2026, 10, 15),
        version=row.answer.version,
        user=company.preparer,
        now=NOW,
    )
    services.add_proof(
        application=application,
        criterion=row.criterion,
        site=row.site,
        kind="ISO",
        title="ISO 28000",
        number="S-1",
        issuer="Norm House",
        issued_on=None,
        expires_on=date(2026, 11, 1),
        document=None,
        user=company.preparer,
        now=NOW,
    )
    on = date(2026, 10, 16)
    assert [promise.text for promise in promises_of(whole(company.organisation), on)] == [
        "Send us the one that follows ISO 28000 S-1."
    ], "a draft promises nothing yet"
    services.submit(application=fresh(application), signatory=company.signatory, now=NOW)

    plan, ending = promises_of(whole(company.organisation), on)
    assert (plan.due_on, plan.late, plan.kind) == (date(2026, 10, 15), True, "Plan in your application")
    assert ending.due_on == date(2026, 11, 1)
    assert promises_of(whole(Company("Velin Motors Ltd").organisation), on) == []
    mandate = Acting(company.organisation, frozenset({CompanyRole.CONSULTANT}), frozenset({MandateScope.LETTERS}))
    assert promises_of(mandate, on) == []
    limited = replace(whole(company.organisation), kinds=frozenset({"another kind"}))
    assert promises_of(limited, on) == [ending], "a plan of a file beyond the limit is left out"
    assert len(swept("remind_proofs", on)) == 1
    assert swept("remind_proofs", on + timedelta(days=1)) == ()
    page = sign_in(Client(), company.preparer).get(reverse("workbench:promises")).content.decode()
    assert "Seal log with numbers." in page


@pytest.mark.requirement("R-APP-04")
def test_the_pages_of_a_withdrawn_file_offer_to_start_again_with_its_answers() -> None:
    company = Company()
    source = fresh(services.withdraw(application=submitted(company), user=company.signatory, now=NOW))
    client = sign_in(Client(), company.preparer)
    url = reverse("lifecycle:start_again", args=[source.public_id])
    for name, args in (("list", []), ("status", [source.public_id])):
        assert url in client.get(reverse(f"applications:{name}", args=args)).content.decode()

    answer = client.post(url)

    draft = Application.objects.get(status="DRAFT")
    assert answer["Location"] == reverse("applications:tasks", args=[draft.public_id])
    assert (
        f"You began with the answers and papers of {source.number}" in client.get(answer["Location"]).content.decode()
    )
