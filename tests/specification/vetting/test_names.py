"""How names written in different ways come to the same key, and that no text at all breaks it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vetting.adapters.countries import country_key
from vetting.adapters.names import name_key, plain_text, sound_of

ANY_TEXT = st.text(st.characters(), max_size=300)


@pytest.mark.parametrize(
    ("written", "kind", "tokens"),
    [
        ("ORLIENKO, Viktor Andreevich", "person", ("orlienko", "viktor", "andreevich")),
        ("ОРЛИЕНКО, Виктор", "person", ("orlienko", "viktor")),
        ("Müller-Öst, Ærøy", "person", ("muller", "ost", "aeroy")),
        ("O'Brien", "person", ("obrien",)),
        ("Söhne & Töchter GmbH & Co. KG", "organisation", ("sohne", "tochter")),
        ("ООО «Ромашка»", "organisation", ("romashka",)),
        ("S.A. Casa do Mar, S.A. de C.V.", "organisation", ("casa", "do", "mar")),
        ("Orlenko Limited Liability Company", "organisation", ("orlenko",)),
        ("Orl\u200benko\u00ad Trading", "organisation", ("orlenko", "trading")),
        ("Company Limited", "organisation", ("company", "limited")),
        ("Kim Sa", "person", ("kim", "sa")),
    ],
)
def test_a_name_comes_down_to_its_words(written: str, kind: str, tokens: tuple[str, ...]) -> None:
    assert name_key(written, kind).tokens == tokens


def test_letters_that_only_look_latin_are_seen_through() -> None:
    disguised = "Оrlеnkо"  # three Cyrillic letters

    assert name_key(disguised).tokens == ("orlenko",)


def test_a_comma_tells_the_family_name_and_both_orders_are_kept() -> None:
    key = name_key("AL-DAJANI, Nadim", "person")

    assert key.family == ("al", "dajani")
    assert (key.squeezed, key.squeezed_other_order) == ("aldajaninadim", "nadimaldajani")


def test_word_order_and_case_leave_the_sorted_key_alone() -> None:
    assert name_key("Trading ALPHA house").sorted_key == name_key("alpha House trading").sorted_key


def test_the_legal_form_is_kept_apart_from_the_name() -> None:
    assert name_key("Amberley Textiles Ltd.", "organisation").legal_forms == ("ltd",)


@pytest.mark.parametrize(
    ("one", "other"), [("viktor", "victor"), ("yusuf", "iusuf"), ("orlenko", "orlienko"), ("khalid", "halid")]
)
def test_spellings_of_one_sound_fall_together(one: str, other: str) -> None:
    assert sound_of(one) == sound_of(other)


@pytest.mark.parametrize("nothing", ["", "   ", "???", "-0-,", "\u200b"])
def test_a_text_without_letters_gives_an_empty_key_or_digits(nothing: str) -> None:
    key = name_key(nothing, "organisation")

    assert key.empty or key.tokens == ("0",)


@settings(max_examples=300)
@given(ANY_TEXT, st.sampled_from([None, "person", "organisation", "vessel", "no such kind"]))
def test_no_text_breaks_the_key_and_the_key_is_plain(text: str, kind: str | None) -> None:
    key = name_key(text, kind)

    assert all(token.isascii() and token.isalnum() and token == token.lower() for token in key.tokens)
    assert key == name_key(text, kind)
    assert "".join(sorted(key.squeezed)) == "".join(sorted(key.squeezed_other_order))


@settings(max_examples=200)
@given(ANY_TEXT)
def test_plain_text_stays_as_it_is_when_done_twice(text: str) -> None:
    once = name_key(plain_text(text))

    assert name_key(" ".join(once.tokens)).sorted_key.replace(" ", "") != "" or once.empty


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Korea, North", "KP"),
        ("Burma", "MM"),
        ("Iran", "IR"),
        ("xa", "XA"),
        ("Velgoria", "XD"),
        ("-0-", ""),
        ("Atlantis", "atlantis"),
    ],
)
def test_countries_are_compared_by_code_where_there_is_one(printed: str, code: str) -> None:
    assert country_key(printed) == code
