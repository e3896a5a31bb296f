"""What the law does by itself when Customs is silent, as the configuration says, and from which day a decision counts."""

from datetime import timedelta
from types import SimpleNamespace
from unittest import mock

import pytest

from applications.models import AcceptanceItem
from foundation.audit.models import Event
from foundation.clock.selectors import open_limit
from foundation.clock.services import local_date
from foundation.correspondence.models import Letter
from lifecycle.services import SWEEPS, filing, run_sweep
from programme.services import adopt_profile
from programme.states import TimeLimitCode
from tests.support.lifecycle import FIRST, House, Walk
from tests.support.programme import make_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def sent(profile: str) -> Walk:
    house = House()
    assert house.leader
    people = {"author": make_person("Author", is_staff=True), "publisher": make_person("Publisher", is_staff=True)}
    if profile != "apec_common":
        adopt_profile(profile=profile, valid_from=local_date(FIRST), now=FIRST, **people)
    walk = Walk(house, kinds=("security",))
    walk.send()
    return walk


def test_silence_counts_as_acceptance_from_the_day_all_was_there_where_the_law_says_so() -> None:
    walk = sent("eu_like")
    received = local_date(walk.now)
    limit = open_limit(file_id=walk.application.public_id, kind=TimeLimitCode.ACCEPTANCE)
    assert limit is not None
    assert limit.due_on is not None
    late = walk.now + 45 * DAY
    assert run_sweep(SWEEPS["deem_accepted"], on=limit.due_on, now=late).found == (), "the last day is still Customs'"
    assert len(run_sweep(SWEEPS["deem_accepted"], on=local_date(late), now=late).done) == 1

    file = walk.fresh()

    assert (file.status, file.accepted_on) == ("UNDER_VETTING", received)
    decision = open_limit(file_id=file.public_id, kind=TimeLimitCode.DECISION)
    assert decision is not None
    assert decision.events.get().on == received
    assert Event.objects.filter(name="application.deemed_accepted", actor_label="System", disclosed=True).count() == 1
    assert Letter.objects.filter(template_code="application.accepted").count() == 1
    assert not AcceptanceItem.objects.filter(application=file, passed__isnull=False).exists()
    assert run_sweep(SWEEPS["deem_accepted"], on=local_date(late), now=late).found == ()


def test_silence_accepts_nothing_where_the_configuration_only_escalates() -> None:
    walk = sent("apec_common")
    assert run_sweep(SWEEPS["deem_accepted"], on=local_date(walk.now) + 60 * DAY, now=walk.now).found == ()


@pytest.mark.parametrize(("from_receipt", "day"), [(True, local_date(FIRST)), (False, local_date(FIRST) + 3 * DAY)])
def test_a_decision_counts_from_receipt_or_from_acceptance_as_configured(from_receipt: bool, day: object) -> None:
    """Cases 1 and 5."""
    file = SimpleNamespace(submitted_at=FIRST, accepted_on=local_date(FIRST) + 3 * DAY, configuration=None)
    terms = SimpleNamespace(from_receipt=from_receipt)
    with mock.patch.object(filing.programme, "time_limit", return_value=terms):
        assert filing._decision_starts(file, local_date(FIRST) + 3 * DAY) == day  # type: ignore[arg-type]
