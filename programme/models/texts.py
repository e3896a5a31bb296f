"""Letters, terms and numbers."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.audit.models import tracked

from .versions import published_stays


class Written(models.Model):
    """A text that some write and another person publishes. The author saved it last; `editor_ids` are all who saved this
    draft, and none of them publishes it. `edition` counts the saves."""

    editor_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    author_id = models.BigIntegerField(null=True, blank=True)
    author_label = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    edition = models.PositiveIntegerField(default=0)
    publisher_id = models.BigIntegerField(null=True, blank=True)
    publisher_label = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


def _four_eyes(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(publisher_id__isnull=True) | ~Q(publisher_id=F("author_id")), name=name)


PUBLISHED_STAYS = published_stays(pgtrigger.Q(old__published_at__isnull=False))
# Whoever wrote any part of a draft may not publish it, also when somebody else saved it last.
EDITORS_DO_NOT_PUBLISH = pgtrigger.Trigger(
    name="editors_do_not_publish",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(new__published_at__isnull=False),
    func="IF NEW.publisher_id = ANY (NEW.editor_ids) THEN "
    "RAISE EXCEPTION 'Whoever wrote a part of a text may not publish it' USING ERRCODE = 'check_violation'; "
    "END IF; RETURN NEW;",
)


@tracked()
class LetterTemplate(Written):
    """The text of a letter in one language and version; placeholders in {braces}. The highest published version is used."""

    code = models.SlugField(max_length=60)
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    legal_basis = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["code", "language", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "language", "version"], name="letter_template_once"),
            models.UniqueConstraint(
                fields=["code", "language"], condition=Q(published_at__isnull=True), name="letter_one_draft"
            ),
            _four_eyes("letter_four_eyes"),
        ]
        triggers = [PUBLISHED_STAYS, EDITORS_DO_NOT_PUBLISH]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


@tracked()
class DeclarationTerms(Written):
    """What a signatory signs: voluntary, duties, confidentiality on both sides, data use, legal basis."""

    version = models.PositiveIntegerField()
    language = models.CharField(max_length=10, default="en")
    valid_from = models.DateField()
    text = models.TextField()

    class Meta:
        ordering = ["-version", "language"]
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="terms_once"),
            models.UniqueConstraint(
                fields=["language"], condition=Q(published_at__isnull=True), name="terms_one_draft"
            ),
            _four_eyes("terms_four_eyes"),
        ]
        triggers = [PUBLISHED_STAYS, EDITORS_DO_NOT_PUBLISH]

    def __str__(self) -> str:
        return _("Terms, version {version}").format(version=self.version)


@tracked()
class LegalBasis(models.Model):
    """One provision as it reads from a day on. A new wording is a new row; what was cited before stays."""

    code = models.SlugField(max_length=60)
    title = models.CharField(max_length=200)
    citation = models.CharField(max_length=300)
    url = models.URLField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["citation", "-valid_from", "id"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="legal_basis_once"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="legal_basis_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.citation


class NumberSeries(models.Model):
    """The last number given in a series and year; taken under a row lock, so that numbers are free of duplicates."""

    series = models.SlugField(max_length=30)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["series", "year"]
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="number_series_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}"
