"""The append-only record: events, their seals and reads of sensitive files; and the triggers every tracked model takes.
History outlives users, so actors stand here as plain values and never as foreign keys."""

from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.db.models.functions import Cast

from .states import Table


def _no_truncate(name: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        func="RAISE EXCEPTION 'The record is append-only: % may not be truncated', TG_TABLE_NAME;",
    )


def append_only_triggers(name: str) -> list[pgtrigger.Trigger]:
    """Triggers that refuse UPDATE, DELETE and TRUNCATE; `name` keeps trigger names apart."""
    return [
        pgtrigger.Protect(name=f"{name}_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        _no_truncate(f"{name}_no_truncate"),
    ]


def status_triggers(table: Table, *, field: str = "status") -> list[pgtrigger.Trigger]:
    """The state table mirrored in the database: legal moves on UPDATE, initial states on INSERT."""
    initial = ", ".join(f"'{state}'" for state in table.initial)
    return [
        pgtrigger.FSM(name=f"{field}_moves", field=field, transitions=table.pairs()),
        pgtrigger.Trigger(
            name=f"{field}_starts",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func=f"IF NEW.{field} NOT IN ({initial}) THEN "
            f"RAISE EXCEPTION 'A new % may not start as %', TG_TABLE_NAME, NEW.{field}; END IF; RETURN NEW;",
        ),
    ]


class _History(pghistory.models.Event):  # type: ignore[django-manager-missing]
    """Base of every history table: who and when are never empty, and the table only grows."""

    append_only = True

    class Meta:
        abstract = True


def tracked(*, exclude: list[str] | None = None) -> Any:
    """Class decorator: each insert, update and delete of the row leaves a history row, statement by statement.

    The database refuses a change made outside `acting(…)`, because the history row would lack its actor and its time.
    """
    return pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=exclude or [],
        base_model=_History,
        append_only=True,
        meta={"triggers": [_no_truncate("no_truncate")]},
        context_field=pghistory.ContextJSONField(null=False),
    )


class Event(models.Model):
    """One act: what happened, by whom, when, to which file. Written once, sealed later."""

    append_only = True

    name = models.CharField(max_length=80)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    subject = models.CharField(max_length=100, help_text="model label and key, e.g. applications.application:12")
    file_id = models.UUIDField(null=True, help_text="public id of the file (application, certificate …) it belongs to")
    organisation_id = models.BigIntegerField(null=True, help_text="whose file it is")
    disclosed = models.BooleanField(default=False, help_text="the trader may read this event")
    data = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    # The sealer reads in this order: a transaction that commits late still has its place after what is sealed.
    transaction_id = models.BigIntegerField(
        db_default=Cast(
            Cast(models.Func(function="pg_current_xact_id"), models.TextField()),
            models.BigIntegerField(),
        ),
        editable=False,
    )

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["file_id", "id"], name="event_of_file"),  # the timeline of a dossier
            models.Index(fields=["organisation_id", "id"], name="event_of_organisation"),  # the history of a company
            models.Index(fields=["transaction_id", "id"], name="event_to_seal"),  # the sealer's next chunk
        ]
        triggers = append_only_triggers("event")

    def __str__(self) -> str:
        return f"{self.name} by {self.actor_label}"


class Seal(models.Model):
    """The link of one event into the chain. `hash` binds the place, the previous hash and the event's digest."""

    append_only = True

    seq = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="seal")
    transaction_id = models.BigIntegerField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        triggers = append_only_triggers("seal")

    def __str__(self) -> str:
        return f"{self.seq}"


class Read(models.Model):
    """Somebody looked at a sensitive file: who, when, which page."""

    append_only = True

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(max_length=200)
    file_id = models.UUIDField()
    what = models.CharField(max_length=100)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["file_id", "-id"], name="reads_of_file")]  # the tab “Who looked”
        triggers = append_only_triggers("read")

    def __str__(self) -> str:
        return f"{self.actor_label}: {self.what}"
