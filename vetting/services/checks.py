"""Opens the thirteen desk checks of a file and records their results; two officers never overwrite each other unseen."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from applications.models import Application
from foundation.audit.services import Actor, Refused, acting, locked, record
from foundation.clock.services import local_date
from foundation.identity.models import User
from operators.services import demand_independence, take_act
from programme.states import Act
from vetting.models import Check, Vetting
from vetting.rules import Breach, CheckFact, Named, result_breaches
from vetting.selectors import hit_count
from vetting.selectors.wording import sentence, sentences
from vetting.states import CheckCode, VettingStatus

# The field of the form that a breach belongs to; what is not here concerns the form as a whole.
FIELDS: dict[Breach, str] = {
    Breach.RESULT_MISSING: "result",
    Breach.SOURCE_MISSING: "source",
    Breach.NOTE_MISSING: "note",
    Breach.EXPIRY_PASSED: "expires_on",
    Breach.HITS_OPEN: "result",
    Breach.TRUE_MATCH_IS_FAIL: "result",
}


class StaleEdit(Refused):
    """Somebody else saved meanwhile. `theirs` is the check as it stands now."""

    def __init__(self, theirs: Check) -> None:
        self.theirs = theirs
        super().__init__(_("Somebody else changed this check. Look at their result before you save."))


class CheckRefused(Refused):
    """A result the rules do not take; `fields` gives each sentence the field it belongs to."""

    def __init__(self, breaches: list[Named]) -> None:
        self.fields = [(FIELDS.get(named.breach), sentence(named)) for named in breaches]
        texts = sentences(breaches)
        super().__init__(" ".join(texts), texts)


def open_vetting(*, application: Application, actor: Actor, now: datetime) -> Vetting:
    """Open the desk checks of an application; the same application again gives those that are there."""
    with acting(actor=actor, at=now):
        vetting, created = Vetting.objects.get_or_create(application=application, defaults={"opened_at": now})
        if created:
            Check.objects.bulk_create(Check(vetting=vetting, code=code) for code in CheckCode.values)
            record("vetting.opened", subject=vetting, file_id=application.public_id)
        return vetting


def record_check(
    *,
    check: Check,
    result: str,
    source: str,
    note: str,
    expires_on: date | None,
    version: int,
    actor: User,
    now: datetime,
) -> Check:
    """Write the result of one check. `version` is the one the officer saw; raises StaleEdit when it moved on."""
    with acting(actor=actor, at=now):
        row = locked(check)
        vetting = locked(row.vetting)
        operator = vetting.application.operator
        demand_independence(actor=actor, operator=operator, on=local_date(now))
        if row.version != version:
            raise StaleEdit(row)
        fact = CheckFact(row.code, result, expires_on)
        found = [] if vetting.status == VettingStatus.OPEN else [Named(Breach.ALREADY_DETERMINED)]
        found += result_breaches(check=fact, source=source, note=note, hits=hit_count(operator), on=local_date(now))
        if found:
            raise CheckRefused(found)
        take_desk_act(vetting.application, actor, note, now)
        write_result(row, result=result, source=source, note=note, expires_on=expires_on, actor=actor, now=now)
        _take_desk(vetting, actor)
        return row


def take_desk_act(application: Application, actor: User, reason: str, now: datetime) -> None:
    """VET is taken by everybody who has a part in the checks: who records one, resolves a hit, determines. `reason` counts
    only where the separation table lets one person take two acts with a reason."""
    take_act(
        operator=application.operator,
        file_id=application.public_id,
        offices=[application.office_id],
        act=Act.VET,
        user=actor,
        reason=reason,
        now=now,
    )


def write_result(
    check: Check, *, result: str, source: str, note: str, expires_on: date | None, actor: User, now: datetime
) -> None:
    """The only writer of a result; the caller holds the lock and has asked the rules."""
    check.result, check.source, check.note, check.expires_on = result, source.strip()[:200], note.strip(), expires_on
    check.checked_by, check.checked_at = actor, now
    check.version += 1
    check.save()
    data = {"check": check.code, "result": result}
    record("vetting.check_recorded", subject=check, file_id=check.vetting.application.public_id, data=data)


def _take_desk(vetting: Vetting, actor: User) -> None:
    """The first officer who records a result has the file on the desk."""
    if vetting.officer_id is None:
        vetting.officer = actor
        vetting.save(update_fields=["officer"])
