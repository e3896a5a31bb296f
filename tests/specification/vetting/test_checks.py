"""The thirteen desk checks and the determination, through the services."""

from datetime import date, timedelta

import pytest

from foundation.audit.models import Event
from foundation.audit.services import Refused
from operators.models import InterestDeclaration
from programme.models import ActTaken
from programme.selectors import breaches
from programme.services import take_act
from tests.support.programme import HOUSE, NOW, TODAY, reference_data
from tests.support.vetting import (
    check_of,
    clear_all,
    import_lines,
    make_company_of,
    make_vetting,
    officer,
    record,
    sdn_line,
)
from vetting import services
from vetting.models import Check, ScreeningHit
from vetting.selectors import decision_obstacles
from vetting.states import CheckCode

from foundation.audit.services import acting  # isort: skip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference(db):
    reference_data()


@pytest.mark.requirement("R-VET-01")
def test_accepted_files_get_thirteen_checks_once():
    vetting = make_vetting()

    again = services.open_vetting(application=vetting.application, actor=HOUSE, now=NOW)

    assert again == vetting
    assert list(vetting.checks.values_list("code", flat=True)) == CheckCode.values
    assert vetting.checks.count() == 13


@pytest.mark.requirement("R-VET-10")
def test_a_result_is_kept_with_source_person_day_and_expiry():
    vetting, nadia = make_vetting(), officer()

    check = record(check_of(vetting), nadia, source="company register", expires_on=date(2026, 12, 1))

    assert (check.result, check.checked_by, check.checked_at) == ("CLEAR", nadia, NOW)
    assert (check.source, check.expires_on, check.version) == ("company register", date(2026, 12, 1), 2)
    vetting.refresh_from_db()
    assert vetting.officer == nadia


def test_a_result_that_breaks_the_rules_names_its_fields():
    with pytest.raises(services.CheckRefused) as refusal:
        record(check_of(make_vetting()), officer(), result="FAIL", source="")

    assert [field for field, _text in refusal.value.fields] == ["source", "note"]


def test_two_officers_see_each_others_change():
    # given: both have opened version 1
    check = check_of(make_vetting())
    record(check, officer("Emil Vardan"), result="ATTENTION", note="seat moved in May")

    # when the second saves what she saw
    with pytest.raises(services.StaleEdit) as stale:
        record(check, officer("Nadia Sorel"), version=1)

    # then she sees his change, and nothing is lost
    assert stale.value.theirs.note == "seat moved in May"
    assert stale.value.theirs.checked_by.full_name == "Emil Vardan"
    check.refresh_from_db()
    assert check.result == "ATTENTION"


@pytest.mark.requirement("R-VET-03", "R-VET-10")
def test_a_file_is_determined_when_every_check_has_a_result():
    vetting, nadia = make_vetting(), officer()
    clear_all(vetting, nadia, leave=("SOLVENCY", "TAX_RECORD"))
    record(check_of(vetting, "SOLVENCY"), nadia, result="ATTENTION", note="thin equity", expires_on=date(2026, 11, 30))

    with pytest.raises(Refused) as refusal:
        services.determine(vetting=vetting, risk="LOW", reason="clean", actor=nadia, now=NOW)
    assert refusal.value.breaches == ("Not checked yet: Tax record.",)
    assert ActTaken.objects.get().act == "VET"  # taken with the first check

    record(check_of(vetting, "TAX_RECORD"), nadia)
    services.determine(vetting=vetting, risk="LOW", reason="clean", actor=nadia, now=NOW)

    vetting.refresh_from_db()
    assert (vetting.status, vetting.risk, vetting.determination) == ("DETERMINED", "LOW", "clean")
    assert vetting.valid_until == date(2026, 11, 30)
    assert ActTaken.objects.get().act == "VET"
    assert decision_obstacles(vetting.application, TODAY) == []
    assert decision_obstacles(vetting.application, date(2026, 12, 1)) == ["Vetting ended on 30 November 2026."]


def test_who_recorded_a_single_check_has_vetted_and_may_not_decide():
    vetting, nadia, emil = make_vetting(), officer(), officer("Emil Vardan")
    record(check_of(vetting, "TAX_RECORD"), emil)
    clear_all(vetting, nadia, leave=("TAX_RECORD",))
    services.determine(vetting=vetting, risk="LOW", reason="clean", actor=nadia, now=NOW)

    file_id = vetting.application.public_id
    assert set(ActTaken.objects.filter(act="VET").values_list("user", flat=True)) == {nadia.pk, emil.pk}
    assert breaches(file_id=file_id, act="DECIDE", user=emil, on=TODAY) == ["You did the desk checks of this file."]


def test_who_decided_has_no_part_in_the_checks():
    vetting, nadia = make_vetting(), officer()
    take_act(file_id=vetting.application.public_id, act="DECIDE", user=nadia, now=NOW)

    with pytest.raises(Refused, match="You decided this file"):
        record(check_of(vetting, "TAX_RECORD"), nadia)
    assert check_of(vetting, "TAX_RECORD").result == ""


def test_a_failed_check_leaves_high_risk_only():
    vetting, nadia = make_vetting(), officer()
    clear_all(vetting, nadia, leave=("CRIME",))
    record(check_of(vetting, "CRIME"), nadia, result="FAIL", note="conviction of 2024")

    with pytest.raises(Refused, match="only high risk"):
        services.determine(vetting=vetting, risk="MEDIUM", reason="minor", actor=nadia, now=NOW)

    assert services.determine(vetting=vetting, risk="HIGH", reason="grave", actor=nadia, now=NOW).risk == "HIGH"


def test_a_determination_without_reason_is_refused():
    vetting, nadia = make_vetting(), officer()
    clear_all(vetting, nadia)

    with pytest.raises(Refused, match="reason"):
        services.determine(vetting=vetting, risk="LOW", reason=" ", actor=nadia, now=NOW)


def test_a_determined_file_is_closed_until_it_is_reopened_with_a_reason():
    vetting, nadia = make_vetting(), officer()
    clear_all(vetting, nadia)
    services.determine(vetting=vetting, risk="LOW", reason="clean", actor=nadia, now=NOW)

    with pytest.raises(Refused, match="already determined"):
        record(check_of(vetting), nadia)
    with pytest.raises(Refused):
        services.determine(vetting=vetting, risk="LOW", reason="again", actor=nadia, now=NOW)

    services.reopen_vetting(vetting=vetting, reason="sent back", actor=HOUSE, now=NOW)
    record(check_of(vetting), nadia, now=NOW + timedelta(hours=1))
    assert services.determine(vetting=vetting, risk="MEDIUM", reason="anew", actor=nadia, now=NOW).risk == "MEDIUM"


def test_an_officer_with_a_declared_interest_takes_no_part():
    vetting, nadia = make_vetting(), officer()
    operator = vetting.application.operator
    with acting(actor=HOUSE, at=NOW):
        InterestDeclaration.objects.create(
            officer=nadia, operator=operator, nature="shares", declared_at=NOW, valid_from=TODAY
        )

    with pytest.raises(Refused, match="You declared an interest in Amberley Textiles Ltd"):
        record(check_of(vetting), nadia)


def test_open_hits_stand_in_the_way_of_clear_lists_and_of_the_determination():
    operator = make_company_of("Viktor Orlienko")
    vetting, nadia = make_vetting(operator), officer()
    import_lines(sdn_line(1, "ORLIENKO, Viktor"))
    services.screen(operators=[operator], cause="test", actor=HOUSE, now=NOW)
    clear_all(vetting, nadia, leave=("WATCH_LISTS",))

    with pytest.raises(services.CheckRefused, match="1 screening hit is open"):
        record(check_of(vetting, "WATCH_LISTS"), nadia)

    services.resolve_hit(hit=ScreeningHit.objects.get(), same=False, reason="other", actor=nadia, now=NOW)
    record(check_of(vetting, "WATCH_LISTS"), nadia)
    assert services.determine(vetting=vetting, risk="LOW", reason="clean", actor=nadia, now=NOW).status == "DETERMINED"


@pytest.mark.requirement("R-APP-17")
def test_no_event_of_vetting_is_disclosed_or_names_the_company():
    vetting, nadia = make_vetting(), officer()
    clear_all(vetting, nadia)
    services.determine(vetting=vetting, risk="LOW", reason="clean", actor=nadia, now=NOW)

    events = Event.objects.filter(name__regex="^(vetting|screening|watch_list)")
    assert events.filter(name="vetting.determined").exists()
    assert not events.filter(disclosed=True).exists()
    assert not events.exclude(organisation_id=None).exists()


def test_the_thirteen_checks_have_a_slug_each():
    vetting = make_vetting()
    assert {check.slug for check in Check.objects.filter(vetting=vetting)} >= {"watch-lists", "tax-record", "form"}
