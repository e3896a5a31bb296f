"""Which clients an officer may open, and who writes to one. A foreign client is not found."""

from datetime import date
from uuid import UUID

from django.shortcuts import get_object_or_404

from foundation.identity.models import User

from . import selectors
from .models import Client


def client_for(user: User, public_id: UUID, on: date) -> Client:
    """A client the officer may see."""
    return get_object_or_404(selectors.visible_to_staff(user, on), public_id=public_id)


def may_write(user: User, client: Client, on: date) -> bool:
    """Whether the officer looks after this client, or stands in for who does."""
    return selectors.clients_of(user, on).filter(pk=client.pk).exists()
