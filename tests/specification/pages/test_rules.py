"""Rules of the pages: colours people can read, references, digits, the clock bar."""

import re

import pytest

from foundation.pages.apps import check_brand
from foundation.pages.rules import (
    ColourBreach,
    Segment,
    clock_crowded,
    clock_position,
    clock_stretches,
    colour_breach,
    contrast,
    in_digits,
    reference,
)


@pytest.mark.parametrize(
    ("colour", "ratio"),
    [("#13222c", 16.2), ("#0b3341", 13.4), ("#0f5c6e", 7.6), ("#4a5a64", 7.1), ("#b3261e", 6.5), ("#8a4807", 7.0)],
)
def test_the_contrast_is_that_of_the_designs_table(colour: str, ratio: float) -> None:
    assert contrast(colour, "#ffffff") == pytest.approx(ratio, abs=0.1)


@pytest.mark.parametrize(
    ("colour", "breach"),
    [
        ("#0f5c6e", None),
        ("#767676", None),  # 4.54
        ("#777777", ColourBreach.TOO_LIGHT),  # 4.48
        ("#ffdd00", ColourBreach.TOO_LIGHT),
        ("teal", ColourBreach.NOT_A_COLOUR),
        ("#fff", ColourBreach.NOT_A_COLOUR),
        ("#0f5c6e;}", ColourBreach.NOT_A_COLOUR),
    ],
)
def test_pag_r01_a_colour_that_white_text_cannot_stand_on_is_refused(colour: str, breach: ColourBreach | None) -> None:
    assert colour_breach(colour) == breach


def test_pag_r01_the_portal_does_not_start_with_such_a_brand(settings: object) -> None:
    settings.BRAND = {**settings.BRAND, "brand_colour": "#ffdd00"}  # type: ignore[attr-defined]
    assert [message.id for message in check_brand(None)] == ["pages.E001"]


def test_pag_r02_a_reference_is_short_and_always_the_same_for_a_request() -> None:
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", reference("a"))
    assert reference("a") == reference("a") != reference("b")


def test_pag_r03_without_digits_of_its_own_a_tenant_keeps_ours() -> None:
    assert in_digits("28 September", "") == "28 September"


def test_pag_r04_the_bar_is_in_proportion_to_the_days() -> None:
    stretches = clock_stretches([Segment(60, "used"), Segment(15, "stopped"), Segment(45, "left")], mirrored=False)
    assert [(one.start, one.width) for one in stretches] == [
        ("0.00%", "50.00%"),
        ("50.00%", "12.50%"),
        ("62.50%", "37.50%"),
    ]


def test_pag_r04_a_right_to_left_bar_starts_at_the_right() -> None:
    first, *_rest = clock_stretches([Segment(30, "used"), Segment(90, "left")], mirrored=True)
    assert (first.start, first.width) == ("75.00%", "25.00%")
    assert clock_position(30, 120, mirrored=True)[0] == "75.00%"


def test_pag_r04_words_near_the_start_go_below_the_bar() -> None:
    assert [clock_crowded(day, 100) for day in (0, 29, 30, 100)] == [True, True, False, False]


def test_pag_r04_words_at_the_ends_stay_inside() -> None:
    assert clock_position(0, 120, mirrored=False) == ("0.00%", "start")
    assert clock_position(200, 120, mirrored=False) == ("100.00%", "end")
