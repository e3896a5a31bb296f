"""Texts with versions: letters filled with the facts of a file, and the terms a signatory signs."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet

from foundation.correspondence.services import LetterContent
from programme import rules
from programme.models import DeclarationTerms, LetterTemplate

FALLBACK_LANGUAGE = "en"


def letter_templates() -> QuerySet[LetterTemplate]:
    """Every template, by code and language, newest version first."""
    return LetterTemplate.objects.all()


def letter(code: str, *, language: str, context: Mapping[str, str]) -> LetterContent:
    """The highest published version of a letter, filled; in English when the language has none.

    Raises LetterTemplate.DoesNotExist for an unknown code and KeyError for a placeholder without a value.
    """
    template = _template(code, language) or _template(code, FALLBACK_LANGUAGE)
    if template is None:
        raise LetterTemplate.DoesNotExist(f"There is no published letter {code}.")
    return LetterContent(
        template_code=template.code,
        template_version=template.version,
        language=template.language,
        subject=rules.filled(template.subject, context),
        body=rules.filled(template.body, context),
        legal_basis=template.legal_basis,
    )


def _template(code: str, language: str) -> LetterTemplate | None:
    published = LetterTemplate.objects.filter(code=code, language=language, published_at__isnull=False)
    return published.order_by("-version").first()


def terms(on: date) -> DeclarationTerms:
    """The terms in force on a day. Raises DeclarationTerms.DoesNotExist before the first ones."""
    found = DeclarationTerms.objects.filter(valid_from__lte=on).order_by("-valid_from", "-version").first()
    if found is None:
        raise DeclarationTerms.DoesNotExist(f"No terms are in force on {on}.")
    return found
