"""Rows whose words an administration has written in several languages."""

from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import get_language


class Worded(models.Model):
    """A row that is read says the fields of `WORDS` in the reader's language where the administration has written them,
    so acts save named fields only."""

    WORDS: ClassVar[tuple[str, ...]] = ()

    translations = models.JSONField(default=dict, blank=True, help_text="language → field → text")

    class Meta:
        abstract = True

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
