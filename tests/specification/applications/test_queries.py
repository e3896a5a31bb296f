"""Constant numbers of queries, whatever the number of files, criteria, sites and papers."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import selectors, services
from applications.models import Application, EvidenceAgreement, Judgement, MetThrough, Proof
from foundation.clock.services import now
from programme.selectors import open_types
from tests.specification.applications.test_pages import client_of
from tests.support.applications import NOW, STAGES, Company, begun, filled, fresh, officer, under_vetting
from tests.support.identity import sign_in

pytestmark = pytest.mark.django_db
ON = NOW.date() + timedelta(days=3)


def queries(call: object) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        call()  # type: ignore[operator]
    return len(captured)


def test_the_assessment_costs_the_same_with_one_site_and_with_thirty() -> None:
    one = filled(Company(sites=1))
    thirty = filled(Company("Velin Motors Ltd", sites=30))
    few = queries(lambda: selectors.assessment(fresh(one)).missing())
    many = queries(lambda: selectors.assessment(fresh(thirty)).missing())
    assert selectors.assessment(thirty).question_count > selectors.assessment(one).question_count + 29
    assert few == many
    assert few <= 18


def laden(company: Company) -> Application:
    """A sent file of every open operator type, in which each answer has everything that may stand beside it; in bulk."""
    tokens = [row.token for row in open_types(NOW.date())]
    draft = begun(company, types=tokens)
    asked = {question.key: True for question in selectors.start_questions(draft)}
    services.answer_start(application=draft, answers=asked, user=company.preparer, now=NOW)
    paper, rows = company.paper(), selectors.assessment(fresh(draft)).rows
    given = [services.AnswerInput(row.criterion, "MET", "We do it.", row.site, documents=(paper,)) for row in rows]
    services.save_answers(application=draft, answers=given, user=company.preparer, now=NOW)
    said = {"added_at": NOW, "added_by_label": "Ana"}
    proof = Proof.objects.create(operator=company.operator, kind="AUDIT", title="Audit", issuer="Firm & Co", **said)
    answers = list(draft.answers.all())
    proof.answers.set(answers)
    MetThrough.objects.bulk_create(
        MetThrough(answer=row, role="BROKER", name="Velm Brokers", operator=company.operator, **said) for row in answers
    )
    judge, places = officer(), [(row.criterion, row.site) for row in rows]
    EvidenceAgreement.objects.bulk_create(
        EvidenceAgreement(
            application=draft, criterion=criterion, site=site, text="A photo.", by_trader=True, proposed_at=NOW
        )
        for criterion, site in places
    )
    Judgement.objects.bulk_create(
        Judgement(application=draft, criterion=criterion, site=site, fit="FITS", judged_at=NOW, judged_by=judge)
        for criterion, site in places
    )
    return services.submit(application=fresh(draft), signatory=company.signatory, now=NOW)


@pytest.mark.requirement("R-SAC-16")
def test_section_and_officers_file_cost_the_same_for_2_and_for_30_sites_with_every_criterion_and_all_beside_it() -> (
    None
):
    small, large = Company(sites=2), Company("Velin Motors Ltd", sites=30)
    files = laden(small), laden(large)
    asked = [selectors.assessment(fresh(file)).question_count for file in files]
    assert asked[1] > asked[0] + 28 * 5
    assert len({row.criterion for row in selectors.assessment(files[1]).rows}) > 90
    staff, found = sign_in(Client(), officer()), []
    for company, file in zip((small, large), files, strict=True):
        trader, urls = sign_in(Client(), company.preparer), [reverse("applications:print", args=[file.public_id])]
        letters = dict.fromkeys(row.criterion.section.letter for row in selectors.assessment(file).rows if row.site)
        urls += [reverse("applications:section", args=[file.public_id, letter]) for letter in letters]
        counted = [queries(partial(trader.get, url)) for url in urls]
        found.append([*counted, queries(partial(staff.get, reverse("applications:file", args=[file.public_id])))])
    assert found[0] == found[1]


def test_standings_cost_the_same_for_two_files_and_for_twenty() -> None:
    for n in range(20):
        stage = ("SUBMITTED", "UNDER_VETTING", "INFORMATION_REQUESTED", "FOR_DECISION")[n % 4]
        STAGES[stage](Company(f"Firm {n} Ltd", sites=1))
    files = list(selectors.for_page(Application.objects.order_by("id")))
    two = queries(lambda: selectors.standings(files[1:3], ON))
    twenty = queries(lambda: selectors.standings(files, ON))
    assert two == twenty


def test_the_header_of_a_dossier_stays_cheap() -> None:
    application = under_vetting(Company())
    assert queries(lambda: selectors.dossier(application, officer(), ON)) <= 14


def test_a_standing_tells_both_sides_where_the_file_is() -> None:
    application = under_vetting(Company())
    found = selectors.standing(application, ON)
    assert found.trader_sentence.startswith("Desk checks are going on. We must decide by ")
    assert "left, due" in found.officer_sentence
    assert (found.tag_text, found.tag_colour, found.ball) == ("Desk checks", "blue", "CUSTOMS")
    assert found.clock is not None
    assert found.due_on == found.clock.due_on


def test_a_late_file_says_so_to_both_sides() -> None:
    application = under_vetting(Company())
    found = selectors.standing(application, ON + timedelta(days=300))
    assert found.is_late
    assert found.trader_sentence.startswith("We should have decided by ")
    assert "Late since" in found.officer_sentence


def test_the_clock_shows_each_stop_with_its_reason() -> None:
    application = STAGES["INFORMATION_REQUESTED"](Company())
    panel = selectors.clock(application, ON)
    assert panel is not None
    assert [(row.title, row.stands_still) for row in panel.rows] == [("Started", False), ("Stopped", True)]
    assert panel.rows[1].reason == "Information asked from the trader"
    assert panel.due_if_resumed is not None
    assert panel.words.startswith("Stopped since ")


def test_pages_cost_the_same_for_two_rows_and_for_twenty() -> None:
    small, large = Company(sites=2), Company("Velin Motors Ltd", sites=20)
    drafts = filled(small), filled(large)
    counts = []
    for company, draft in zip((small, large), drafts, strict=True):
        client = client_of(company.preparer)
        row = next(row for row in selectors.assessment(draft).rows if row.site)
        urls = [reverse(f"applications:{name}", args=[draft.public_id]) for name in ("tasks", "check")]
        urls += [row.url, reverse("applications:section", args=[draft.public_id, row.criterion.section.letter])]
        counts.append([_queries(client, url) for url in urls])
    assert counts[0] == counts[1]
    sent = [
        services.submit(application=row, signatory=company.signatory, now=now())
        for company, row in zip((small, large), drafts, strict=True)
    ]
    staff = client_of(officer())
    files = [_queries(staff, reverse("applications:file", args=[row.public_id])) for row in sent]
    assert files[0] == files[1]


def test_the_list_costs_the_same_for_two_files_and_for_twenty() -> None:
    few, many = Company(), Company("Velin Motors Ltd")
    for company, number in ((few, 2), (many, 20)):
        for _ in range(number):
            application = begun(company)
            services.discard(application=application, user=company.preparer, now=now())
    url = reverse("applications:list")
    assert _queries(client_of(few.preparer), url) == _queries(client_of(many.preparer), url)


def _queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200, url
    return len(captured)
