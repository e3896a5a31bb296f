"""Which sites are visited: VLD-R01 to R04 as tables and as properties, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validations.rules import Sampled, SiteFacts, draw_sample, enlargement, sample_size
from validations.states import SiteReason

FIGURES = {"coefficient_percent": 100, "random_percent": 25}


def alike(count: int, **first: bool) -> list[SiteFacts]:
    """Sites that all do the same; the first may stand out."""
    return [SiteFacts(n, "warehouse", f"region {n % 3}", **(first if n == 0 else {})) for n in range(count)]


@pytest.mark.requirement("R-VAL-03")
@pytest.mark.parametrize(
    ("sites", "percent", "expected"),
    [
        (25, 100, 5),
        (25, 60, 3),
        (1, 100, 1),
        (2, 100, 2),
        (3, 100, 2),
        (26, 100, 6),
        (16, 100, 4),
        (0, 100, 0),
        (3, 1000, 3),
        (9, 0, 1),
    ],
)
def test_the_size_follows_the_root_and_the_configured_coefficient(sites: int, percent: int, expected: int) -> None:
    assert sample_size(sites, coefficient_percent=percent) == expected


@pytest.mark.requirement("R-VAL-03")
def test_of_twenty_five_like_sites_five_are_visited_and_a_quarter_is_drawn_by_lot() -> None:
    sample = draw_sample(alike(25), **FIGURES, seed=7)

    assert len(sample) == 5
    assert sum(row.reason == SiteReason.RANDOM for row in sample) == 2  # 25 % of 5, rounded up
    assert sum(row.reason == SiteReason.CHOSEN for row in sample) == 3


@pytest.mark.requirement("R-VAL-03")
def test_each_mandatory_site_names_its_reason() -> None:
    sites = [
        SiteFacts(1, "warehouse", keeps_records=True, high_risk=True),
        SiteFacts(2, "warehouse", high_risk=True),
        SiteFacts(3, "Cold  store"),
        SiteFacts(4, "warehouse"),
        SiteFacts(5, "Warehouse "),
    ]

    sample = draw_sample(sites, **FIGURES, seed=1)

    assert sample == [
        Sampled(1, SiteReason.RECORDS),
        Sampled(2, SiteReason.HIGH_RISK),
        Sampled(3, SiteReason.DISTINCT),
    ]


def test_the_rest_is_chosen_for_difference_of_activity_and_region() -> None:
    sites = [SiteFacts(n, "store" if n < 4 else "yard", "north" if n % 2 else "south") for n in range(8)]

    sample = draw_sample(sites, coefficient_percent=140, random_percent=0, seed=1)

    chosen = [sites[row.key] for row in sample]
    assert {f"{site.activity} {site.region}" for site in chosen} == {
        "store north",
        "store south",
        "yard north",
        "yard south",
    }


def test_a_failed_must_points_at_the_sites_that_do_the_same_else_at_the_region() -> None:
    failed = SiteFacts(1, "Loading yard", "north")
    yards = [SiteFacts(2, "loading  yard", "south"), SiteFacts(3, "office", "north")]

    assert enlargement(failed, yards) == [2]
    assert enlargement(failed, yards[1:]) == [3]
    assert enlargement(failed, [SiteFacts(4, "office", "south")]) == []


@st.composite
def many_sites(draw: st.DrawFn) -> list[SiteFacts]:
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["store", "yard", "office", "quay"]),
                st.sampled_from(["n", "s"]),
                st.booleans(),
                st.booleans(),
            ),
            min_size=1,
            max_size=60,
        )
    )
    return [SiteFacts(key, *row) for key, row in enumerate(rows)]


@pytest.mark.requirement("R-VAL-03")
@given(sites=many_sites(), percent=st.integers(0, 300), by_lot=st.integers(0, 100), seed=st.integers(0, 2**62))
def test_a_sample_holds_every_mandatory_site_once_and_is_never_larger_than_the_company(
    sites: list[SiteFacts], percent: int, by_lot: int, seed: int
) -> None:
    figures = {"coefficient_percent": percent, "random_percent": by_lot}

    sample = draw_sample(sites, **figures, seed=seed)

    keys = [row.key for row in sample]
    activities = [site.activity for site in sites]
    mandatory = {s.key for s in sites if s.keeps_records or s.high_risk or activities.count(s.activity) == 1}
    assert mandatory <= set(keys)
    assert len(keys) == len(set(keys)) == max(len(mandatory), sample_size(len(sites), coefficient_percent=percent))
    assert len(keys) <= len(sites)
    assert draw_sample(list(reversed(sites)), **figures, seed=seed) == sample


@given(sites=many_sites(), seed=st.integers(0, 2**62))
def test_a_quarter_of_the_sample_is_drawn_by_lot_where_mandatory_sites_leave_room(
    sites: list[SiteFacts], seed: int
) -> None:
    sample = draw_sample(sites, **FIGURES, seed=seed)

    drawn = sum(row.reason == SiteReason.RANDOM for row in sample)
    mandatory = sum(row.reason in (SiteReason.RECORDS, SiteReason.DISTINCT, SiteReason.HIGH_RISK) for row in sample)
    assert drawn * 4 >= min(len(sample), 4 * (len(sample) - mandatory))
