"""The lists as OFAC publishes them. They are never committed, so these tests skip where they are not beside the clone."""

import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.programme import HOUSE, NOW, reference_data
from tests.support.vetting import make_operator, make_person, officer
from vetting import services
from vetting.models import ListEntry, ScreeningHit, WatchListVersion
from vetting.selectors import open_hits

LISTS = Path(__file__).resolve().parents[4] / "shared" / "data" / "lists" / "ofac"
pytestmark = [pytest.mark.django_db, pytest.mark.skipif(not LISTS.exists(), reason="the published lists are not here")]


def take(alt="alt.csv"):
    with ExitStack() as opened:
        sdn, aliases, add = (opened.enter_context((LISTS / name).open("rb")) for name in ("sdn.csv", alt, "add.csv"))
        return services.import_list(code="ofac-sdn", title="OFAC", sdn=sdn, alt=aliases, add=add, actor=HOUSE, now=NOW)


@pytest.mark.requirement("R-VET-01")
def test_a_name_with_a_typo_in_another_order_is_hit_and_resolved_by_an_officer():
    # given: the real list, and a company whose director's name is misspelt and turned round
    reference_data()
    began = time.monotonic()
    version = take()
    assert time.monotonic() - began < 60  # a guard against row-by-row writing, not a benchmark
    assert version.entries == ListEntry.objects.count() > 8_000
    operator = make_operator("Brenna Pass Carriers Ltd")
    listed = (
        ListEntry.objects.filter(entity_type="person", name__regex=r"^[A-Z]{8,}, [A-Z][a-z]{7,}$")
        .order_by("pk")
        .first()
    )
    family, given = listed.name.split(", ")
    typo = family[:3] + family[4:]
    make_person(operator, f"{given} {typo.title()}")

    # when
    services.screen(operators=[operator], cause="registration", actor=HOUSE, now=NOW)

    # then
    hit = open_hits(operator).get(entry=listed)
    assert hit.score >= 0.7
    services.resolve_hit(hit=hit, same=False, reason="Born in Lenmar, passport seen", actor=officer(), now=NOW)
    assert not open_hits(operator).filter(entry=listed).exists()
    services.screen(operators=[operator], cause="again", actor=HOUSE, now=NOW)
    assert ScreeningHit.objects.get(pk=hit.pk).status == "FALSE_MATCH"


def test_the_same_files_again_make_no_version_and_another_vintage_is_refused_with_its_lines():
    first = take()

    assert take() == first
    with pytest.raises(services.ListRefused) as refusal:
        take(alt="alt_2026snapshot.csv")

    assert "The SDN file has no entry" in refusal.value.breaches[0]
    assert WatchListVersion.objects.get() == first
    assert not ListEntry.objects.exclude(changed_in=first).exists()
