"""The limits of files and the events that made them what they are.

A due date has legal weight: it is written once, by an event, and the database refuses to move it without one.
"""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.clock.rules import Calendar, DayCount, add_months, due_on, uuid7
from foundation.clock.states import (
    INITIAL_STATUS,
    OPEN_STATUSES,
    DayUnit,
    EventKind,
    LimitStatus,
    Table,
)

# The values other apps need: they may import our models and selectors, not our rules.
__all__ = ["Calendar", "DayCount", "DayUnit", "Limit", "LimitEvent", "add_months", "due_on", "uuid7"]

_STATUS_LEFT = " ".join(
    f"WHEN '{transition.name.value}' THEN '{transition.target.value}'"
    for transition in Table
    if transition.target is not None
)

# The CASE stands in parentheses because PL/pgSQL ends an IF at the first bare THEN.
LAST_EVENT_DECIDES = f"""
    SELECT kind, due_on_after INTO last_kind, last_due
      FROM clock_limitevent WHERE limit_id = NEW.id ORDER BY seq DESC LIMIT 1;
    IF NOT FOUND
       OR last_due IS DISTINCT FROM NEW.due_on
       OR NEW.status <> (CASE last_kind {_STATUS_LEFT}
                        ELSE CASE WHEN last_due IS NULL THEN 'STOPPED' ELSE 'RUNNING' END END)
    THEN
        RAISE EXCEPTION 'clock: status and due date of limit % follow its last event only', NEW.id;
    END IF;
    RETURN NEW;
"""  # noqa: S608 - words of the table of states, never text of a user


class Limit(models.Model):
    """One time limit of one file. Its terms never change; `status` and `due_on` repeat the last event for queries."""

    public_id = models.UUIDField(unique=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=64)  # such as 'application.decision'; the owning app names it
    file_id = models.UUIDField(_("file"))  # public id of the row the limit belongs to; a value, since apps lie above
    office_code = models.CharField(_("office"), max_length=32, blank=True)
    unit = models.CharField(_("unit"), max_length=16, choices=DayUnit.choices)
    amount = models.PositiveSmallIntegerField(_("amount"))
    ceiling_amount = models.PositiveSmallIntegerField(_("ceiling"), null=True, blank=True)
    count_event_day = models.BooleanField(_("the day of the event counts"))
    roll_forward = models.BooleanField(_("ends on a business day"))
    legal_basis = models.TextField(_("legal basis"), blank=True)
    configuration_version = models.PositiveIntegerField(_("version of the time limits"))
    remind_before_days = models.PositiveSmallIntegerField(_("reminder, days before"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=LimitStatus.choices, default=INITIAL_STATUS)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("time limit")
        verbose_name_plural = _("time limits")
        ordering = ("created_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "file_id"],
                condition=Q(status__in=[status.value for status in OPEN_STATUSES]),
                name="clock_one_open_limit_per_kind_and_file",
            ),
            models.CheckConstraint(condition=Q(status__in=LimitStatus.values), name="clock_limit_status_known"),
            models.CheckConstraint(condition=Q(unit__in=DayUnit.values), name="clock_limit_unit_known"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="clock_limit_amount_positive"),
            models.CheckConstraint(
                condition=Q(ceiling_amount__isnull=True) | Q(ceiling_amount__gte=F("amount")),
                name="clock_limit_ceiling_not_below_amount",
            ),
            models.CheckConstraint(
                condition=~Q(status=LimitStatus.STOPPED) | Q(due_on__isnull=True),
                name="clock_stopped_limit_has_no_due_date",
            ),
        )
        indexes = (
            # selectors.running_due_by, overdue_on, due_for_reminder: the sweeps and the "late first" queues
            models.Index(fields=["due_on"], condition=Q(status=LimitStatus.RUNNING), name="clock_limit_running_due"),
            # selectors.limits_of: the clock panel of a file
            models.Index(fields=["file_id", "kind"], name="clock_limit_file"),
        )
        triggers = (
            pgtrigger.FSM(
                name="status_table",
                field="status",
                transitions=[
                    (source.value, transition.target.value)
                    for transition in Table
                    if transition.target is not None
                    for source in transition.sources
                ],
            ),
            pgtrigger.Trigger(
                name="begins_running",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=~pgtrigger.Q(new__status=INITIAL_STATUS.value) | pgtrigger.Q(new__due_on__isnull=False),
                func="RAISE EXCEPTION 'clock: a limit begins running, its due date comes with its first event';",
            ),
            pgtrigger.Trigger(
                name="last_event_decides",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("status", "due_on"),
                declare=[("last_kind", "text"), ("last_due", "date")],
                func=LAST_EVENT_DECIDES,
            ),
            pgtrigger.ReadOnly(
                name="terms_stay",
                fields=[
                    "public_id",
                    "kind",
                    "file_id",
                    "unit",
                    "amount",
                    "ceiling_amount",
                    "count_event_day",
                    "roll_forward",
                    "legal_basis",
                    "configuration_version",
                    "created_at",
                ],
            ),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.amount} {self.unit}"


class LimitEvent(models.Model):
    """What happened to a limit on a day: written once, never changed.

    `days_used`, `days_total` and `due_on_after` are what the act wrote down and the trader was told;
    `due_on_after` is null while the limit stands still.
    """

    append_only: ClassVar[bool] = True

    limit = models.ForeignKey(Limit, on_delete=models.PROTECT, related_name="events", verbose_name=_("time limit"))
    seq = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("event"), max_length=16, choices=EventKind.choices)
    on = models.DateField(_("day"))
    at = models.DateTimeField(_("recorded at"))
    amount = models.PositiveSmallIntegerField(_("amount"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=16, choices=DayUnit.choices, blank=True)
    ground = models.CharField(_("ground"), max_length=64, blank=True)  # the caller's code, for "once per ground"
    days_used = models.IntegerField(_("days used"))
    days_total = models.PositiveIntegerField(_("days in all"))
    due_on_after = models.DateField(_("due then"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    caused_by = models.CharField(_("caused by"), max_length=128, blank=True)  # a plain reference: 'letter:<uuid>'
    told_on = models.DateField(_("trader told on"), null=True, blank=True)
    actor_id = models.CharField(_("actor"), max_length=64, blank=True)
    actor_label = models.CharField(_("name of the actor"), max_length=255)

    class Meta:
        verbose_name = _("event of a time limit")
        verbose_name_plural = _("events of time limits")
        ordering = ("limit_id", "seq")
        constraints = (
            # Also the index of selectors.standings and of the trigger `last_event_decides`.
            models.UniqueConstraint(fields=["limit", "seq"], name="clock_event_once"),
            models.CheckConstraint(condition=Q(kind__in=EventKind.values), name="clock_event_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind=EventKind.EXTENDED) | Q(amount__gte=1), name="clock_extension_has_amount"
            ),
            models.CheckConstraint(
                condition=~Q(kind=EventKind.STOPPED) | Q(due_on_after__isnull=True),
                name="clock_stop_leaves_no_due_date",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="no_truncate",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                func="RAISE EXCEPTION 'clock: events of time limits are never removed';",
            ),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.kind} {self.on:%Y-%m-%d}"
