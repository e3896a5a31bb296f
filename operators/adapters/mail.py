"""The e-mails with a personal link and with an invitation to become an AEO. They say who asks and where to go, and nothing
about the company's files."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from foundation.clock.services import local_date
from operators.models import ChainInvitation, Person
from operators.selectors import link_days


def send_link(person: Person, token: str) -> None:
    """Send the link to the person's own address; raises OSError when the mail server is away, so that it is tried again."""
    context = {
        "person": person,
        "days": link_days(local_date(person.link_sent_at)) if person.link_sent_at else 0,
        "url": settings.PUBLIC_URL + reverse("operators:personal", args=[token]),
        "administration": settings.BRAND["administration"],
        "programme": settings.BRAND["programme"],
    }
    subject = " ".join(render_to_string("operators/email/personal_link_subject.txt", context).split())
    body = render_to_string("operators/email/personal_link_message.txt", context)
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email]).send()


def send_chain_invitation(invitation: ChainInvitation, token: str) -> None:
    """Send the invitation to the partner's address; raises OSError when the mail server is away."""
    context = {
        "invitation": invitation,
        "company": invitation.partner.operator.legal_name,
        "url": settings.PUBLIC_URL + reverse("operators:chain_link", args=[token]),
        "administration": settings.BRAND["administration"],
        "programme": settings.BRAND["programme"],
    }
    subject = " ".join(render_to_string("operators/email/chain_invitation_subject.txt", context).split())
    body = render_to_string("operators/email/chain_invitation_message.txt", context)
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [invitation.email]).send()
