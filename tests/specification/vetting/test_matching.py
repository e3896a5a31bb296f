"""What screening finds, what it leaves in peace, and that its score is the sum it shows."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.perturbations import negatives, positives
from vetting.adapters.matching import (
    RULE_VERSION,
    IndexRow,
    Match,
    MatchingParameters,
    NameIndex,
    PartCode,
    Query,
    rows_of,
)
from vetting.adapters.ofac import ListEntry, read_ofac

REPOSITORY = Path(__file__).resolve().parents[3]
PUBLISHED = REPOSITORY.parent / "shared" / "data" / "lists" / "ofac"
DEMONSTRATION = REPOSITORY / "vetting" / "reference" / "demonstration_list"


def entries_in(folder: Path) -> tuple[ListEntry, ...]:
    with (folder / "sdn.csv").open("rb") as sdn, (folder / "alt.csv").open("rb") as alt:
        return read_ofac(sdn, alt).entries


@cache
def demonstration() -> NameIndex:
    return NameIndex(row for entry in entries_in(DEMONSTRATION) for row in rows_of(entry))


@cache
def published_rows() -> tuple[IndexRow, ...]:
    if not PUBLISHED.exists():
        pytest.skip("the published lists are not beside the clone")
    return tuple(row for entry in entries_in(PUBLISHED) for row in rows_of(entry))


@cache
def published() -> NameIndex:
    return NameIndex(published_rows())


def codes(match: Match) -> set[PartCode]:
    return {part.code for part in match.parts}


def index(*rows: IndexRow) -> NameIndex:
    """A small list is padded, so that its words are not all equally rare."""
    padding = (IndexRow(f"p{number}", f"Padding House {number}", "organisation") for number in range(40))
    return NameIndex([*rows, *padding])


def test_the_score_is_explained_word_by_word() -> None:
    (match,) = demonstration().search("Viktor Orlenko", "person", birth_year=1971, country="XA")

    lines = [(part.code, part.ours, part.theirs) for part in match.parts]
    assert match.matched_name == "ORLENKO, Victor"
    assert match.score == Decimal("0.78")
    assert lines == [
        (PartCode.GIVEN_SOUNDS, "viktor", "victor"),
        (PartCode.FAMILY_SAME, "orlenko", "orlenko"),
        (PartCode.STRONG_ALIAS, "Viktor Orlenko", "ORLENKO, Victor"),
        (PartCode.KIND_SAME, "person", "person"),
        (PartCode.BIRTH_DIFFERS, "1971", "1958"),
        (PartCode.COUNTRY_DIFFERS, "XA", "XD"),
    ]


def test_a_name_with_a_father_s_name_that_the_list_lacks_is_a_near_hit() -> None:
    (match,) = demonstration().search("Orlenko, Viktor Pavlovych", "person")

    assert match.entry_key == "2041"
    assert PartCode.ONLY_OURS in codes(match)


def test_an_entry_is_named_once_with_its_best_name() -> None:
    rows = [IndexRow("1", "VARDAK, Ilya", "person"), IndexRow("1", "VARDAC, Ilia", "person", "strong")]

    (match,) = index(*rows).search("Ilia Vardac", "person")

    assert match.matched_name == "VARDAC, Ilia"
    assert match.alias == "strong"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Alphastar Meridian Ltd", PartCode.JOINED_SAME),
        ("Meridian Alpha Star", PartCode.WORD_SAME),
        ("Alpha Meridian Star", PartCode.OTHER_ORDER),
        ("Alpha Starr Meridyan", PartCode.WORD_SOUNDS),
        ("Alpha Star Merbdian", PartCode.WORD_ALIKE),
        ("Alpha Star Meridian GmbH", PartCode.LEGAL_FORM_DIFFERS),
        ("A Star Meridian", PartCode.WORD_INITIAL),
        ("Star Meridian", PartCode.ONLY_THEIRS),
    ],
)
def test_each_way_of_writing_is_found_and_named(name: str, code: PartCode) -> None:
    (match,) = index(IndexRow("1", "ALPHA STAR MERIDIAN LLC", "organisation")).search(name, "organisation")

    assert code in codes(match)


def test_facts_move_the_score_and_say_so() -> None:
    row = IndexRow("1", "VARDAK, Ilya", "person", None, frozenset({1961}), frozenset({"XD"}))
    listed = index(row)

    def score(**facts: object) -> tuple[Decimal, set[PartCode]]:
        (match,) = listed.search("Ilya Vardak", **facts)  # type: ignore[arg-type]
        return match.score, codes(match)

    same, same_codes = score(kind="person", birth_year=1961, country="Velgoria")
    other, other_codes = score(kind="person", birth_year=1990, country="XA")
    company, company_codes = score(kind="organisation")
    assert same == 1
    assert {PartCode.BIRTH_SAME, PartCode.COUNTRY_SAME, PartCode.LIMIT} <= same_codes
    assert other == Decimal("0.82")
    assert {PartCode.BIRTH_DIFFERS, PartCode.COUNTRY_DIFFERS} <= other_codes
    assert company < score(kind="person")[0]
    assert PartCode.KIND_DIFFERS in company_codes
    assert PartCode.BIRTH_NEAR in score(birth_year=1963)[1]


def test_a_weak_alias_counts_for_less() -> None:
    strong = index(IndexRow("1", "Red Vardak", "person", "strong")).search("Red Vardak")[0]
    weak = index(IndexRow("1", "Red Vardak", "person", "weak")).search("Red Vardak")[0]

    assert strong.score - weak.score == Decimal("0.08")


def test_the_threshold_decides_what_is_shown() -> None:
    listed = index(IndexRow("1", "VARDAK, Ilya Tomov", "person"))

    assert listed.search("Ilya Vardak", "person")
    assert not listed.search("Ilya Vardak", "person", threshold=Decimal("0.99"))


def test_a_setting_without_meaning_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"birth_differs is 0\.12"):
        MatchingParameters(birth_differs=Decimal("0.12"))


def test_an_empty_list_and_an_empty_name_find_nothing() -> None:
    assert NameIndex([]).search("Viktor Orlenko") == []
    assert demonstration().search("???") == []


def test_the_rules_have_a_version() -> None:
    assert RULE_VERSION == "1"


@settings(max_examples=150)
@given(
    st.text(max_size=60) | st.text("orlenkviktadhs ,.", max_size=40), st.sampled_from([None, "person", "organisation"])
)
def test_the_parts_always_add_up_to_the_score(name: str, kind: str | None) -> None:
    for match in demonstration().search(name, kind, birth_year=1960, country="XA", threshold=Decimal(0)):
        assert sum(part.points for part in match.parts) == match.score
        assert 0 <= match.score <= 1
        assert match.score.as_tuple().exponent == -2


@pytest.mark.parametrize(
    ("name", "kind", "listed"),
    [
        ("Nikolas Maduro Morros", "person", "MADURO MOROS, Nicolas"),
        ("Viktor BOUT", "person", "BOUT, Viktor Anatolijevitch"),
        ("Cuba de Nacional Banco", "organisation", "BANCO NACIONAL DE CUBA"),
        ("Aerocaribean Airlines Ltd", "organisation", "AEROCARIBBEAN AIRLINES"),
    ],
)
def test_a_real_name_with_a_typo_or_in_another_order_is_found(name: str, kind: str, listed: str) -> None:
    assert listed in {match.matched_name for match in published().search(name, kind)}


def test_distorted_real_names_are_found_on_a_seed_the_rules_were_not_chosen_on() -> None:
    names = [(row.entry_key, row.name, row.kind) for row in published_rows() if row.alias != "weak"]
    asked = positives(names, 500, seed=20)

    answers = published().search_many(Query(case.name, case.kind) for case in asked)

    found = sum(
        any(match.entry_key == case.entry_key for match in answer) for case, answer in zip(asked, answers, strict=True)
    )
    assert found / len(asked) >= 0.95


def test_invented_names_stay_silent() -> None:
    asked = [Query(name, kind) for name, kind in negatives(2_000, seed=21)]

    assert sum(map(bool, published().search_many(asked))) <= 8


def test_the_invented_list_touches_nobody_on_the_real_one() -> None:
    rows = [row for entry in entries_in(DEMONSTRATION) for row in rows_of(entry)]

    assert not any(published().search_many(Query(row.name, row.kind) for row in rows))


def test_two_indexes_and_many_threads_give_the_same_answers() -> None:
    rows = published_rows()[:4_000]
    asked = [row.name[:-1] for row in rows[::40]]
    one, other = NameIndex(rows), NameIndex(rows)

    with ThreadPoolExecutor(4) as pool:
        threaded = list(pool.map(one.search, asked))

    assert threaded == other.search_many(asked)
