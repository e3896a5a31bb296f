"""Causes that no act of the portal brings: recorded on the clock of a file with reason and evidence, and taken off again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from applications import selectors, services
from applications.models import Application, RecordedCause
from applications.rules import has_own_act
from foundation.audit.models import Event
from foundation.audit.services import Refused
from foundation.clock.models import Limit
from foundation.clock.selectors import open_limit
from foundation.clock.services import local_date, now, today
from foundation.correspondence.models import Notice
from foundation.identity.adapters import second_factor
from lifecycle.services import SWEEPS, run_sweep
from operators import services as operators
from programme import services as programme
from programme.selectors import configuration
from programme.services import CauseTerms
from programme.states import Cause, TimeLimitCode
from tests.support.applications import NOW, Company, officer, under_vetting
from tests.support.identity import sign_in
from tests.support.programme import make_officer

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ON = local_date(NOW)
COURT = f"{TimeLimitCode.DECISION}|{Cause.CRIMINAL}|STOP"


def with_causes(*lines: tuple[str, CauseTerms]) -> None:
    """A version in force that knows these causes too."""
    sofia = make_officer("Sofia Kern")
    draft = programme.prepare_configuration(like=configuration(ON), valid_from=ON, reason="law", actor=sofia, now=NOW)
    for edition, (code, terms) in enumerate(lines):
        programme.set_cause(draft=draft, code=code, terms=terms, edition=edition, actor=sofia, now=NOW)
    programme.publish_configuration(configuration=draft, actor=make_officer("Henrik Sala"), now=NOW)


def file_in_court(begun: datetime = NOW) -> Application:
    company = Company()
    with_causes(
        (TimeLimitCode.DECISION, CauseTerms(Cause.CRIMINAL, "STOP")),
        (TimeLimitCode.DECISION, CauseTerms(Cause.CONSULTATION, "STOP")),
    )
    return under_vetting(company, begun)


def grounds(**given: Any) -> services.CauseGrounds:
    told = {
        "since": ON + DAY,
        "until": None,
        "amount": None,
        "reason": "A court has to speak first.",
        "evidence": "4 Js 12/26",
    }
    return services.CauseGrounds(**{**told, **given})


def put(file: Application, key: str = COURT, *, days: int = 1, **given: Any) -> RecordedCause:
    return services.record_cause(
        application=file, key=key, grounds=grounds(**given), actor=officer(), now=NOW + days * DAY
    )


def decision(file: Application) -> Limit:
    found = open_limit(file_id=file.public_id, kind=TimeLimitCode.DECISION)
    assert found is not None
    return found


@pytest.mark.requirement("R-APP-06", "R-APP-05")
def test_a_recorded_cause_stops_the_clock_and_its_end_lets_it_run_with_the_days_left() -> None:
    file = file_in_court()
    due = decision(file).due_on
    assert due
    cause = put(file)
    assert decision(file).due_on is None
    with pytest.raises(Refused, match="until today"):
        services.end_cause(recorded=cause, on=ON + 9 * DAY, actor=officer(), now=NOW + 8 * DAY)

    services.end_cause(recorded=cause, on=ON + 8 * DAY, actor=officer(), now=NOW + 8 * DAY)

    later = decision(file).due_on
    assert later
    assert later > due
    assert [event.reason for event in decision(file).events.all()][1:] == [
        "A court has to speak first.",
        "What let it stand still has ended",
    ]
    inside = Event.objects.get(name="application.cause_recorded.grounds")
    assert (inside.disclosed, inside.data["evidence"]) == (False, "4 Js 12/26")
    told = " ".join(str(event.data) for event in Event.objects.filter(disclosed=True, file_id=file.public_id))
    notices = " ".join(Notice.objects.values_list("title", flat=True)) + " ".join(
        Notice.objects.values_list("body", flat=True)
    )
    assert "4 Js 12/26" not in told + notices
    assert "criminal" not in (told + notices).lower(), "the trader reads the officer's words and nothing else"
    assert "A court has to speak first." in notices
    with pytest.raises(Refused, match="ended already"):
        services.end_cause(recorded=cause, on=ON + 8 * DAY, actor=officer(), now=NOW + 8 * DAY)


def test_a_button_pressed_twice_records_one_cause_and_its_end_lets_the_limit_run() -> None:
    file = file_in_court()
    cause = put(file)
    assert put(file) == cause
    assert RecordedCause.objects.count() == 1
    services.end_cause(recorded=cause, on=ON + 8 * DAY, actor=officer(), now=NOW + 8 * DAY)
    assert decision(file).due_on


def test_an_officer_with_an_interest_neither_records_nor_ends_a_cause() -> None:
    # given
    file = file_in_court()
    cause = put(file)
    operators.declare_interest(officer=officer(), operator=file.operator, nature="a cousin on the board", now=NOW)
    # then
    with pytest.raises(Refused, match="You declared an interest"):
        services.end_cause(recorded=cause, on=ON + 8 * DAY, actor=officer(), now=NOW + 8 * DAY)
    with pytest.raises(Refused, match="You declared an interest"):
        put(file)


def test_a_cause_with_a_known_last_day_ends_by_the_sweep_once() -> None:
    file = file_in_court()
    put(file, until=ON + 5 * DAY)
    for day, done in ((ON + 4 * DAY, 0), (ON + 6 * DAY, 1), (ON + 7 * DAY, 0)):
        assert len(run_sweep(SWEEPS["end_causes"], on=day, now=NOW + 6 * DAY).done) == done
    assert decision(file).events.last().on == ON + 5 * DAY  # type: ignore[union-attr]
    assert decision(file).due_on


@pytest.mark.requirement("R-APP-06")
def test_a_limit_held_twice_runs_again_only_when_nothing_holds_it() -> None:
    file = file_in_court()
    court = put(file)
    agency = put(file, f"{TimeLimitCode.DECISION}|{Cause.CONSULTATION}|STOP", days=2, since=ON + 2 * DAY)
    asked = services.ask(
        application=Application.objects.get(pk=file.pk),
        items=[services.NewItem("Which yard?")],
        actor=officer(),
        now=NOW + 3 * DAY,
    )
    services.go_on(request=asked, reason="Known.", actor=officer(), now=NOW + 4 * DAY)
    assert decision(file).due_on is None, "the answer does not end what a court does"
    services.end_cause(recorded=court, on=ON + 5 * DAY, actor=officer(), now=NOW + 5 * DAY)
    assert decision(file).due_on is None
    services.end_cause(recorded=agency, on=ON + 6 * DAY, actor=officer(), now=NOW + 6 * DAY)
    assert decision(file).due_on


def test_only_what_is_configured_for_that_limit_is_recorded_and_only_whole() -> None:
    file = file_in_court()
    for key in (
        f"{TimeLimitCode.DECISION}|{Cause.INVESTIGATION}|STOP",
        f"{TimeLimitCode.DECISION}|{Cause.PAUSE}|STOP",
        "x",
    ):
        with pytest.raises(Refused, match="does not know this cause"):
            put(file, key)
    for wrong, words in (
        ({"reason": " "}, "reason"),
        ({"evidence": ""}, "what shows it"),
        ({"since": ON + 2 * DAY}, "has begun"),
        ({"until": ON - DAY}, "before the first"),
    ):
        with pytest.raises(Refused, match=words):
            put(file, **wrong)
    with pytest.raises(Refused, match="can no longer be stopped"):
        put(file, days=400)
    assert not RecordedCause.objects.exists()
    assert decision(file).due_on


@pytest.mark.parametrize(
    ("code", "cause", "effect", "own"),
    [
        (TimeLimitCode.DECISION, Cause.INFORMATION, "STOP", True),
        (TimeLimitCode.ACCEPTANCE, Cause.PAUSE, "STOP", True),
        (TimeLimitCode.DECISION, Cause.CUSTOMS, "EXTEND", True),
        (TimeLimitCode.INFORMATION, Cause.TRADER, "EXTEND", True),
        (TimeLimitCode.HEARING, Cause.TRADER, "EXTEND", False),
        (TimeLimitCode.DECISION, Cause.INVESTIGATION, "STOP", False),
        (TimeLimitCode.ACCEPTANCE, Cause.CONSULTATION, "STOP", False),
    ],
)
def test_what_an_act_brings_nobody_records(code: str, cause: str, effect: str, own: bool) -> None:
    assert has_own_act(code=code, cause=cause, effect=effect, by_itself=False) is own


def test_an_officer_records_and_ends_a_cause_on_the_clock_panel() -> None:
    file = file_in_court(now() - 9 * DAY)
    second_factor.give_totp(officer())
    client = sign_in(Client(), officer())
    dossier = reverse("workbench:dossier", args=[file.public_id])
    page, end = (reverse(f"lifecycle:{name}", args=[file.public_id]) for name in ("record_cause", "end_cause"))
    assert client.get(end).status_code == 302, "nothing stands still yet"
    assert page in client.get(dossier).content.decode()
    assert "stands still while criminal proceedings are pending" in client.get(page).content.decode()
    first = today() - DAY
    day = {"since_day": first.day, "since_month": first.month, "since_year": first.year}
    empty = client.post(page, {"key": COURT, **day})
    assert empty.status_code == 422
    answer = client.post(page, {"key": COURT, **day, "reason": "A court speaks first.", "evidence": "4 Js 12/26"})
    assert answer.status_code == 302, answer.content.decode()
    seen = client.get(dossier).content.decode()
    assert "4 Js 12/26" in seen
    assert "Our time limit stands still." in seen, "what the trader reads"
    assert selectors.standing_causes(file).count() == 1
    assert client.get(end).status_code == 200
    assert client.get(f"{end}?cause=nothing").status_code == 302


def test_what_is_late_offers_no_cause_and_what_only_stops_asks_no_amount() -> None:
    file = file_in_court(now() - 9 * DAY)
    due = decision(file).due_on
    assert due is not None
    assert selectors.recordable_causes(file, due)
    assert selectors.recordable_causes(file, due + DAY) == []
    second_factor.give_totp(officer())
    form = sign_in(Client(), officer()).get(reverse("lifecycle:record_cause", args=[file.public_id]))
    assert ("amount" in form.context["form"].fields) is any(
        one.terms.effect == "EXTEND" for one in selectors.recordable_causes(file, today())
    )
