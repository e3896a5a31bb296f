"""The words that the components would otherwise say in English, for translation."""

from typing import Any

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
        "charactersUnderLimitText": {
            "one": _("You have %{count} character remaining"),
            "other": _("You have %{count} characters remaining"),
        },
        "charactersAtLimitText": _("You have 0 characters remaining"),
        "charactersOverLimitText": {
            "one": _("You have %{count} character too many"),
            "other": _("You have %{count} characters too many"),
        },
    },
    "file-upload": {
        "chooseFilesButtonText": _("Choose file"),
        "dropInstructionText": _("or drop file"),
        "noFileChosenText": _("No file chosen"),
        "multipleFilesChosenText": {"one": _("%{count} file chosen"), "other": _("%{count} files chosen")},
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
    return {**defaults, **params}
