"""Operator types: the roles in the supply chain that may apply."""

from collections.abc import Collection
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import get_language

from foundation.audit.models import tracked


@tracked()
class OperatorType(models.Model):
    """A role in the supply chain. Its family decides which criteria it meets. Open from a day until a day.

    A row that is read says label and description in the reader's language where the administration has written them, so
    acts save named fields only.
    """

    WORDS = ("label", "description")

    token = models.SlugField(max_length=60, unique=True)
    label = models.CharField(max_length=120)
    description = models.CharField(max_length=300)
    family = models.SlugField(max_length=40)
    position = models.PositiveIntegerField()
    opens_on = models.DateField(null=True, blank=True, help_text="empty: not open, no day set")
    closes_on = models.DateField(null=True, blank=True)
    translations = models.JSONField(default=dict, blank=True, help_text="language → field → text")

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **more: Any) -> Self:
        """The row in the language of whoever reads it."""
        row = super().from_db(db, field_names, values, **more)
        if "translations" in field_names:
            language = get_language() or settings.LANGUAGE_CODE
            texts = row.translations.get(language) or row.translations.get(language.partition("-")[0]) or {}
            for name in cls.WORDS:
                if texts.get(name) and name in field_names:
                    setattr(row, name, texts[name])
        return row
