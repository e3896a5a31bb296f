"""What every versioned set shares: drafted by one person, published by another, frozen from then on."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from foundation.audit.states import values
from programme.states import (
    SetStatus,
)


def published_is_frozen(parent: str) -> pgtrigger.Trigger:
    """Rows of a published version may not change, nor come to it or leave it: the status of the parent row decides.
    `parent` is `table.column`."""
    table, column = parent.split(".")
    return pgtrigger.Trigger(
        name="published_is_frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"IF EXISTS (SELECT 1 FROM {table} WHERE status = 'PUBLISHED' AND ("  # noqa: S608 - names of our own tables
        f"(TG_OP <> 'DELETE' AND id = NEW.{column}) OR (TG_OP <> 'INSERT' AND id = OLD.{column}))) THEN "
        f"RAISE EXCEPTION 'A published version of % may not change', TG_TABLE_NAME; END IF; "
        f"IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;",
    )


def published_stays(condition: pgtrigger.Q) -> pgtrigger.Protect:
    """The row itself may not change once it was published."""
    return pgtrigger.Protect(name="published_stays", operation=pgtrigger.Update | pgtrigger.Delete, condition=condition)


VERSION_STAYS = published_stays(pgtrigger.Q(old__status=SetStatus.PUBLISHED.value))


class Version(models.Model):
    """Base of what is drafted by one person and published from a date by another."""

    number = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=200)
    status = models.CharField(max_length=20, choices=SetStatus.choices, default=SetStatus.DRAFT)
    valid_from = models.DateField(null=True, blank=True)
    author_label = models.CharField(max_length=200)
    author_id = models.BigIntegerField(null=True)
    publisher_label = models.CharField(max_length=200, blank=True)
    publisher_id = models.BigIntegerField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"


def version_constraints(name: str) -> list[models.BaseConstraint]:
    """A known status, a date once published, and never the author as publisher."""
    return [
        models.CheckConstraint(condition=Q(status__in=values(SetStatus.choices)), name=f"{name}_status_known"),
        models.CheckConstraint(
            condition=Q(status=SetStatus.DRAFT) | Q(valid_from__isnull=False, published_at__isnull=False),
            name=f"{name}_published_has_date",
        ),
        models.CheckConstraint(
            condition=Q(publisher_id__isnull=True) | ~Q(publisher_id=F("author_id")), name=f"{name}_four_eyes"
        ),
    ]
