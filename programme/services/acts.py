"""Acts on a file: each is written down and compared with the separation table in force, here and again in the database."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foundation.audit.services import Refused, acting, record
from foundation.clock.services import local_date
from foundation.identity.models import User
from foundation.identity.selectors import staff_roles
from programme import selectors
from programme.models import ActReview, ActTaken
from programme.selectors.separation import verdict


def take_act(*, file_id: UUID, act: str, user: User, reason: str = "", now: datetime) -> ActTaken:
    """Write that a person takes an act on a file; the same act twice gives the first row.

    Raises Refused when an earlier act shuts it out, or when doubling it needs a reason and none is given. The reason is
    kept only where the act is doubled: it is what the outsider reads.
    """
    on = local_date(now)
    with acting(actor=user, at=now):
        taken = ActTaken.objects.filter(file_id=file_id, act=act, user=user).first()
        if taken:
            return taken
        configuration = selectors.configuration(on)
        found = verdict(file_id=file_id, act=act, user=user, configuration=configuration)
        if found.forbidden_by:
            reasons = selectors.breaches(file_id=file_id, act=act, user=user, on=on)
            raise Refused(_("You may not do this: {reason}").format(reason=" ".join(reasons)), tuple(reasons))
        if found.needs_reason and not reason.strip():
            raise Refused(_("Write why one person takes both acts. Somebody outside reads it afterwards."))
        row = ActTaken(
            file_id=file_id,
            act=act,
            user=user,
            at=now,
            configuration=configuration,
            reason=reason.strip() if found.needs_reason else "",
            review_role=found.reviewed_by[0][1] if found.needs_reason else "",
        )
        _insert(row)
        record("act.taken", subject=row, file_id=file_id, data={"act": act, "review_role": row.review_role})
        return row


def _insert(row: ActTaken) -> None:
    """Two acts sent at once: the database lets only one through where the pair is separated."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("You have just taken another act on this file, so you may not take this one.")) from error


def review_act(*, act: ActTaken, reviewer: User, agrees: bool, note: str, now: datetime) -> ActReview:
    """The outsider's review of a doubled act: holds the named role and took no part in the file."""
    with acting(actor=reviewer, at=now, reason=note):
        if not note.strip():
            raise Refused(_("Write what you found."))
        if act.review_role not in staff_roles(reviewer, local_date(now)):
            raise Refused(_("Only the role named in the separation table reviews this."))
        if ActTaken.objects.filter(file_id=act.file_id, user=reviewer).exists():
            raise Refused(_("You took part in this file. Somebody else must review it."))
        review, created = ActReview.objects.get_or_create(
            act=act, defaults={"reviewer": reviewer, "at": now, "agrees": agrees, "note": note.strip()}
        )
        if not created:
            raise Refused(_("This was already reviewed."))
        record("act.reviewed", subject=review, file_id=act.file_id, data={"act": act.act, "agrees": agrees})
        return review
