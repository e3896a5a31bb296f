"""Reads of the record: the timeline of a file, what the trader may see of it, who looked."""

from uuid import UUID

import pgtrigger
from django.db import connection
from django.db.models import QuerySet

from .models import Event, Read


def events_of_file(file_id: UUID) -> QuerySet[Event]:
    """Every event of a file, newest first: the officers' timeline."""
    return Event.objects.filter(file_id=file_id).order_by("-id")


def disclosed_events_of_file(file_id: UUID) -> QuerySet[Event]:
    """What the trader may read of a file's history, newest first. Actors are left to the page to name or hide."""
    return events_of_file(file_id).filter(disclosed=True)


def reads_of_file(file_id: UUID) -> QuerySet[Read]:
    """Who looked at a file, newest first."""
    return Read.objects.filter(file_id=file_id)


def trigger_faults() -> list[str]:
    """Every guard that the models name and the database lacks, has in another form, or has switched off."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, t.tgname, t.tgenabled, obj_description(t.oid, 'pg_trigger')"
            " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal"
        )
        installed = {(table, name): (enabled, comment) for table, name, enabled, comment in cursor.fetchall()}
    faults = []
    for model, trigger in pgtrigger.registered():
        table, name = model._meta.db_table, trigger.get_pgid(model)
        enabled, comment = installed.get((table, name), (None, None))
        if enabled is None:
            faults.append(f"The trigger {name} on {table} is missing.")
        elif enabled == "D":
            faults.append(f"The trigger {name} on {table} is switched off.")
        elif comment != trigger.compile(model).hash:
            faults.append(f"The trigger {name} on {table} is not the one the code describes.")
    return sorted(faults)
