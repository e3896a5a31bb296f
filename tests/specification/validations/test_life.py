"""Planning, agreeing the day and recording on site, through the services."""

from datetime import timedelta

import pytest

from foundation.audit.models import Event
from foundation.audit.services import Refused, acting
from foundation.correspondence.models import Notice
from operators.models import InterestDeclaration
from programme import services as programme
from programme.models import ActTaken
from programme.selectors import criteria
from tests.support.validations import NOW, SEED, TODAY, Scene, later, picture, point_of
from validations import selectors, services
from validations.models import Point
from validations.states import SiteReason, ValidationStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


# --- planning ---------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-VAL-03", "R-VAL-05")
def test_planning_draws_the_sample_and_opens_one_point_per_criterion_and_place() -> None:
    # given
    scene = Scene(sites=25)

    # when
    visit = scene.plan()

    # then
    assert [row.reason for row in visit.sites.all()].count(SiteReason.RECORDS) == 1
    assert visit.sites.count() == 5
    assert visit.sample_seed == SEED
    per_company = visit.points.filter(site__isnull=True).count()
    per_site = visit.points.filter(site__isnull=False).count()
    assert per_company > 0
    assert per_site % 5 == 0
    assert per_site > 0
    assert (
        Point.objects.filter(validation=visit, site__in=scene.sites)
        .exclude(site__in=visit.sites.values("site"))
        .count()
        == 0
    )
    assert all(point.criterion in criteria(scene.application.criteria_set) for point in visit.points.all())


def test_the_same_seed_draws_the_same_sites_again() -> None:
    scene = Scene(sites=25)
    first = scene.plan()
    names = [row.site.name for row in first.sites.all()]
    services.cancel(validation=first, reason="Wrong week.", actor=scene.case_officer, now=NOW)

    again = scene.plan()

    assert [row.site.name for row in again.sites.all()] == names


def test_a_lead_who_is_no_validator_of_the_office_is_refused(scene: Scene) -> None:
    with pytest.raises(Refused, match="Dalia Roost is no validator of this office"):
        scene.plan(lead=scene.case_officer)


@pytest.mark.requirement("R-VAL-06")
def test_a_third_party_validator_takes_part_but_does_not_lead(scene: Scene) -> None:
    outsider = scene.third_party()

    with pytest.raises(Refused, match="can’t lead"):
        scene.plan(lead=outsider)
    visit = scene.plan(members=[outsider])

    assert visit.team.filter(user=outsider).exists()


def test_a_declared_interest_keeps_a_validator_out_of_the_team(scene: Scene) -> None:
    with acting(actor=scene.lead, at=NOW):
        InterestDeclaration.objects.create(
            officer=scene.lead, operator=scene.operator, nature="shares", declared_at=NOW, valid_from=TODAY
        )

    with pytest.raises(Refused, match="Petra Lund declared an interest in Brenna Pass Carriers Ltd"):
        scene.plan()


def test_one_visit_at_a_time_is_under_way_on_a_file(scene: Scene) -> None:
    scene.plan()

    with pytest.raises(Refused, match="under way already"):
        scene.plan()


def test_a_company_without_a_site_cannot_be_planned() -> None:
    scene = Scene(sites=0)

    with pytest.raises(Refused, match="entered no site"):
        scene.plan()


def test_a_member_declares_before_taking_part(scene: Scene) -> None:
    visit = services.plan(application=scene.application, lead=scene.lead, actor=scene.case_officer, now=NOW, seed=1)
    services.notify(
        validation=visit,
        starts_on=TODAY + timedelta(days=30),
        ends_on=TODAY + timedelta(days=30),
        actor=scene.case_officer,
        now=NOW,
    )

    with pytest.raises(Refused, match="Declare first that you have no interest"):
        services.start(validation=visit, actor=scene.lead, now=later(30))


# --- the day ----------------------------------------------------------------------------------------------------------


def test_the_notice_of_the_configuration_in_force_is_kept(scene: Scene) -> None:
    # given: ten business days in the common profile, by the calendar of the office
    visit = scene.plan()
    earliest = selectors.earliest_start(visit, TODAY)
    day_before = earliest - timedelta(days=1)

    # when, then
    with pytest.raises(Refused, match="A visit needs a notice of 10 business days"):
        services.notify(validation=visit, starts_on=day_before, ends_on=day_before, actor=scene.case_officer, now=NOW)
    services.notify(validation=visit, starts_on=earliest, ends_on=earliest, actor=scene.case_officer, now=NOW)

    visit.refresh_from_db()
    assert visit.status == ValidationStatus.NOTIFIED
    assert visit.notified_on == TODAY
    assert visit.notice_letter is not None
    assert visit.notice_letter.organisation == scene.company
    assert visit.confirm_by is not None
    assert TODAY <= visit.confirm_by < earliest


@pytest.mark.requirement("R-VAL-05")
def test_with_thirty_calendar_days_configured_day_29_is_refused_and_day_30_allowed(scene: Scene) -> None:
    # given: acceptance case 14
    draft = programme.prepare_configuration(
        profile="apec_common", valid_from=TODAY, reason="Longer notice.", actor=scene.lead, now=NOW
    )
    with acting(actor=scene.lead, at=NOW):
        draft.time_limits.filter(code="validation.notice").update(amount=30, unit="CALENDAR_DAYS")
    programme.publish_configuration(configuration=draft, actor=scene.reviewer, now=NOW)
    visit = scene.plan()
    too_soon, soon_enough = TODAY + timedelta(days=29), TODAY + timedelta(days=30)

    # when, then
    with pytest.raises(Refused, match="A visit needs a notice of 30 calendar days"):
        services.notify(validation=visit, starts_on=too_soon, ends_on=too_soon, actor=scene.case_officer, now=NOW)
    services.notify(validation=visit, starts_on=soon_enough, ends_on=soon_enough, actor=scene.case_officer, now=NOW)

    visit.refresh_from_db()
    assert visit.starts_on == soon_enough


def test_a_visit_that_ends_before_it_begins_is_refused(scene: Scene) -> None:
    visit = scene.plan()
    day = TODAY + timedelta(days=40)

    with pytest.raises(Refused, match="can’t be before the first"):
        services.notify(
            validation=visit, starts_on=day, ends_on=day - timedelta(days=1), actor=scene.case_officer, now=NOW
        )


def test_the_trader_is_asked_by_a_notice_that_is_settled_by_the_answer(scene: Scene) -> None:
    visit = scene.at("NOTIFIED")
    asked = Notice.objects.get(organisation=scene.company, kind="ACTION")
    assert asked.due_on == visit.confirm_by

    services.confirm_date(validation=visit, user=scene.trader, now=later(1))

    asked.refresh_from_db()
    assert asked.settled_at is not None
    assert Notice.objects.filter(
        recipients__user=scene.lead, title__startswith="The day of the visit is fixed"
    ).exists()


def test_a_day_offered_by_the_trader_is_fixed_without_a_new_notice(scene: Scene) -> None:
    visit = scene.at("NOTIFIED")
    soon = TODAY + timedelta(days=4)
    services.offer_dates(validation=visit, dates=[soon], remark="Stocktaking before", user=scene.trader, now=later(1))

    services.set_dates(validation=visit, starts_on=soon, ends_on=soon, actor=scene.lead, now=later(2))

    visit.refresh_from_db()
    assert (visit.starts_on, visit.offered_dates) == (soon, [])
    assert visit.date_confirmed_at == later(2)


def test_another_day_needs_the_notice_again_and_the_trader_is_asked_again(scene: Scene) -> None:
    visit = scene.at("CONFIRMED")
    first_letter = visit.notice_letter

    with pytest.raises(Refused, match="needs a notice"):
        services.set_dates(
            validation=visit,
            starts_on=TODAY + timedelta(days=5),
            ends_on=TODAY + timedelta(days=5),
            actor=scene.lead,
            now=later(2),
        )
    services.set_dates(
        validation=visit,
        starts_on=TODAY + timedelta(days=50),
        ends_on=TODAY + timedelta(days=50),
        actor=scene.lead,
        now=later(2),
    )

    visit.refresh_from_db()
    assert visit.date_confirmed_at is None
    assert visit.notice_letter != first_letter


def test_the_visit_does_not_start_before_its_day_nor_while_an_offer_is_unanswered(scene: Scene) -> None:
    visit = scene.at("NOTIFIED")
    with pytest.raises(Refused, match="has not begun yet"):
        services.start(validation=visit, actor=scene.lead, now=later(29))
    services.offer_dates(validation=visit, dates=[TODAY + timedelta(days=40)], user=scene.trader, now=later(1))

    with pytest.raises(Refused, match="offered other days"):
        services.start(validation=visit, actor=scene.lead, now=later(31))


# --- on site ----------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R-VAL-01", "R-VAL-05")
def test_a_second_person_with_an_older_version_sees_the_first_one_s_entry(scene: Scene) -> None:
    # given
    visit = scene.at("IN_PROGRESS")
    point = point_of(visit)
    seen = point.version
    services.record_point(
        point=point, result="MET", note="two gates", version=seen, actor=scene.member, now=later(30, 1)
    )

    # when
    with pytest.raises(services.StaleEdit) as refusal:
        services.record_point(
            point=point, result="NOT_MET", note="one gate open", version=seen, actor=scene.lead, now=later(30, 2)
        )

    # then
    assert refusal.value.theirs.note == "two gates"
    assert "Oskar Feld changed this meanwhile" in refusal.value.message
    point.refresh_from_db()
    assert (point.result, point.version) == ("MET", seen + 1)


def test_who_does_not_belong_to_the_team_records_nothing(scene: Scene) -> None:
    point = point_of(scene.at("IN_PROGRESS"))

    with pytest.raises(Refused, match="do not belong to the team"):
        services.record_point(point=point, result="MET", note="", version=1, actor=scene.reviewer, now=later(30))


def test_a_failed_must_without_required_action_is_not_saved_from_its_page(scene: Scene) -> None:
    point = point_of(scene.at("IN_PROGRESS"))

    with pytest.raises(Refused, match="needs a required action"):
        services.record_entry(point=point, result="NOT_MET", note="", version=1, actor=scene.lead, now=later(30))

    point.refresh_from_db()
    assert point.result == ""


def test_photographs_belong_to_customs_and_never_stand_in_the_company_s_library(scene: Scene) -> None:
    point = point_of(scene.at("IN_PROGRESS"))

    services.record_entry(
        point=point, result="MET", note="", version=1, photos=[picture()], actor=scene.lead, now=later(30)
    )

    photo = point.documents.get()
    assert photo.organisation != scene.company
    assert photo.organisation.kind == "CUSTOMS"


@pytest.mark.requirement("R-VAL-03")
def test_a_failed_must_at_a_site_suggests_the_sites_that_do_the_same(scene: Scene) -> None:
    # given: three sites alike, of which two are in the sample
    visit = scene.at("IN_PROGRESS")
    outside = set(scene.sites) - {row.site for row in visit.sites.all()}

    # when
    scene.record_all(visit, failed=True)

    # then
    assert {row.site for row in selectors.suggestions(visit)} == outside
    assert Event.objects.filter(name="validation.enlargement_suggested").exists()

    services.enlarge(
        validation=visit, sites=outside, reason="Same failure possible.", actor=scene.lead, now=later(30, 2)
    )
    assert selectors.suggestions(visit) == []
    assert visit.points.filter(site__in=outside).exists()


def test_the_visit_ends_only_when_every_point_is_in_order_and_then_each_recorder_has_validated(scene: Scene) -> None:
    visit = scene.at("IN_PROGRESS")
    with pytest.raises(Refused, match="have no result yet"):
        services.end_visit(validation=visit, actor=scene.lead, now=later(30))
    scene.record_all(visit, failed=True)

    services.end_visit(validation=visit, actor=scene.lead, now=later(31))

    visit.refresh_from_db()
    assert visit.visited_on == TODAY + timedelta(days=31)
    taken = ActTaken.objects.filter(file_id=scene.application.public_id, act="VALIDATE")
    assert [row.user for row in taken] == [scene.lead]


def test_a_finding_can_be_corrected_and_taken_back_before_the_report_leaves(scene: Scene) -> None:
    visit = scene.at("RECORDED", failed=True)
    finding = scene.action(visit)

    services.change_finding(
        finding=finding,
        grade="REQUIRED_ACTION",
        text="Lock it at night.",
        due_on=TODAY + timedelta(days=70),
        actor=scene.lead,
        now=later(31),
    )
    finding.refresh_from_db()
    assert finding.text == "Lock it at night."
    services.remove_finding(finding=finding, actor=scene.lead, now=later(31))

    with pytest.raises(Refused, match="1 must is not met and has no required action"):
        services.end_visit(validation=visit, actor=scene.lead, now=later(31))
