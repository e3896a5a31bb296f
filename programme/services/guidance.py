"""Explaining texts: each save is a new version with its author; the newest is shown."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foundation.audit.services import Refused, acting, record
from foundation.identity.models import User
from programme import selectors
from programme.models import Guidance


class StaleGuidance(Refused):
    """Somebody else saved this text meanwhile. `theirs` is the text as it stands; nothing was overwritten."""

    def __init__(self, theirs: Guidance | None) -> None:
        self.theirs = theirs
        text = _("{name} changed this. Your text is below; the other is beside it. Choose what to keep.")
        super().__init__(text.format(name=theirs.author_label if theirs else _("Somebody")))


def write_guidance(*, place: str, language: str, text: str, seen: int, actor: User, now: datetime) -> Guidance:
    """Write a new version of an explaining text. `seen` is the version it was written upon, 0 for none.

    An empty text takes the explanation away. Raises StaleGuidance.
    """
    with acting(actor=actor, at=now):
        newest = selectors.guidance_versions(place, language).first()
        version = newest.version if newest else 0
        if version != seen:
            raise StaleGuidance(newest)
        if newest and newest.text == text:
            return newest
        row = Guidance(
            place=place,
            language=language,
            version=version + 1,
            text=text,
            author=actor,
            author_label=actor.actor_label,
            at=now,
        )
        _insert(row)
        record("guidance.written", subject=row, data={"place": place, "language": language, "version": row.version})
        return row


def _insert(row: Guidance) -> None:
    """Two texts sent at once: the database lets one through."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise StaleGuidance(selectors.guidance_versions(row.place, row.language).first()) from error
