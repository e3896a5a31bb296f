"""The e-mail with a personal link. It says who asks and where to go, and nothing about the company's files."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from operators.models import Person


def send_link(person: Person, token: str) -> None:
    """Send the link to the person's own address; raises OSError when the mail server is away, so that it is tried again."""
    context = {
        "person": person,
        "url": settings.PUBLIC_URL + reverse("operators:personal", args=[token]),
        "administration": settings.BRAND["administration"],
        "programme": settings.BRAND["programme"],
    }
    subject = " ".join(render_to_string("operators/email/personal_link_subject.txt", context).split())
    body = render_to_string("operators/email/personal_link_message.txt", context)
    EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email]).send()
