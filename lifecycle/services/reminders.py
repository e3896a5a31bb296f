"""Reminders to companies: a draft nobody touched for long, a certificate that ends soon. A reminder takes nothing away."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from applications import selectors as applications
from applications.models import Application, Proof
from foundation.audit.services import SYSTEM, acting
from foundation.clock.services import local_date
from foundation.correspondence import services as correspondence
from foundation.correspondence.selectors import Concerns, not_told
from foundation.correspondence.states import NoticeKind
from foundation.identity.permissions import Permission
from foundation.identity.states import CompanyRole
from lifecycle import rules
from programme import selectors as programme
from programme.states import FigureCode

PREPARE = (CompanyRole.ADMINISTRATOR, CompanyRole.PREPARER)


def find_drafts(on: date) -> Sequence[int]:
    """Drafts left alone for long whose company was not told yet that they are still there."""
    days = programme.figure(FigureCode.REMIND_DRAFT_DAYS, programme.configuration(on))
    since = make_aware(datetime.combine(rules.draft_left_alone_before(on, days=days), time.min))
    return not_told({_draft_key(row): row.pk for row in applications.drafts_left_alone(since)})


def remind_of_draft(pk: int, on: date, now: datetime) -> None:
    """Tell those who prepare it that their draft is as they left it."""
    row = Application.objects.select_related("operator__organisation").get(pk=pk)
    with acting(actor=SYSTEM, at=now):
        correspondence.notify_company(
            organisation=row.operator.organisation,
            roles=PREPARE,
            kind=NoticeKind.INFORMATION,
            title=lambda: _("Your draft {number} is as you left it. It stays until you delete it.").format(
                number=row.number
            ),
            url=reverse("applications:tasks", args=[row.public_id]),
            file_id=row.public_id,
            concerns=applications.concerns(row),
            once_key=_draft_key(row),
            actor=SYSTEM,
            now=now,
        )


def find_proofs(on: date) -> Sequence[int]:
    """Certificates used as evidence that end soon."""
    days = programme.figure(FigureCode.REMIND_PROOF_DAYS, programme.configuration(on))
    rows = applications.proofs_ending(on, on + timedelta(days=days))
    return not_told({_proof_key(row): row.pk for row in rows})


def remind_of_proof(pk: int, on: date, now: datetime) -> None:
    """Ask for the one that follows."""
    row = Proof.objects.select_related("operator__organisation").get(pk=pk)
    if row.expires_on is None:
        return
    ends = row.expires_on
    with acting(actor=SYSTEM, at=now):
        correspondence.notify_company(
            organisation=row.operator.organisation,
            roles=PREPARE,
            kind=NoticeKind.ACTION,
            title=lambda: _("{proof} ends on {day}. Send us the one that follows.").format(
                proof=row, day=date_format(ends, "j F Y")
            ),
            url=reverse("workbench:promises"),
            due_on=ends,
            concerns=Concerns(needs=(Permission.APPLICATION_READ,)),
            once_key=_proof_key(row),
            actor=SYSTEM,
            now=now,
        )


def _draft_key(row: Application) -> str:
    """One reminder for each time the draft was left alone."""
    return f"draft:{row.pk}:{local_date(row.saved_at)}"


def _proof_key(row: Proof) -> str:
    return f"proof:{row.pk}:{row.expires_on}"
