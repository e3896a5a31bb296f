"""Days, times and figures are written as the design says, in the administration's zone and the reader's language."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from foundation.pages.templatetags import dates, numbers


def words(filter_name: str, value: Any) -> str:
    return Template(f"{{% load dates %}}{{{{ value|{filter_name} }}}}").render(Context({"value": value}))


@pytest.fixture(autouse=True)
def zone(settings: Any) -> None:
    settings.ADMINISTRATION_TIME_ZONE = "Europe/Zurich"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("deadline", '<time datetime="2026-09-28">Monday 28 September 2026</time>'),
        ("day", '<time datetime="2026-09-28">28 September 2026</time>'),
        ("day_month", '<time datetime="2026-09-28">28 September</time>'),
        ("table_day", '<time datetime="2026-09-28">Mon 28 Sep</time>'),
        ("table_day_year", '<time datetime="2026-09-28">28 Sep 2026</time>'),
        ("month", '<time datetime="2026-09-28">September 2026</time>'),
    ],
)
def test_a_day_is_written_in_words(name: str, expected: str) -> None:
    assert words(name, date(2026, 9, 28)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("clock_time", '<time datetime="2026-09-14T10:42+02:00">10:42</time>'),
        ("moment", '<time datetime="2026-09-14T10:42+02:00">14 September 2026, 10:42</time>'),
        ("day_at", '<time datetime="2026-09-14T10:42+02:00">14 September 2026 at 10:42</time>'),
        ("table_moment", '<time datetime="2026-09-14T10:42+02:00">14 Sep 2026, 10:42</time>'),
    ],
)
def test_a_moment_is_shown_by_the_administrations_clock(name: str, expected: str) -> None:
    assert words(name, datetime(2026, 9, 14, 8, 42, tzinfo=UTC)) == expected


def test_a_moment_before_midnight_elsewhere_is_the_next_day_here() -> None:
    assert "15 September 2026" in words("day", datetime(2026, 9, 14, 22, 30, tzinfo=UTC))


def test_no_day_is_a_dash() -> None:
    assert words("deadline", None) == "–"


def test_another_language_has_its_own_names() -> None:
    with translation.override("fr"):
        assert "septembre" in dates.day(date(2026, 9, 28))


def test_the_tenant_may_write_other_digits(settings: Any) -> None:
    settings.DATE_DIGITS = "٠١٢٣٤٥٦٧٨٩"
    assert words("day", date(2026, 9, 28)) == '<time datetime="2026-09-28">٢٨ September ٢٠٢٦</time>'


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (numbers.number(412600), "412,600"),
        (numbers.number(-3), "\u22123"),
        (numbers.number(0), "0"),
        (numbers.number(None), "–"),
        (numbers.percent(2.14), "2.1%"),
        (numbers.percent(74.3), "74%"),
        (numbers.money(412600, "KSD"), "KSD\u00a0412,600"),
        (numbers.money(12.5, "KSD"), "KSD\u00a012.50"),
        (numbers.duration(72), "1 h 12 min"),
        (numbers.duration(42), "42 min"),
    ],
)
def test_a_figure_is_written_for_people(shown: str, expected: str) -> None:
    assert shown == expected


def test_separators_are_those_of_the_language() -> None:
    with translation.override("fr"):
        assert numbers.number(412600.5) == "412\u202f600,5"
