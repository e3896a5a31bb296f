"""Every status × every transition of vetting and of hits. The pairs are written by hand, not taken from the table."""

import itertools

import pytest
from django.db import IntegrityError, InternalError, transaction

from foundation.audit.services import Refused, acting, locked, move
from tests.support.programme import HOUSE, NOW, reference_data
from tests.support.vetting import import_lines, make_company_of, make_vetting, sdn_line
from vetting import services
from vetting.models import ScreeningHit
from vetting.states import HIT_TABLE, VETTING_TABLE, HitStatus, VettingStatus

VETTING_MOVES = {
    ("OPEN", "determine"): "DETERMINED",
    ("DETERMINED", "reopen"): "OPEN",
    ("DETERMINED", "supersede"): "SUPERSEDED",
}
HIT_MOVES = {
    ("OPEN", "clear"): "FALSE_MATCH",
    ("OPEN", "confirm"): "TRUE_MATCH",
    ("OPEN", "lapse"): "LAPSED",
    ("FALSE_MATCH", "reopen"): "OPEN",
    ("TRUE_MATCH", "reopen"): "OPEN",
    ("LAPSED", "reopen"): "OPEN",
}
TO_VETTING = {"OPEN": [], "DETERMINED": ["determine"], "SUPERSEDED": ["determine", "supersede"]}
TO_HIT = {"OPEN": [], "FALSE_MATCH": ["clear"], "TRUE_MATCH": ["confirm"], "LAPSED": ["lapse"]}


def test_the_table_of_vetting_is_the_one_written_here():
    pairs = itertools.product(VettingStatus.values, VETTING_TABLE.by_name)
    assert {pair for pair in pairs if pair[0] in VETTING_TABLE.by_name[pair[1]].sources} == set(VETTING_MOVES)


def test_the_table_of_hits_is_the_one_written_here():
    pairs = itertools.product(HitStatus.values, HIT_TABLE.by_name)
    assert {pair for pair in pairs if pair[0] in HIT_TABLE.by_name[pair[1]].sources} == set(HIT_MOVES)


def walk(row, names, table):
    for name in names:
        also = {"risk": "LOW", "determined_at": NOW} if name == "determine" else {}
        also |= {"reason": "seen"} if table is HIT_TABLE else {}
        move(locked(row), name, table=table, event="test.moved", also=also)
        row.refresh_from_db()


@pytest.fixture
def hit(db):
    reference_data()
    import_lines(sdn_line(1, "ORLIENKO, Viktor"))
    operator = make_company_of("Viktor Orlienko")
    services.screen(operators=[operator], cause="test", actor=HOUSE, now=NOW)
    return ScreeningHit.objects.get()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "name"), list(itertools.product(VettingStatus.values, ["determine", "reopen", "supersede"]))
)
def test_a_vetting_moves_only_along_the_table(status, name):
    reference_data()
    vetting = make_vetting()
    with acting(actor=HOUSE, at=NOW, reason="because"):
        walk(vetting, TO_VETTING[status], VETTING_TABLE)
        if (status, name) in VETTING_MOVES:
            walk(vetting, [name], VETTING_TABLE)
            assert vetting.status == VETTING_MOVES[status, name]
        else:
            with pytest.raises(Refused):
                walk(vetting, [name], VETTING_TABLE)


@pytest.mark.parametrize(
    ("status", "name"), list(itertools.product(HitStatus.values, ["clear", "confirm", "lapse", "reopen"]))
)
def test_a_hit_moves_only_along_the_table(hit, status, name):
    with acting(actor=HOUSE, at=NOW, reason="because"):
        walk(hit, TO_HIT[status], HIT_TABLE)
        if (status, name) in HIT_MOVES:
            walk(hit, [name], HIT_TABLE)
            assert hit.status == HIT_MOVES[status, name]
        else:
            with pytest.raises(Refused):
                walk(hit, [name], HIT_TABLE)


@pytest.mark.parametrize(("source", "target"), list(itertools.permutations(HitStatus.values, 2)))
def test_the_database_refuses_every_other_pair(hit, source, target):
    legal = {(start, end) for (start, _name), end in HIT_MOVES.items()}
    with acting(actor=HOUSE, at=NOW, reason="because"):
        walk(hit, TO_HIT[source], HIT_TABLE)
        change = ScreeningHit.objects.filter(pk=hit.pk)
        if (source, target) in legal:
            change.update(status=target, reason="seen")
        else:
            with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
                change.update(status=target, reason="seen")
