"""Screening: what is hit, what stays silent, what comes back, what lapses."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foundation.audit.models import Event
from foundation.audit.services import Refused, acting
from foundation.correspondence.models import Notice
from operators.models import Person
from tests.support.programme import HOUSE, NOW, TODAY, make_officer, reference_data
from tests.support.vetting import (
    alt_line,
    check_of,
    import_lines,
    make_company_of,
    make_operator,
    make_person,
    make_vetting,
    officer,
    sdn_line,
)
from vetting import services
from vetting.models import ScreeningHit, ScreeningRun
from vetting.selectors import decision_obstacles, earlier_findings, open_hits, score_lines

pytestmark = pytest.mark.django_db
ORLIENKO = sdn_line(1, "ORLIENKO, Viktor Andreevich", remarks="DOB 1958; nationality Velgoria.")
HADRASK = sdn_line(2, "HADRASK, Benno")


@pytest.fixture(autouse=True)
def _reference(db):
    reference_data()


def screen(*operators):
    return services.screen(operators=operators, cause="test", actor=HOUSE, now=NOW)


def hits():
    return list(ScreeningHit.objects.order_by("id"))


def clear(hit, reason="somebody else", same=False):
    return services.resolve_hit(hit=hit, same=same, reason=reason, actor=officer(), now=NOW)


@pytest.mark.requirement("R-VET-01")
def test_companies_and_their_people_are_compared_and_the_run_is_written_down():
    version = import_lines(ORLIENKO, sdn_line(3, "TOLMARIC TRADING LTD", kind=""))
    operator = make_operator("Tolmaric Trading Limited", trading_names=["Tolmaric"])
    make_person(operator, "Viktor Andreyevich Orlienko", born=date(1971, 3, 14), nationality="XA")

    run = screen(operator)

    assert (run.names, run.hits, run.threshold) == (3, 2, Decimal("0.70"))
    assert run.list_versions == {version.watch_list.code: 1}
    person, company = sorted(hits(), key=lambda hit: hit.person_id is None)
    assert (person.our_name, person.matched_name) == ("Viktor Andreyevich Orlienko", "ORLIENKO, Viktor Andreevich")
    assert company.our_name in ("Tolmaric Trading Limited", "Tolmaric")


def test_the_score_is_the_sum_of_its_sentences():
    import_lines(ORLIENKO, HADRASK, alt=(alt_line(1, 11, "ORLENKO, Victor"),))
    operator = make_operator()
    make_person(operator, "Viktor Orlenko")
    screen(operator)
    hit = hits()[0]

    lines = score_lines(hit)

    assert sum(Decimal(part["points"]) for part in hit.parts) == hit.score
    assert lines[0].text.startswith("Family name ‘orlenko’ and alias ‘orlenko’ are the same")
    assert "First name ‘viktor’ and alias ‘victor’ sound the same" in [line.text for line in lines]
    assert lines[0].points.startswith("+\u00a00.")


def test_screening_again_changes_nothing():
    import_lines(ORLIENKO)
    operator = make_company_of("Viktor Orlienko")
    screen(operator)

    again = screen(operator)

    assert again.hits == 0
    assert len(hits()) == 1
    assert ScreeningRun.objects.count() == 2


def test_a_false_match_stays_silent_until_the_entry_changes():
    import_lines(ORLIENKO)
    operator = make_operator()
    make_person(operator, "Viktor Orlienko")
    screen(operator)
    clear(hits()[0], "born 13 years later")

    screen(operator)
    assert not open_hits(operator).exists()

    changed = import_lines(sdn_line(1, "ORLIENKO, Viktor Andreevich", remarks="DOB 1971; nationality Velgoria."))
    run = services.screen_delta(version=changed, actor=HOUSE, now=NOW)

    assert run.hits == 1
    back = open_hits(operator).get()
    assert [found.reason for found in earlier_findings(back)] == ["born 13 years later"]


def test_a_false_match_comes_back_when_our_record_changes():
    import_lines(ORLIENKO)
    operator = make_operator()
    person = make_person(operator, "Viktor Orlienko")
    screen(operator)
    clear(hits()[0])

    with acting(actor=HOUSE, at=NOW):
        Person.objects.filter(pk=person.pk).update(date_of_birth=date(1958, 1, 1))
    screen(operator)

    assert open_hits(operator).count() == 1


def test_a_changed_list_is_compared_with_every_company_and_only_its_changes():
    import_lines(ORLIENKO)
    one, two = make_company_of("Viktor Orlienko"), make_company_of("Benno Hadrask")
    screen(one, two)
    clear(hits()[0])

    version = import_lines(ORLIENKO, HADRASK)
    run = services.screen_delta(version=version, actor=HOUSE, now=NOW)

    assert (run.names, run.hits) == (4, 1)
    assert open_hits(two).count() == 1
    assert not open_hits(one).exists()


def test_a_score_means_the_same_in_a_delta_and_in_a_whole_screening():
    import_lines(ORLIENKO, *(sdn_line(100 + n, f"VIKTOR NUMBER{n}") for n in range(30)))
    make_company_of("Benno Hadrazk")
    version = import_lines(
        ORLIENKO, HADRASK, sdn_line(5, "SARNO, Benno"), *(sdn_line(100 + n, f"VIKTOR NUMBER{n}") for n in range(30))
    )

    services.screen_delta(version=version, actor=HOUSE, now=NOW)
    by_delta = [(hit.entry_id, hit.score, hit.parts) for hit in hits()]
    operator = make_company_of("Benno Hadrazk")
    screen(operator)

    assert by_delta
    assert [(hit.entry_id, hit.score, hit.parts) for hit in ScreeningHit.objects.filter(operator=operator)] == by_delta


def test_an_open_hit_lapses_when_the_entry_goes_and_comes_back_with_it():
    import_lines(ORLIENKO, HADRASK)
    operator = make_company_of("Viktor Orlienko")
    screen(operator)

    services.screen_delta(version=import_lines(HADRASK), actor=HOUSE, now=NOW)
    hit = hits()[0]
    assert (hit.status, hit.reason) == ("LAPSED", "The entry or our record changed before a finding was written.")
    assert not open_hits(operator).exists()

    services.screen_delta(version=import_lines(ORLIENKO, HADRASK), actor=HOUSE, now=NOW)
    assert open_hits(operator).count() == 1
    assert len(hits()) == 1


def test_people_who_left_are_not_compared():
    import_lines(ORLIENKO)
    operator = make_operator()
    person = make_person(operator, "Viktor Orlienko")
    with acting(actor=HOUSE, at=NOW):
        Person.objects.filter(pk=person.pk).update(left_on=TODAY)

    assert screen(operator).hits == 0


def test_without_a_list_the_run_says_so():
    assert screen(make_operator()).list_versions == {}


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_finding_needs_a_reason(reason):
    import_lines(ORLIENKO)
    screen(make_company_of("Viktor Orlienko"))

    with pytest.raises(Refused, match="Your reason is read if the hit comes back"):
        clear(hits()[0], reason)


def test_the_same_person_fails_the_check_and_tells_the_team_leader():
    leader = make_officer("Ivo Marek", "TEAM_LEADER")
    import_lines(ORLIENKO)
    operator = make_company_of("Viktor Orlienko")
    vetting = make_vetting(operator)
    screen(operator)

    clear(hits()[0], "passport number is the same", same=True)

    check = check_of(vetting, "WATCH_LISTS")
    assert (check.result, check.source) == ("FAIL", "List test")
    assert "passport number is the same" in check.note
    assert Notice.objects.filter(recipients__user=leader, title="A screening hit was found to be the same").exists()
    obstacles = decision_obstacles(vetting.application, TODAY)
    assert "A screening hit was found to be the same." in obstacles


def test_an_unclear_hit_stays_open_with_the_next_step():
    import_lines(ORLIENKO)
    operator = make_company_of("Viktor Orlienko")
    screen(operator)

    services.note_hit(hit=hits()[0], reason="ask the registry", actor=officer(), now=NOW)

    assert (hits()[0].status, hits()[0].reason) == ("OPEN", "ask the registry")


def test_a_finding_can_be_taken_back_but_not_written_twice():
    import_lines(ORLIENKO)
    operator = make_company_of("Viktor Orlienko")
    screen(operator)
    clear(hits()[0])

    with pytest.raises(Refused, match="somebody else was faster"):
        clear(hits()[0], same=True)

    services.reopen_hit(hit=hits()[0], reason="new passport", actor=officer(), now=NOW)
    assert open_hits(operator).count() == 1


def test_new_hits_are_told_once_to_the_vetting_officers_without_a_name():
    nadia = officer()
    import_lines(ORLIENKO)
    screen(make_company_of("Viktor Orlienko"))

    notice = Notice.objects.get(recipients__user=nadia)
    assert notice.title == "1 new screening hit"
    assert "Orlienko" not in notice.title + notice.body
    assert notice.organisation is None


def test_events_of_hits_stay_hidden():
    import_lines(ORLIENKO)
    screen(make_company_of("Viktor Orlienko"))
    clear(hits()[0])

    events = Event.objects.filter(name__startswith="screening.")
    assert events.filter(name="screening.hit_cleared").exists()
    assert not events.filter(disclosed=True).exists()


def test_twenty_companies_cost_as_many_queries_as_two():
    import_lines(ORLIENKO, HADRASK)
    officer()
    make_operator("warm the index")
    screen(*[make_operator("Warm Up Ltd")])

    def queries(number):
        companies = [make_company_of("Viktor Orlienko") for _ in range(number)]
        for company in companies:
            make_person(company, "Benno Hadrask")
        with CaptureQueriesContext(
            connection,
        ) as seen:
            screen(*companies)
        return len(seen)

    assert queries(2) == queries(20)
