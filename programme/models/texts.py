"""Letters, terms and numbers."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.audit.models import tracked

from .versions import published_stays


@tracked()
class LetterTemplate(models.Model):
    """The text of a letter in one language and version; placeholders in {braces}. The highest published version is used."""

    code = models.SlugField(max_length=60)
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    legal_basis = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["code", "language", "-version"]
        constraints = [models.UniqueConstraint(fields=["code", "language", "version"], name="letter_template_once")]
        triggers = [published_stays(pgtrigger.Q(old__published_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


@tracked()
class DeclarationTerms(models.Model):
    """What a signatory signs: voluntary, duties, confidentiality on both sides, data use, legal basis."""

    version = models.PositiveIntegerField(unique=True)
    language = models.CharField(max_length=10, default="en")
    valid_from = models.DateField()
    text = models.TextField()

    class Meta:
        ordering = ["-version"]
        triggers = [pgtrigger.Protect(name="terms_stay", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return _("Terms, version {version}").format(version=self.version)


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
