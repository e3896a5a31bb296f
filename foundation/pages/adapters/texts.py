"""The words that the components would otherwise say in English, for translation."""

from collections.abc import Callable
from functools import cache
from typing import Any

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

DEFAULTS: dict[str, dict[str, Any]] = {
    "back-link": {"text": _("Back")},
    "error-summary": {"titleText": _("There is a problem")},
    "notification-banner": {"titleText": _("Important")},
    "skip-link": {"text": _("Skip to main content"), "href": "#main-content"},
    "warning-text": {"iconFallbackText": _("Warning")},
    "service-navigation": {"menuButtonText": _("Menu"), "ariaLabel": _("Service information")},
    "password-input": {
        "showPasswordText": _("Show"),
        "hidePasswordText": _("Hide"),
        "showPasswordAriaLabelText": _("Show password"),
        "hidePasswordAriaLabelText": _("Hide password"),
        "passwordShownAnnouncementText": _("Your password is visible"),
        "passwordHiddenAnnouncementText": _("Your password is hidden"),
    },
    "character-count": {
        "textareaDescriptionText": _("You can enter up to %{count} characters"),
        "charactersUnderLimitText": lambda n: ngettext(
            "You have %{count} character remaining", "You have %{count} characters remaining", n
        ),
        "charactersAtLimitText": _("You have 0 characters remaining"),
        "charactersOverLimitText": lambda n: ngettext(
            "You have %{count} character too many", "You have %{count} characters too many", n
        ),
    },
    "file-upload": {
        "chooseFilesButtonText": _("Choose file"),
        "dropInstructionText": _("or drop file"),
        "noFileChosenText": _("No file chosen"),
        "multipleFilesChosenText": lambda n: ngettext("%{count} file chosen", "%{count} files chosen", n),
        "enteredDropZoneText": _("Entered drop zone"),
        "leftDropZoneText": _("Left drop zone"),
    },
    "pagination": {"landmarkLabel": _("Pages")},
}


def with_texts(component: str, params: dict[str, Any]) -> dict[str, Any]:
    """The parameters, completed by our words where the caller has none."""
    defaults = DEFAULTS.get(component, {})
    if "titleHtml" in params or "html" in params:
        defaults = {key: value for key, value in defaults.items() if key not in ("titleText", "text")}
    words = {key: _every_form(value) if callable(value) else value for key, value in defaults.items()}
    return {**words, **params}


def _every_form(words: Callable[[int], str]) -> dict[str, str]:
    """Words with a number in every form of the language, by the names that browsers give the forms."""
    return {form: words(number) for form, number in _numbers(get_language() or settings.LANGUAGE_CODE)}


@cache
def _numbers(language: str) -> list[tuple[str, int]]:
    """Each plural form of a language (Unicode CLDR) with the first number that takes it; `other` may have none below 200."""
    form_of = Locale.parse(language.split("-")[0]).plural_form
    first: dict[str, int] = {}
    for number in range(200):
        first.setdefault(form_of(number), number)
    return list({"other": 100, **first}.items())
