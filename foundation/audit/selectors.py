"""Reads of the record: the timeline of a file, what the trader may see of it, who looked."""

from uuid import UUID

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
