"""A form field becomes the right component, keeps what was typed and says what to do about an error."""

from datetime import date
from typing import Any

import pytest
from django import forms
from django.template import Context, Template


class Question(forms.Form):
    answer = forms.CharField(
        label="How you do it", help_text="A few sentences.", widget=forms.Textarea, max_length=2000
    )
    met = forms.ChoiceField(
        label="Do you meet this?", choices=[("m", "Met"), ("n", "Not yet")], widget=forms.RadioSelect
    )
    sites = forms.MultipleChoiceField(label="Sites", choices=[("a", "Port Road")], widget=forms.CheckboxSelectMultiple)
    due = forms.DateField(label="Due", widget=forms.SelectDateWidget)
    paper = forms.FileField(label="Paper", required=False)
    agree = forms.BooleanField(label="I agree")
    kind = forms.ChoiceField(label="Kind", choices=[("", "Both"), ("s", "Security")], required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    on = forms.DateField(label="On", widget=forms.DateInput, required=False)
    people = forms.IntegerField(label="People", required=False)
    case = forms.CharField(widget=forms.HiddenInput, required=False)
    own = forms.CharField(label="Own", error_messages={"required": "Say who owns it."})


def shown(source: str, form: forms.Form, **context: Any) -> str:
    return Template("{% load govuk %}" + source).render(Context({"form": form, **context}))


@pytest.mark.parametrize(
    ("field", "mark"),
    [
        ("answer", "govuk-js-character-count"),
        ("met", "govuk-radios"),
        ("sites", "govuk-checkboxes"),
        ("due", "govuk-date-input"),
        ("paper", "govuk-file-upload"),
        ("agree", 'value="on"'),
        ("kind", "govuk-select"),
        ("password", "govuk-password-input"),
        ("on", 'type="date"'),
        ("people", 'inputmode="numeric"'),
        ("case", 'type="hidden"'),
    ],
)
def test_a_field_becomes_its_component(field: str, mark: str) -> None:
    assert mark in shown(f"{{% govuk_field form.{field} %}}", Question())


def test_every_field_has_a_label_bound_to_it() -> None:
    assert '<label class="govuk-label" for="id_people">' in shown("{% govuk_field form.people %}", Question())


def test_a_field_that_may_stay_empty_says_so() -> None:
    assert "People (optional)" in shown("{% govuk_field form.people %}", Question())
    assert "(optional)" not in shown("{% govuk_field form.people optional=False %}", Question())


def test_the_hint_is_named_by_the_field() -> None:
    assert 'aria-describedby="id_answer-info id_answer-hint"' in shown("{% govuk_field form.answer %}", Question())


def test_everything_typed_stays_even_a_day_that_does_not_exist() -> None:
    # given
    form = Question({"answer": "<We> count", "due_day": "31", "due_month": "2", "due_year": "2026", "met": "n"})

    # when
    page = shown("{% govuk_form form %}", form)

    # then
    assert "&lt;We&gt; count" in page
    assert 'value="31"' in page
    assert 'value="2026"' in page
    assert 'value="n" checked' in page


def test_three_boxes_of_a_date_are_read_back_as_one_day() -> None:
    # given what the three boxes send
    form = Question({"due_day": "28", "due_month": "9", "due_year": "2026"})

    # when
    form.is_valid()

    # then
    assert form.cleaned_data["due"] == date(2026, 9, 28)


def test_a_date_already_known_stands_in_the_boxes() -> None:
    page = shown("{% govuk_field form.due %}", Question(initial={"due": date(2026, 9, 28)}))
    assert 'value="28"' in page
    assert 'value="9"' in page


def test_a_password_is_never_sent_back() -> None:
    assert "secret-words" not in shown("{% govuk_form form %}", Question({"password": "secret-words"}))


def test_the_error_summary_links_each_line_to_its_field_in_the_same_words() -> None:
    # given
    form = Question({"due_day": "31", "due_month": "2", "due_year": "2026"})

    # when
    summary, fields = shown("{% govuk_errors form %}", form), shown("{% govuk_form form %}", form)

    # then
    for target, sentence in [
        ("id_answer", "Fill in “How you do it”."),
        ("id_met", "Choose an answer: “Do you meet this?”."),
        ("id_due_day", "“Due”: there is no such day. Write day, month and year, like 28 9 2026."),
        ("id_agree", "Tick “I agree” to go on."),
        ("id_own", "Say who owns it."),
    ]:
        assert f'href="#{target}">{sentence}' in summary.replace("\n", "").replace("  ", "")
        assert f'id="{target}"' in fields
        assert sentence in fields


def test_the_error_summary_is_absent_when_nothing_is_wrong_or_nothing_was_sent() -> None:
    assert shown("{% govuk_errors form %}", Question()) == ""
    assert shown("{% govuk_errors nothing %}", Question()) == ""


def test_choices_may_carry_hints_and_reveal_fields() -> None:
    page = shown(
        "{% govuk_field form.met item_hints=hints conditional=more %}",
        Question(),
        hints={"m": "all of it"},
        more={"n": Template("<p>reason</p>").render(Context())},
    )
    assert "all of it" in page
    assert "govuk-radios__conditional" in page
