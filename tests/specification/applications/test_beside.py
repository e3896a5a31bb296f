"""What stands beside an answer, groups of like places, the company record, and beginning again with old answers."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import selectors, services
from applications.models import Answer, Application, Comment, Proof
from applications.selectors import Row
from foundation.audit.services import Refused, acting
from foundation.identity.models import Membership
from operators.models import SiteGroup
from tests.support.applications import NOW, Company, begun, filled, fresh, officer, submitted, withdrawn
from tests.support.identity import sign_in
from tests.support.programme import HOUSE

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=40)


def must(application: Application) -> Row:
    """A must of the whole company that asks for a paper."""
    for row in selectors.assessment(application).rows:
        asks = row.facts.must and not row.facts.customs_too and not row.facts.on_record
        if asks and row.criterion.scope == "company" and not row.criterion.same_answer_group:
            return row
    raise AssertionError("no such question")


def at(application: Application, row: Row) -> Row:
    return selectors.assessment(fresh(application)).by_key[row.key]


def say(application: Application, row: Row, company: Company, **given: Any) -> Answer:
    words: dict[str, Any] = {
        "outcome": "MET",
        "how": "We do it weekly.",
        "reason": "",
        "plan": "",
        "planned_until": None,
    }
    return services.save_answer(
        application=application,
        criterion=row.criterion,
        site=row.site,
        **{**words, "version": 0, "user": company.preparer, "now": NOW, **given},
    )


def where(application: Application, row: Row, company: Company) -> dict[str, Any]:
    return {
        "application": application,
        "criterion": row.criterion,
        "site": row.site,
        "user": company.preparer,
        "now": NOW,
    }


def iso(application: Application, row: Row, company: Company, **given: Any) -> Proof:
    return services.add_proof(
        **where(application, row, company),
        **{
            "kind": "ISO",
            "title": "ISO 28000",
            "number": "S-1",
            "issuer": "Norm House",
            "issued_on": date(2025, 1, 1),
            "expires_on": date(2028, 1, 1),
            "document": None,
            **given,
        },
    )


def group(company: Company, *numbers: int) -> SiteGroup:
    sites = list(company.operator.sites.order_by("id"))
    with acting(actor=HOUSE, at=NOW):
        made = SiteGroup.objects.create(operator=company.operator, name="Food stores")
        for number in numbers:
            sites[number].group = made
            sites[number].save(update_fields=["group"])
    return made


@pytest.mark.requirement("R-SAC-14", "R-SAC-15")
def test_a_certificate_counts_as_a_paper_serves_several_answers_and_is_signed_with_them() -> None:
    company = Company()
    application = begun(company)
    row = must(application)
    say(application, row, company)
    assert [str(gap) for gap in at(application, row).gaps] == ["PAPER"]

    proof = iso(application, row, company)
    other = next(one for one in selectors.assessment(application).rows if one.key != row.key)
    services.use_proof(**where(application, other, company), proof=proof)

    assert at(application, row).is_complete
    assert [one.number for one in at(application, other).proofs] == ["S-1"]
    with pytest.raises(Refused):
        iso(application, row, company, expires_on=date(2024, 1, 1))
    answer = at(application, row).answer
    assert answer is not None
    services.drop_proof(answer=answer, proof=proof, user=company.preparer, now=NOW)
    assert not at(application, row).is_complete
    stranger = begun(Company("Velin Motors Ltd"))
    with pytest.raises(Refused):
        services.use_proof(**{**where(stranger, must(stranger), company), "application": stranger}, proof=proof)


@pytest.mark.requirement("R-SAC-14", "R-APP-21")
def test_a_criterion_met_through_another_company_is_a_link_that_company_can_be_asked_for() -> None:
    company, broker = Company(), Company("Lund Brokers Ltd")
    application = filled(company)
    row = must(application)
    link = services.name_other(
        **where(application, row, company), role="BROKER", name="Lund Brokers Ltd", tin=broker.operator.tin.lower()
    )

    assert link.operator == broker.operator
    assert not selectors.links_to(broker.operator).exists(), "a draft rests on nothing yet"
    services.submit(application=fresh(application), signatory=company.signatory, now=NOW)
    assert [one.answer.application for one in selectors.links_to(broker.operator)] == [application]
    signed = fresh(application).declaration.answers["answers"]
    assert [line["met_through"][0]["name"] for line in signed if line.get("met_through")] == ["Lund Brokers Ltd"]


@pytest.mark.requirement("R-SAC-12")
def test_evidence_is_agreed_by_the_other_side_with_its_date() -> None:
    company = Company()
    application = submitted(company)
    row = must(application)
    agreement = services.propose_evidence(
        application=application,
        criterion=row.criterion,
        site=row.site,
        text="A signed gate book.",
        by_trader=True,
        actor=company.preparer,
        now=NOW,
    )
    with pytest.raises(Refused):
        services.agree_evidence(agreement=agreement, by_trader=True, actor=company.signatory, now=NOW)

    services.agree_evidence(agreement=agreement, by_trader=False, actor=officer(), now=LATER)

    found = at(application, row).agreement
    assert found is not None
    assert (found.agreed_at, found.agreed_by_label) == (LATER, "Dalia Roost")
    page = sign_in(Client(), company.preparer).get(row.url).content.decode()
    assert "this evidence is enough" in page


@pytest.mark.requirement("R-SAC-16", "R-APP-03")
def test_like_places_are_answered_once_with_exceptions_and_the_cost_stays_the_same() -> None:
    company = Company(sites=30)
    application = filled(company)
    before = selectors.assessment(fresh(application))
    group(company, *range(29))
    sheet = selectors.assessment(fresh(application))
    row = next(one for one in sheet.rows if one.group and one.criterion.scope == "site")
    assert (len(row.members), row.group) == (29, "Food stores")
    assert before.question_count > sheet.question_count

    odd = row.members[5]
    services.answer_differently(
        application=application, criterion=row.criterion, site=odd, like=row.answer, user=company.preparer, now=NOW
    )
    sheet = selectors.assessment(fresh(application))
    alone = sheet.by_key[row.criterion.code, odd.pk]
    assert alone.is_exception
    assert alone.answer is not None
    assert alone.answer.how == "We do it every week."
    assert len(sheet.by_key[row.key].members) == 28

    client = sign_in(Client(), company.preparer)
    few = Company("Velin Motors Ltd", sites=1)
    one = filled(few)
    for name in ("tasks", "check", "print"):
        counts = []
        for who, file in ((client, application), (sign_in(Client(), few.preparer), one)):
            url = reverse(f"applications:{name}", args=[file.public_id])
            who.get(url)
            with CaptureQueriesContext(connection) as captured:
                assert who.get(url).status_code == 200
            counts.append(len(captured))
        assert counts[0] <= counts[1] + 1, (name, counts)

    services.answer_alike(application=application, criterion=row.criterion, site=odd, user=company.preparer, now=NOW)
    assert len(selectors.assessment(fresh(application)).by_key[row.key].members) == 29


def test_a_member_limited_to_a_place_sees_its_questions_and_those_of_the_company() -> None:
    company = Company(sites=3)
    application = begun(company)
    sites = list(company.operator.sites.order_by("id"))
    with acting(actor=HOUSE, at=NOW):
        for membership in Membership.objects.filter(user=company.preparer):
            membership.sites = [sites[1].public_id]
            membership.save(update_fields=["sites"])
    client = sign_in(Client(), company.preparer)
    row = next(one for one in selectors.assessment(application).rows if one.site == sites[1])
    other = selectors.assessment(application).by_key[row.criterion.code, sites[0].pk]

    assert client.get(row.url).status_code == 200
    assert client.get(other.url).status_code == 404


@pytest.mark.requirement("R-SAC-17", "R-APP-04")
def test_an_ended_file_lends_its_answers_and_papers_to_a_new_one() -> None:
    company = Company()
    application = filled(company)
    row = must(application)
    iso(application, row, company)
    services.submit(application=fresh(application), signatory=company.signatory, now=NOW)
    source = fresh(services.withdraw(application=fresh(application), user=company.signatory, now=NOW))
    old = source.criteria_set

    draft = services.start_again(source=source, user=company.preparer, now=LATER).draft
    again = services.start_again(source=source, user=company.preparer, now=LATER).draft

    assert (again, draft.carried_from) == (draft, source)
    assert draft.answers.count() == source.answers.count()
    carried = at(draft, row)
    assert [proof.title for proof in carried.proofs] == ["ISO 28000"]
    assert carried.documents
    assert not selectors.missing(draft), "nothing changed, so nothing is asked again"
    assert draft.criteria_set == old
    last = selectors.answer_last_time(draft, row.criterion, row.site)
    assert last is not None
    assert not last.changed

    Answer.objects.filter(pk=carried.answer.pk).update(look_again=True)  # type: ignore[union-attr]
    assert [str(gap) for gap in at(draft, row).gaps] == ["LOOK"]
    answer = carried.answer
    assert answer is not None
    say(draft, carried, company, how=answer.how, version=answer.version)
    assert at(draft, row).is_complete


def test_beginning_again_waits_for_the_file_that_is_open() -> None:
    company = Company()
    source = withdrawn(company)
    begun(company, now=NOW + timedelta(days=1))
    with pytest.raises(Refused):
        services.start_again(source=source, user=company.preparer, now=LATER)


@pytest.mark.requirement("R-APP-01")
def test_the_page_of_a_question_saves_what_was_typed_with_every_act_beside_it() -> None:
    company = Company()
    application = begun(company)
    row = must(application)
    client = sign_in(Client(), company.preparer)
    page = client.get(row.url).content.decode()
    assert "Comments inside your company" in page

    answer = client.post(row.url, {"how": "Kept.", "version": "0", "comment": "Ask Olga.", "go": "proof"})
    proof_url = answer["Location"]
    assert proof_url.endswith("/proof/")
    assert "Choose what it is." in client.post(proof_url, {}).content.decode()
    sent = {"kind": "AUDIT", "title": "Audit 2025", "issuer": "Firm & Co", "issued_on": "2025-02-01"}
    assert client.post(proof_url, sent)["Location"] == row.url
    through = proof_url.replace("/proof/", "/through/")
    assert client.post(through, {"role": "GUARD", "name": "Night Guard\x00"}).status_code == 200
    assert client.post(through, {"role": "GUARD", "name": "Night Guard"}).status_code == 302

    page = client.get(row.url).content.decode()
    for words in ("Kept.", "Ask Olga.", "Audit 2025", "Night Guard"):
        assert words in page
    assert Comment.objects.get().author == company.preparer
    signatory = sign_in(Client(), company.signatory)
    assert signatory.post(row.url, {"say": "yes", "comment": "Looks right."}).status_code == 302
    assert signatory.post(row.url, {"how": "Mine"}).status_code == 403
    printed = client.get(reverse("applications:print", args=[application.public_id])).content.decode()
    assert "Kept." in printed
    assert "Ask Olga." not in printed
