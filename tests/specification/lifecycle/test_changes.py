"""Changes that a trader tells: old and new value, an answer, and a register that says what was accepted. Case 54."""

from datetime import UTC, date, datetime, time, timedelta
from unittest import mock

import pytest

from applications import selectors
from applications import services as applications
from applications.models import ChangeNotice
from applications.states import ChangeStatus, ChangeSubject
from foundation.audit.models import Event
from foundation.audit.services import Refused
from foundation.correspondence.models import Letter, Notice
from lifecycle import services
from operators import services as operators
from operators.models import Operator, Person, Site
from tests.support.applications import NOW, Company, officer, under_vetting

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def tell(company: Company, subject: str = ChangeSubject.COMPANY, **given: object) -> ChangeNotice:
    values = given.pop("values", {"legal_name": "Solvane Foods Group Ltd", "employees": "60"})
    since = given.pop("since", NOW.date())
    return applications.notify_change(
        operator=company.operator,
        subject=subject,
        values=values,  # type: ignore[arg-type]
        since=since,  # type: ignore[arg-type]
        user=company.preparer,
        now=NOW,
        **given,  # type: ignore[arg-type]
    )


@pytest.mark.requirement("R-APP-02")
def test_an_accepted_change_stands_in_the_register_with_old_and_new_value_in_the_record() -> None:
    """Case 54."""
    company = Company()
    file = under_vetting(company)
    notice = tell(company)
    assert [(line.label, line.old, line.new) for line in selectors.fields_of(notice)] == [
        ("Legal name", "Solvane Foods Ltd", "Solvane Foods Group Ltd"),
        ("Number of employees", "25", "60"),
    ]
    assert Operator.objects.get(pk=company.operator.pk).legal_name == "Solvane Foods Ltd", "told is not accepted"

    services.accept_change(notice=notice, actor=officer(), now=NOW + DAY)

    operator = Operator.objects.get(pk=company.operator.pk)
    assert (operator.legal_name, operator.employees, operator.size) == ("Solvane Foods Group Ltd", 60, "LARGE")
    edited = Event.objects.get(name="operator.edited")
    assert edited.data["legal_name"] == {"from": "Solvane Foods Ltd", "to": "Solvane Foods Group Ltd"}
    assert notice.application_id == file.pk
    assert Event.objects.filter(name="change.accepted", file_id=file.public_id, disclosed=True).count() == 1
    letter = Letter.objects.get(template_code="change.answered")
    assert "Legal name: Solvane Foods Ltd → Solvane Foods Group Ltd" in letter.body
    with pytest.raises(Refused, match="already"):
        services.accept_change(notice=notice, actor=officer(), now=NOW + DAY)


def test_a_change_told_by_two_clicks_waits_once() -> None:
    company = Company()
    assert tell(company) == tell(company)
    assert ChangeNotice.objects.count() == 1


def test_a_refused_change_leaves_the_record_and_gives_the_reason() -> None:
    company = Company()
    notice = tell(company)
    with pytest.raises(Refused, match="reason"):
        services.refuse_change(notice=notice, reason=" ", actor=officer(), now=NOW + DAY)
    services.refuse_change(notice=notice, reason="The deed is missing.", actor=officer(), now=NOW + DAY)
    assert Operator.objects.get(pk=company.operator.pk).legal_name == "Solvane Foods Ltd"
    assert "The deed is missing." in Letter.objects.get(template_code="change.answered").body


def test_customs_asks_back_and_the_trader_answers_with_a_paper() -> None:
    company = Company()
    notice = tell(company)
    asked = applications.ask_about_change(notice=notice, question="Since when?", actor=officer(), now=NOW)
    assert asked.status == ChangeStatus.ASKED
    assert Notice.objects.filter(title="A question about the change you told us").exists()
    paper = company.paper("Deed")
    replied = applications.reply_about_change(
        notice=notice, reply="Since May.", documents=[paper], user=company.preparer, now=NOW
    )
    assert (replied.status, replied.reply) == (ChangeStatus.SENT, "Since May.")
    assert list(replied.documents.all()) == [paper]
    with pytest.raises(Refused, match="not in your documents"):
        tell(company, documents=[Company("Velin Motors Ltd").paper()])


def test_a_record_that_changed_since_is_shown_before_anything_is_written_over() -> None:
    company = Company()
    notice = tell(company)
    operator = Operator.objects.get(pk=company.operator.pk)
    operators.edit_operator(
        operator=operator, changes={"employees": 30}, version=operator.version, actor=officer(), now=NOW
    )
    fresh = ChangeNotice.objects.get(pk=notice.pk)
    assert selectors.stale_fields_of(fresh) == ("employees",)
    assert [field.record for field in selectors.fields_of(fresh) if field.is_stale] == ["30"]
    with pytest.raises(Refused, match="changed since"):
        services.accept_change(notice=fresh, actor=officer(), now=NOW + DAY)
    services.accept_change(notice=fresh, although_stale=True, actor=officer(), now=NOW + DAY)
    assert Operator.objects.get(pk=company.operator.pk).employees == 60


def test_places_and_people_come_change_and_go() -> None:
    company = Company()
    site, person = company.operator.sites.get(name="Store 2"), company.operator.people.get()
    place = {"name": "Store 3", "address": "9 Quay", "city": "Lenmar", "region": "north", "activity": "packing"}
    told = [
        tell(company, ChangeSubject.NEW_SITE, values={**place, "keeps_records": "no"}),
        tell(company, ChangeSubject.CLOSED_SITE, values={}, site=site),
        tell(company, ChangeSubject.PERSON, values={"full_name": "Owner Renamed"}, person=person),
        tell(
            company,
            ChangeSubject.NEW_PERSON,
            values={"full_name": "New Director", "role": "DIRECTOR", "date_of_birth": "1980-02-29", "email": ""},
        ),
    ]
    for notice in told:
        services.accept_change(notice=notice, actor=officer(), now=NOW + DAY)
    assert Site.objects.filter(operator=company.operator, name="Store 3", closed_on=None).exists()
    assert Site.objects.get(pk=site.pk).closed_on == NOW.date()
    assert Person.objects.get(pk=person.pk).full_name == "Owner Renamed"
    assert Person.objects.get(full_name="New Director").date_of_birth is not None


def test_nothing_different_and_strange_places_are_refused() -> None:
    company, other = Company(), Company("Velin Motors Ltd")
    with pytest.raises(Refused, match="Nothing is different"):
        tell(company, values={"legal_name": "Solvane Foods Ltd"})
    with pytest.raises(Refused, match="does not belong"):
        tell(company, ChangeSubject.SITE, values={"name": "X"}, site=other.operator.sites.first())


AHEAD = NOW.date() + 10 * DAY


def told_ahead(company: Company, subject: str = ChangeSubject.COMPANY, **given: object) -> ChangeNotice:
    """Accepted today, to count in ten days."""
    notice = tell(company, subject, since=AHEAD, **given)
    return services.accept_change(notice=notice, actor=officer(), now=NOW + DAY)


def on_its_day(day: date = AHEAD, *, dry_run: bool = False) -> services.SweepResult:
    now = datetime.combine(day, time(3), tzinfo=UTC)
    return services.run_sweep(services.SWEEPS["apply_changes"], on=day, now=now, dry_run=dry_run)


@pytest.mark.requirement("R-APP-02")
def test_a_change_told_for_a_later_day_changes_the_register_on_that_day_and_not_before() -> None:
    company = Company()
    notice = told_ahead(company)

    assert notice.status == ChangeStatus.WAITING
    assert Operator.objects.get(pk=company.operator.pk).legal_name == "Solvane Foods Ltd"
    letter = Letter.objects.get(template_code="change.answered")
    assert "says so from 12 March 2026" in letter.body
    assert on_its_day(AHEAD - DAY).found == ()
    assert on_its_day(dry_run=True).found == (notice.pk,)

    assert on_its_day().done == (notice.pk,)

    operator = Operator.objects.get(pk=company.operator.pk)
    assert (operator.legal_name, operator.employees) == ("Solvane Foods Group Ltd", 60)
    notice.refresh_from_db()
    assert (notice.status, notice.answered_at) == (ChangeStatus.ACCEPTED, NOW + DAY)
    steps = (
        Event.objects.filter(name__startswith="change.", disclosed=True).order_by("id").values_list("name", flat=True)
    )
    assert list(steps) == ["change.sent", "change.accepted", "change.took_effect"]
    assert Event.objects.get(name="operator.edited").at.date() == AHEAD
    assert Notice.objects.filter(title="Your record says so now: Data of the company").count() == 1
    assert on_its_day(AHEAD + DAY).found == (), "twice is once"


def test_a_place_that_closes_later_is_closed_from_the_told_day_even_when_the_sweep_comes_late() -> None:
    company = Company()
    site = company.operator.sites.get(name="Store 2")
    told_ahead(company, ChangeSubject.CLOSED_SITE, values={}, site=site)
    on_its_day(AHEAD + 3 * DAY)
    assert Site.objects.get(pk=site.pk).closed_on == AHEAD


def test_what_can_no_longer_be_written_goes_back_to_the_officers_and_the_register_stays() -> None:
    company = Company()
    notice = told_ahead(company)
    with mock.patch("lifecycle.services.changes.operators.edit_operator", side_effect=Refused("The place is gone.")):
        assert on_its_day().failed == ()
    notice.refresh_from_db()
    assert (notice.status, notice.answered_at) == (ChangeStatus.SENT, None)
    assert Event.objects.get(name="change.came_back").reason == "The place is gone."
    assert Notice.objects.filter(title__startswith="Could not be written into the record").exists()
    assert on_its_day().found == ()


def test_what_somebody_wrote_meanwhile_is_not_written_over_on_the_day_of_an_older_change() -> None:
    # given: accepted for a later day, and before that day a newer name is accepted at once
    company = Company()
    older = told_ahead(company)
    newer = tell(company, values={"legal_name": "Solvane Holding Ltd"})
    services.accept_change(notice=newer, although_stale=True, actor=officer(), now=NOW + 2 * DAY)
    # when
    on_its_day()
    # then
    assert Operator.objects.get(pk=company.operator.pk).legal_name == "Solvane Holding Ltd"
    older.refresh_from_db()
    assert older.status == ChangeStatus.SENT, "an officer looks at both"


def test_the_trader_may_take_a_change_back_before_its_day() -> None:
    company = Company()
    notice = told_ahead(company)
    applications.withdraw_change(notice=notice, user=company.preparer, now=NOW + 2 * DAY)
    assert on_its_day().found == ()
    assert Operator.objects.get(pk=company.operator.pk).legal_name == "Solvane Foods Ltd"
    assert Notice.objects.filter(title__startswith="Taken back by Solvane Foods Ltd").exists()
