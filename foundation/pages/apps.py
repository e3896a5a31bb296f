"""Registers the pages with Django and refuses a brand that nobody could read."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext_lazy as _

from foundation.pages.rules import TEXT_CONTRAST, ColourBreach, colour_breach

_TEXTS = {
    ColourBreach.NOT_A_COLOUR: "is no colour. Write it like #0f5c6e.",
    ColourBreach.TOO_LIGHT: f"is too light: white text on it has less than {TEXT_CONTRAST} : 1. Choose a darker one.",
}


def check_brand(app_configs: Sequence[AppConfig] | None, **options: Any) -> list[CheckMessage]:
    """System check: each colour in BRAND carries white text."""
    found: list[CheckMessage] = []
    for name in ("header_colour", "brand_colour"):
        colour = settings.BRAND.get(name)
        breach = colour_breach(colour) if colour else None
        if breach:
            found.append(Error(f"BRAND['{name}'] “{colour}” {_TEXTS[breach]}", id="pages.E001"))
    return found


class PagesConfig(AppConfig):
    """The design system and the pages that belong to no case."""

    name = "foundation.pages"
    label = "pages"
    verbose_name = _("Pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(check_brand)
