"""An act that is cut off anywhere – after the state, before the audit, between two rows of the outbox – leaves nothing.

The machine dies before the n-th row is written, for every n: what is there afterwards is what was there before.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from aeo_portal.settings.parts.apps import HOUSE_APPS
from foundation.correspondence import services as correspondence
from foundation.correspondence.models import Letter
from lifecycle import services
from lifecycle.services import SWEEPS, run_sweep
from tests.support.certificates import Scene, later

pytestmark = pytest.mark.django_db
WRITES = ("INSERT", "UPDATE", "DELETE")
Act = Callable[[], object]


class Killed(BaseException):
    """The process ends here; nothing may catch it."""


@contextmanager
def killed_before(write: int | None) -> Iterator[list[str]]:
    """Ends the process before the n-th row is written; None only lists what is written."""
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES):
            written.append(sql)
            if len(written) == write:
                raise Killed(sql[:80])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written


def everything() -> dict[str, Any]:
    """Every row of every table of ours, as the database holds it."""
    rooms = [apps.get_app_config(name.rsplit(".", 1)[-1]) for name in HOUSE_APPS]
    ours = [model for room in rooms for model in room.get_models(include_auto_created=True) if model._meta.managed]
    return {model._meta.label: sorted(map(repr, model._base_manager.values_list())) for model in ours}


def suspend(scene: Scene) -> Act:
    certificate = scene.active()[0]
    given: dict[str, Any] = {"grounds": "Goods stood unlocked.", "reason": "r", "actor": scene.decider}
    return lambda: services.suspend_certificate(certificate=certificate, until=later(40).date(), now=later(10), **given)


def decide(scene: Scene) -> Act:
    scene.delegate()
    scene.propose("security")
    return scene.decide


def receive(scene: Scene) -> Act:
    suspend(scene)()
    letter = Letter.objects.get(template_code="certificate.suspended", organisation=scene.company)

    def work() -> None:
        opened = correspondence.open_letter(letter=letter, reader=scene.trader, now=later(11))
        services.letter_received(letter=opened, now=later(11))

    return lambda: _together(work)


def sweep(scene: Scene) -> Act:
    """The rows of one case; the run itself is written down afterwards."""
    certificate = scene.granted()[0]
    on = certificate.effective_from
    assert run_sweep(SWEEPS["take_effect"], on=on, now=later(5), dry_run=True).found
    return lambda: SWEEPS["take_effect"].handle(certificate.pk, on, later(5))


def _together(work: Act) -> None:
    with transaction.atomic():
        work()


def die_and_compare(act: Act, write: int) -> None:
    before = everything()
    with pytest.raises(Killed), killed_before(write), transaction.atomic():
        act()
    assert everything() == before, f"killed before write {write}"


@pytest.mark.parametrize("prepare", [suspend, sweep])
def test_an_act_cut_off_in_the_middle_leaves_nothing_and_can_be_taken_again(prepare: Callable[[Scene], Act]) -> None:
    act = prepare(Scene())
    point = transaction.savepoint()
    with killed_before(None) as written:
        act()
    transaction.savepoint_rollback(point)
    assert len(written) > 5

    die_and_compare(prepare_again(prepare), len(written) // 2)


def prepare_again(prepare: Callable[[Scene], Act]) -> Act:
    """The act on a scene of its own: rows in memory must not remember what was rolled back."""
    return prepare(Scene("Solvane Foods Ltd"))


@pytest.mark.full
@pytest.mark.parametrize("prepare", [suspend, decide, receive, sweep])
def test_an_act_cut_off_anywhere_leaves_nothing(prepare: Callable[[Scene], Act]) -> None:
    act = prepare(Scene())
    point = transaction.savepoint()
    with killed_before(None) as written:
        act()
    transaction.savepoint_rollback(point)

    for write in range(1, len(written) + 1):
        point = transaction.savepoint()
        die_and_compare(prepare_again(prepare), write)
        transaction.savepoint_rollback(point)
