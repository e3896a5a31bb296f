"""Celery tasks of the acts that span rooms: the handlers of outbox topics, and the sweeps that beat starts."""

from datetime import datetime

from celery import shared_task

from certificates import services as certificates
from certificates.models import Certificate
from foundation.audit.services import SYSTEM
from foundation.clock import services as clock
from foundation.correspondence import services as correspondence
from foundation.correspondence.models import Letter
from foundation.correspondence.services import outbox_task
from operators.models import GroupMember, Operator
from programme.selectors import email_words
from vetting import services as vetting

from . import services


@outbox_task("lifecycle.tasks.screen_operator")
def screen_operator(*, operator_id: int, now: datetime) -> None:
    """Screen an operator and its people against every list."""
    operators = Operator.objects.filter(pk=operator_id)
    vetting.screen(operators=list(operators), cause="registration or application", actor=SYSTEM, now=now)


@outbox_task("lifecycle.tasks.leave_group")
def leave_group(*, member_id: int, now: datetime) -> None:
    """A company left a group: the certificates of the group's lead no longer cover it."""
    services.end_group_coverage(
        member=GroupMember.objects.select_related("group", "operator").get(pk=member_id), now=now
    )


@outbox_task("lifecycle.tasks.make_certificate_paper")
def make_certificate_paper(*, certificate_id: int, now: datetime) -> None:
    """Write the PDF of a certificate and file it with the holder's documents."""
    certificates.make_paper(certificate=Certificate.objects.get(pk=certificate_id), actor=SYSTEM, now=now)


@outbox_task("lifecycle.tasks.letter_received")
def letter_received(*, letter_id: int, now: datetime) -> None:
    """Start the clock that a received letter starts."""
    services.letter_received(letter=Letter.objects.get(pk=letter_id), now=now)


@shared_task(name="lifecycle.tasks.send_email")
def send_email(
    *, email_id: int, sender_id: int | None = None, office_id: int | None = None, outbox_id: int | None = None
) -> None:
    """Send one e-mail of the outbox, in the words that administrators published."""
    moment = clock.now()
    with correspondence.outbox_item(outbox_id, now=moment) as item:
        if item is not None:
            correspondence.send_email(
                email_id=email_id,
                sender_id=sender_id,
                office_id=office_id,
                attempts=max(item.attempts, 1),
                text_in=email_words,
                now=moment,
            )


@shared_task(name="lifecycle.tasks.sweep")
def sweep(name: str) -> dict[str, int]:
    """Run one sweep for today; gives how many it found, did and left."""
    moment = clock.now()
    result = services.run_sweep(services.SWEEPS[name], on=clock.local_date(moment), now=moment)
    return {"found": len(result.found), "done": len(result.done), "failed": len(result.failed)}
