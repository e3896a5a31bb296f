"""Texts with versions: letters filled with the facts of a file, the terms a signatory signs, and the legal bases."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from foundation.correspondence.services import LetterContent, email_facts, own_email
from programme import rules
from programme.models import DeclarationTerms, LegalBasis, LetterTemplate
from programme.states import LetterCode

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


def email_words(language: str) -> tuple[str, str]:
    """Subject and text of the e-mail that tells of something new: as published, else the house's own."""
    template = _template(LetterCode.NOTICE_EMAIL, language)
    if template is None:
        return own_email(language)
    return rules.filled(template.subject, email_facts()), rules.filled(template.body, email_facts())


def _template(code: str, language: str) -> LetterTemplate | None:
    published = LetterTemplate.objects.filter(code=code, language=language, published_at__isnull=False)
    return published.order_by("-version").first()


def letter_drafts() -> QuerySet[LetterTemplate]:
    """Letters that wait for a second person."""
    return LetterTemplate.objects.filter(published_at__isnull=True)


def letters_in_use() -> list[LetterTemplate]:
    """The version of each letter and language that is in use, in one query."""
    published = LetterTemplate.objects.filter(published_at__isnull=False)
    return list(published.order_by("code", "language", "-version").distinct("code", "language"))


def letter_placeholders(code: str) -> frozenset[str]:
    """The words in braces this letter can be filled with: those of the versions that were in use, in every language."""
    texts = LetterTemplate.objects.filter(code=code, published_at__isnull=False).values_list("subject", "body")
    return frozenset(name for subject, body in texts for name in rules.placeholders(f"{subject} {body}"))


def sample_letter(code: str, subject: str, body: str) -> tuple[str, str]:
    """A text filled with sample values, for a preview."""
    days = {name: date_format(day, "j F Y") for name, day in SAMPLE_DAYS.items()}
    known = {**SAMPLES, **days, **{name: str(text) for name, text in SAMPLE_WORDS.items()}}
    values = {name: known.get(name, f"[{name}]") for name in rules.placeholders(f"{subject} {body}")}
    return rules.filled(subject, values), rules.filled(body, values)


SAMPLES = {
    "programme": "Authorised Economic Operator programme",
    "administration": "Customs of Kestria",
    "link": "https://aeo.customs.example/",
    "company": "Brenna Mills Ltd",
    "number": "AEO-2026-000123",
    "tin": "XA1000482",
    "officer": "Dalia Roost",
    "manager": "Lise Marten",
    "lead": "Oskar Feld",
    "person": "Mara Lind",
    "phone": "0800 114 220",
    "office": "Northern office",
    "kinds": "Security",
    "rows": "Security, exporter",
    "sites": "Mill Street 4, Halvik",
    "questions": "B-06: How do you keep copies of your records?",
    "code": "7F3K-20A1",
    "address": "Mill Street 4, Halvik",
    "contact": "Dalia Roost, 0800 114 220",
}
# Days of the sample file, in their order.
SAMPLE_DAYS = {
    "received_on": date(2026, 3, 2),
    "complete_on": date(2026, 3, 2),
    "checked_on": date(2026, 3, 9),
    "check_until": date(2026, 4, 1),
    "answer_by": date(2026, 4, 13),
    "until": date(2026, 4, 13),
    "starts_on": date(2026, 5, 18),
    "ends_on": date(2026, 5, 19),
    "visited_on": date(2026, 5, 18),
    "reply_by": date(2026, 6, 15),
    "speak_until": date(2026, 6, 30),
    "due_before": date(2026, 7, 3),
    "decide_by": date(2026, 7, 3),
    "due_now": date(2026, 8, 14),
    "effective_on": date(2026, 8, 19),
    "appeal_until": date(2026, 9, 14),
    "ended_on": date(2026, 9, 30),
    "again_from": date(2029, 9, 30),
    "valid_until": date(2031, 8, 19),
}
SAMPLE_WORDS = {
    "kind": gettext_lazy("security"),
    "missing": gettext_lazy("The accounts of the last year are missing."),
    "grounds": gettext_lazy("Goods for export stood in an open yard without lock or guard."),
    "reason": gettext_lazy("Your answer names a second office. We have to look at its records too."),
    "what": gettext_lazy("A fence and two lamps at the back of the yard."),
    "change": gettext_lazy("Number of employees: 46 instead of 41"),
    "answer": gettext_lazy("We accepted it. Your record says so now."),
    "granted": gettext_lazy("Simplification, exporter"),
    "refused": gettext_lazy("Security, exporter"),
    "effect": gettext_lazy("You have no benefits of this kind until then."),
    "actions": gettext_lazy("Keep the key list of the vehicles up to date and sign it weekly."),
    "conditions": gettext_lazy("None."),
}


def terms(on: date, language: str = FALLBACK_LANGUAGE) -> DeclarationTerms:
    """The terms in force on a day, in a language where there are such, else in English. Raises
    DeclarationTerms.DoesNotExist before the first ones."""
    rows = DeclarationTerms.objects.filter(valid_from__lte=on, published_at__isnull=False)
    rows = rows.order_by("-valid_from", "-version")
    found = rows.filter(language=language).first() or rows.filter(language=FALLBACK_LANGUAGE).first()
    if found is None:
        raise DeclarationTerms.DoesNotExist(f"No terms are in force on {on}.")
    return found


def all_terms() -> QuerySet[DeclarationTerms]:
    """Every version of the terms in every language, drafts too, newest first."""
    return DeclarationTerms.objects.order_by("-version", "language")


def legal_bases(on: date) -> QuerySet[LegalBasis]:
    """The provisions as they read on a day, by citation."""
    holds = Q(valid_until__isnull=True) | Q(valid_until__gte=on)
    return LegalBasis.objects.filter(holds, valid_from__lte=on).order_by("citation", "id")


def all_legal_bases() -> QuerySet[LegalBasis]:
    """Every wording of every provision."""
    return LegalBasis.objects.order_by("citation", "-valid_from", "id")


def citations(on: date) -> list[str]:
    """What a limit, a figure or a letter may cite on a day."""
    return list(legal_bases(on).values_list("citation", flat=True))
