"""The message catalogues: how they are collected, that the French one is sound, and that no public page has a text
which a translator never saw."""

import re
from html import unescape
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.urls import reverse

from aeo_portal.assets import FRENCH, pseudo
from foundation.identity.models import User
from foundation.pages.adapters.catalogue import PLACEHOLDER, collect, merged, save
from programme.models import OperatorType
from tests.support.programme import make_officer, make_person, reference_data

TEMPLATE = """{% load i18n %}<p title="{% translate "a title" %}">{% translate "50% done" as done %}{{ done }}</p>
{% blocktranslate trimmed count n=rows %}
  %(n)s is {{ n }} row
{% plural %}
  {{ n }} rows
{% endblocktranslate %}
{% blocktranslate asvar head with name=user.name %}Dear {{ name }}{% endblocktranslate %}
{% translate "May" context "month" %} {% govuk "button" text=_("Send the letter") %} it’s no (message
{{ value|default:_("nothing") }}
"""
PYTHON = 'L = gettext_lazy\nlabel = L("A label")\nother = ngettext_lazy("%(n)s day", "%(n)s days", "n")\n_(unknown)\n_(f"no {label}")\n'
# three and more words of Latin letters in a row: a sentence, no name and no code
SENTENCE = re.compile(r"[A-Za-z’]{2,}(?:[ ,]+[A-Za-z’]{2,}){2,}")


@pytest.fixture(scope="module")
def french() -> Catalog:
    with FRENCH.open("rb") as file:
        return read_po(file, locale="fr")


def rows(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def strings(message: Message) -> list[str]:
    """The translation's forms; empty ones where nobody has translated yet."""
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def names_of_data() -> list[str]:
    """What stands in the settings or the database and so in no catalogue."""
    return [*settings.BRAND.values(), *OperatorType.objects.values_list("label", flat=True)]


def test_messages_of_templates_and_python_are_collected(tmp_path: Path) -> None:
    # given
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "page.html").write_text(TEMPLATE)
    (tmp_path / "app" / "forms.py").write_text(PYTHON)

    # when
    found = {(message.id, message.context) for message in rows(collect(tmp_path))}

    # then
    assert found == {
        ("a title", None),
        ("50%% done", None),
        (("%%(n)s is %(n)s row", "%(n)s rows"), None),
        ("Dear %(name)s", None),
        ("May", "month"),
        ("Send the letter", None),
        ("nothing", None),
        ("A label", None),
        (("%(n)s day", "%(n)s days"), None),
    }


def test_a_second_run_keeps_translations_and_changes_nothing(tmp_path: Path) -> None:
    # given
    (tmp_path / "app").mkdir()
    source, target = tmp_path / "app" / "forms.py", tmp_path / "fr" / "django.po"
    source.write_text('_("Send")\n_("Gone tomorrow")\n')
    first = merged(collect(tmp_path), target, "fr")
    first["Send"].string = first["Gone tomorrow"].string = "Envoyer"
    assert save(first, target)

    # when
    source.write_text('_("Send")\n')
    changed = save(merged(collect(tmp_path), target, "fr"), target)
    changed_again = save(merged(collect(tmp_path), target, "fr"), target)

    # then
    assert (changed, changed_again) == (True, False)
    assert 'msgstr "Envoyer"' in target.read_text()
    assert "Gone tomorrow" not in target.read_text()


def test_a_translation_has_the_placeholders_of_its_message(french: Catalog) -> None:
    for message in rows(french):
        originals = [message.id] if isinstance(message.id, str) else list(message.id)
        wanted = [placeholders(text) for text in originals]
        for string in filter(None, strings(message)):
            assert placeholders(string) in wanted, f"{message.id} → {string}"


def test_plural_forms_are_complete(french: Catalog) -> None:
    for message in rows(french):
        if isinstance(message.id, tuple) and any(strings(message)):
            assert len(strings(message)) == french.num_plurals == 2, message.id
            assert all(strings(message)), message.id


def test_most_messages_of_today_have_a_translation(french: Catalog) -> None:
    """A language on offer is whole, or nearly: the rest shows in English until the translators have been."""
    catalogue = merged(collect(Path(settings.BASE_DIR)), FRENCH, "fr")
    waiting = [message.id for message in rows(catalogue) if not all(strings(message))]
    assert len(waiting) <= 0.1 * len(rows(catalogue)), waiting


@pytest.mark.parametrize(
    "text", ["Answer by %(day)s.", "{n} of {all}", '<a href="%(url)s">here</a> 50 %%', "%{count} left"]
)
def test_the_pseudo_language_keeps_placeholders_and_tags(text: str) -> None:
    changed = pseudo(text)
    assert changed != text
    assert placeholders(changed) == placeholders(text)
    assert re.findall(r"<[^>]+>", changed) == re.findall(r"<[^>]+>", text)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    ["programme:landing", "certificates:register", "certificates:check", "account_login", "account_signup"]
    + [f"pages:{name}" for name in ("help", "accessibility", "cookies", "privacy", "legal-basis", "contact")],
)
def test_a_public_page_from_right_to_left_has_no_text_outside_the_catalogue(client: Client, name: str) -> None:
    # given
    reference_data()
    client.cookies["django_language"] = "ar-xa"

    # when
    page = client.get(reverse(name)).content.decode()

    # then
    assert 'lang="ar-xa" dir="rtl"' in page
    body = re.sub(r"(?s)<(script|style|svg|head)\b.*?</\1>|<!--.*?-->", " ", page)
    texts = "\n".join(" ".join(unescape(text).split()) for text in re.split(r"<[^>]+>", body))
    for name in sorted(names_of_data(), key=len, reverse=True):
        texts = texts.replace(name, "")
    assert SENTENCE.findall(texts) == []


@pytest.mark.django_db
@pytest.mark.parametrize("is_officer", [True, False])
def test_the_language_chosen_on_a_page_is_kept_with_the_person(client: Client, is_officer: bool) -> None:
    # given
    person = make_officer("Dalia Roost") if is_officer else make_person("Nadia Brena", is_staff=False)
    client.force_login(person)

    # when
    response = client.post(reverse("pages:language"), {"language": "fr", "next": "/register/?q=brena"})

    # then
    assert response["Location"] == "/register/?q=brena"
    assert response.cookies["django_language"].value == "fr"
    assert User.objects.get(pk=person.pk).language == "fr"


@pytest.mark.django_db
def test_a_language_that_is_not_on_offer_is_not_kept(client: Client) -> None:
    person = make_person("Nadia Brena")
    client.force_login(person)
    client.post(reverse("pages:language"), {"language": "tlh", "next": "/"})
    assert User.objects.get(pk=person.pk).language == "en"
