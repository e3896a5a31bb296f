"""Random lives of an operator's certificates: dates in order, one record for each change, and border systems told the truth.

The oracle below knows nothing of the product: it writes a diary, one word for each kind and day.
"""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from certificates.models import Certificate, StatusChange
from certificates.rules import Change, status_on
from certificates.states import API_WORD, CertificateStatus
from foundation.audit.models import Event
from foundation.audit.services import Refused
from lifecycle import selectors, services
from lifecycle.models import StatusProjection
from lifecycle.services import SWEEPS, run_sweep
from tests.support.lifecycle import BOTH, House, at, granted, make_operator

START = date(2026, 3, 2)
DAY = timedelta(days=1)
KINDS = st.sampled_from([str(kind) for kind in BOTH])
LIVE = ("active", "suspended")
SOURCES = {
    "suspend": ("active",),
    "lift": ("suspended",),
    "annul_suspension": ("suspended",),
    "revoke": LIVE,
    "annul": ("waiting", *LIVE),
    "surrender": ("waiting", *LIVE),
}
STATUS = {
    "suspend": "SUSPENDED",
    "lift": "ACTIVE",
    "annul_suspension": "ACTIVE",
    "revoke": "REVOKED",
    "annul": "ANNULLED",
    "surrender": "SURRENDERED",
}
WORD = {"revoke": "revoked", "annul": "revoked", "surrender": "surrendered"}


class Diary:
    """What one certificate said on each day, written by hand."""

    def __init__(self, today: date, begins: date, last: date | None) -> None:
        self.begins, self.last, self.state = begins, last, "waiting"
        self.written, self.words, self.suspended = 1, {}, today
        self.words[today] = "none"

    def pass_to(self, day: date) -> None:
        """The calendar alone: begins on its day, ends after its last."""
        current = max(self.words)
        while current < day:
            current += DAY
            if self.state == "waiting" and current >= self.begins:
                self.state, self.written = "active", self.written + 1
            if self.state in LIVE and self.last and current > self.last:
                self.state, self.written = "expired", self.written + 1
            self.words[current] = "none" if self.state == "waiting" else self.state

    def act(self, name: str, today: date) -> None:
        self.written += 1
        if name == "suspend":
            self.state, self.suspended = "suspended", today
        elif name in ("lift", "annul_suspension"):
            self.state = "active"
        else:
            self.state = WORD[name]
        if name == "annul_suspension":
            self.words |= {day: "active" for day in self.words if day >= self.suspended}
        if name == "annul":
            self.words = dict.fromkeys(self.words, "none")
        self.words[today] = self.state

    def on(self, day: date) -> str:
        return self.words.get(day, "none")


class Lives(RuleBasedStateMachine):
    """One operator, both kinds, any order of acts, sweeps that may be late."""

    house: House

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.savepoint()
        self.today, self.acts_today = START, 0
        self.operator = make_operator()
        self.diaries: dict[int, Diary] = {}
        self.speaking: dict[str, list[int]] = {kind: [] for kind in BOTH}

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)

    # --- what may happen ---

    @rule(days=st.integers(1, 40))
    def wait(self, days: int) -> None:
        self.today += days * DAY
        self.acts_today = 0
        for diary in self.diaries.values():
            diary.pass_to(self.today)

    @rule(kind=KINDS, lasts=st.none() | st.integers(0, 60))
    def grant(self, kind: str, lasts: int | None) -> None:
        if any(self.diaries[pk].state in ("waiting", *LIVE) for pk in self.speaking[kind]):
            return
        self.sweep()
        begins = self.today + 5 * DAY
        last = None if lasts is None else begins + lasts * DAY
        (certificate,) = granted(self.house, self.operator, [kind], decided_on=self.today, valid_until=last)
        self.diaries[certificate.pk] = Diary(self.today, begins, last)
        self.speaking[kind].append(certificate.pk)

    @rule()
    def sweep(self) -> None:
        for name in ("take_effect", "expire_certificates"):
            assert not run_sweep(SWEEPS[name], on=self.today, now=at(self.today)).failed

    @precondition(lambda self: self.diaries)
    @rule(kind=KINDS, name=st.sampled_from(sorted(SOURCES)))
    def act(self, kind: str, name: str) -> None:
        if not self.speaking[kind]:
            return
        pk = self.speaking[kind][-1]
        diary = self.diaries[pk]
        if diary.state in SOURCES[name]:
            self._take(name, Certificate.objects.get(pk=pk))
            diary.act(name, self.today)
            return
        before = self._record()
        with pytest.raises(Refused), transaction.atomic():
            self._take(name, Certificate.objects.get(pk=pk))
        assert self._record() == before

    @precondition(lambda self: self.diaries)
    @rule(days=st.integers(0, 90))
    def look_back(self, days: int) -> None:
        day = max(START, self.today - days * DAY)
        found = selectors.answers([self.operator.tin], day)[self.operator.tin]
        assert self._told(found) == self._diary(day)

    # --- what always holds ---

    @invariant()
    def border_systems_are_told_the_truth_of_today(self) -> None:
        truth, changes_on = selectors.docs([self.operator], self.today)[self.operator.pk]
        assert self._told(truth) == self._diary(self.today)
        row = StatusProjection.objects.filter(operator=self.operator).first()
        if row is None:
            assert truth == selectors.nothing(self.operator.tin)
        elif row.changes_on is None or row.changes_on > self.today:
            assert (json.loads(row.doc), row.changes_on) == (truth, changes_on)

    @invariant()
    def every_change_has_one_row_and_one_event_with_its_actor(self) -> None:
        changes = list(StatusChange.objects.filter(certificate__operator=self.operator).order_by("id"))
        events = list(
            Event.objects.filter(
                subject__in=[f"certificates.certificate:{pk}" for pk in self.diaries], name__startswith="certificate."
            ).order_by("id")
        )
        assert len(events) == len(changes)
        assert all(event.actor_label and event.at for event in events)
        for pk, diary in self.diaries.items():
            own = [change for change in changes if change.certificate_id == pk]
            assert len(own) <= diary.written, "no change without its cause"
            assert [change.on for change in own] == sorted(change.on for change in own), "dates never go back"
            assert all(change.on <= self.today for change in own)

    @invariant()
    def at_most_one_of_a_kind_is_in_force(self) -> None:
        for kind in BOTH:
            assert sum(self.diaries[pk].state in LIVE for pk in self.speaking[kind]) <= 1
        rows = Certificate.objects.filter(operator=self.operator, status__in=("ACTIVE", "SUSPENDED"))
        kinds = list(rows.values_list("kind", flat=True))
        assert len(kinds) == len(set(kinds))

    # --- parts ---

    def _take(self, name: str, certificate: Certificate) -> None:
        self.acts_today += 1
        given: dict[str, Any] = {
            "certificate": certificate,
            "actor": self.house.decider,
            "now": at(self.today) + timedelta(minutes=self.acts_today),
        }
        reason = {"reason": "Because."}
        if name == "suspend":
            services.suspend_certificate(
                grounds="Goods stood unlocked.", **given, **reason, until=self.today + 30 * DAY
            )
        elif name in ("lift", "annul_suspension"):
            services.lift_suspension(
                grounds="Goods stood unlocked.", **given, **reason, as_if_never=name == "annul_suspension"
            )
        elif name == "revoke":
            services.revoke_certificate(grounds="Goods stood unlocked.", **given, **reason)
        elif name == "annul":
            services.annul_certificate(grounds="Goods stood unlocked.", **given, **reason)
        else:
            services.surrender_certificate(**given)

    def _record(self) -> tuple[int, int, list[Any]]:
        rows = Certificate.objects.filter(operator=self.operator).order_by("pk")
        return StatusChange.objects.count(), Event.objects.count(), list(rows.values_list("status", "ended_on"))

    def _told(self, doc: dict[str, Any]) -> dict[str, str]:
        return {kind["kind"]: kind["status"] for kind in doc["kinds"]}

    def _diary(self, day: date) -> dict[str, str]:
        """Per kind the word of the certificate that stands, else of the last that says something."""
        told = {}
        for kind, keys in self.speaking.items():
            words = [self.diaries[pk].on(day) for pk in keys]
            said = [word for word in words if word in LIVE] or [word for word in words if word != "none"]
            if said:
                told[str(kind)] = said[-1]
        return told


class Folds(RuleBasedStateMachine):
    """The same diary beside the bare rule that answers a past day, which needs no database and so lives much longer."""

    def __init__(self) -> None:
        super().__init__()
        self.today = START
        self.diary = Diary(START, START + 5 * DAY, None)
        self.changes = [Change("ISSUED", START)]

    @rule(days=st.integers(1, 30))
    def wait(self, days: int) -> None:
        self.today += days * DAY
        if self.diary.state == "waiting" and self.today >= self.diary.begins:
            self.changes.append(Change("ACTIVE", self.diary.begins))
        self.diary.pass_to(self.today)

    @rule(name=st.sampled_from(sorted(SOURCES)))
    def act(self, name: str) -> None:
        if self.diary.state not in SOURCES[name]:
            return
        annuls = {"annul_suspension": self.diary.suspended, "annul": START}.get(name)
        self.changes.append(Change(STATUS[name], self.today, annuls))
        self.diary.act(name, self.today)

    @rule(days=st.integers(0, 200))
    def look_back(self, days: int) -> None:
        day = self.today - days * DAY
        status = status_on(self.changes, day)
        assert (API_WORD[CertificateStatus(status)] if status else "none") == self.diary.on(day)


def live(machine: type[RuleBasedStateMachine], seed_of_lives: int, lives: int) -> None:
    """Some lives of fifty steps each; a seed repeats them. Nothing is shrunk: that takes minutes on a database."""
    run_state_machine_as_test(
        seed(seed_of_lives)(machine),
        settings=settings(
            max_examples=lives,
            stateful_step_count=50,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            database=None,
        ),
    )


def staffed_house() -> House:
    """Its people are there before the first life begins, since each life is undone with whatever it created."""
    house = House(at(START))
    assert house.case_officer
    return house


@pytest.mark.django_db
@pytest.mark.requirement("R-SUS-02", "R-LIF-07")
@pytest.mark.parametrize("part", range(4))
def test_random_lives_keep_dates_records_and_answers_in_order(part: int) -> None:
    """Two thousand steps in four parts; with the folds below the suite takes ten thousand."""
    Lives.house = staffed_house()
    live(Lives, part, 10)


@pytest.mark.full
@pytest.mark.django_db
@pytest.mark.parametrize("part", range(4, 24))
def test_ten_thousand_more_steps_keep_them_too(part: int) -> None:
    Lives.house = staffed_house()
    live(Lives, part, 10)


def test_random_folds_answer_every_past_day() -> None:
    live(Folds, 1, 160)
