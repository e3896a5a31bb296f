"""E-mails that only say “log in”. What they are about stays inside the portal."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from foundation.audit.services import SYSTEM
from foundation.clock.services import local_date
from foundation.correspondence import rules
from foundation.correspondence.adapters import mail
from foundation.correspondence.models import Email
from foundation.correspondence.services.notices import notify, without_email
from foundation.correspondence.states import EmailStatus, NoticeKind
from foundation.identity.models import Office, User
from foundation.identity.selectors import deputy_of, is_absent, staff_in_role
from foundation.identity.states import StaffRole


def own_email(language: str) -> tuple[str, str]:
    """Subject and text in a language, where the house has none of its own: that there is something, and where to log in."""
    with translation.override(language):
        subject = _("Please log in: %(programme)s")
        text = _(
            "There is something new for you in the portal of the %(programme)s.\n\n"
            "Log in to read it:\n%(link)s\n\n"
            "For your safety this e-mail says nothing more. Do not reply to it.\n\n%(administration)s"
        )
        return subject % email_facts(), text % email_facts()


def email_facts() -> dict[str, str]:
    """All that the text of an e-mail may name."""
    names = {"programme": str(settings.BRAND["programme"]), "administration": str(settings.BRAND["administration"])}
    return {**names, "link": f"{settings.PUBLIC_URL}/"}


def send_email(
    *,
    email_id: int,
    sender_id: int | None = None,
    office_id: int | None = None,
    attempts: int = 1,
    text_in: Callable[[str], tuple[str, str]] = own_email,
    now: datetime,
) -> Email:
    """Send one e-mail once, with the subject and text that `text_in` gives in the reader's language. A failure for good
    marks it and gives the officer a task; any other is raised again.

    The caller holds a transaction. When the machine dies between the server's answer and the commit, the same words
    go out twice, which says nothing new.
    """
    email = Email.objects.select_for_update(of=("self",)).select_related("recipient__user").get(pk=email_id)
    if email.status != EmailStatus.QUEUED:
        return email
    subject, text = text_in(email.recipient.user.language)
    try:
        mail.send(to=email.recipient.user.email, subject=subject, text=text)
    except mail.MailFailed as problem:
        if not rules.gives_up_email(attempts, permanent=problem.permanent):
            raise
        _fail(email, str(problem), _responsible(sender_id, office_id, now), now)
        return email
    email.status, email.sent_at = EmailStatus.SENT, now
    email.save(update_fields=["status", "sent_at"])
    return email


def _responsible(sender_id: int | None, office_id: int | None, now: datetime) -> list[User]:
    """Who at Customs is told: the sender or, when away, the deputy; else the team leaders of the office."""
    on = local_date(now)
    sender = User.objects.filter(pk=sender_id or 0, is_active=True, is_staff=True).first()
    if sender is not None:
        stand_in = deputy_of(sender, on) if is_absent(sender, on) else None
        return [stand_in or sender]
    office = Office.objects.filter(pk=office_id or 0).first()
    return list(staff_in_role(StaffRole.TEAM_LEADER, on, office))


def _fail(email: Email, problem: str, officers: list[User], now: datetime) -> None:
    email.status, email.error = EmailStatus.FAILED, problem[:300]
    email.save(update_fields=["status", "error"])
    notice = email.recipient.notice
    about = {
        "name": email.recipient.user.full_name,
        "subject": notice.told_title,
        "company": notice.organisation or "–",
    }
    with without_email():  # a task about a failed e-mail must not fail by e-mail
        notify(
            recipients=officers,
            kind=NoticeKind.ACTION,
            title=lambda: _("An e-mail to %(name)s failed") % about,
            body=lambda: (
                _(
                    "We could not tell %(name)s (%(company)s) by e-mail about “%(subject)s”. "
                    "It is in the inbox. Call, or send it on paper, and correct the address."
                )
                % about
            ),
            url=reverse("correspondence:inbox"),
            once_key=f"email-failed:{email.pk}",
            actor=SYSTEM,
            now=now,
        )
