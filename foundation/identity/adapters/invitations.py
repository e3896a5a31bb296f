"""The e-mail of an invitation. It says who asks and where to go, and nothing about the company's files."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from foundation.identity.models import Invitation

logger = logging.getLogger(__name__)


def send(invitation: Invitation, inviter: str) -> bool:
    """Send the e-mail. A mail server that is down doesn't undo the invitation: the members page can send it again."""
    context = {
        "invitation": invitation,
        "inviter": inviter,
        "url": settings.PUBLIC_URL + reverse("identity:invitation", args=[invitation.public_id]),
        "programme": settings.BRAND["programme"],
    }
    subject = " ".join(render_to_string("identity/email/invitation_subject.txt", context).split())
    body = render_to_string("identity/email/invitation_message.txt", context)
    try:
        return bool(EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [invitation.email]).send())
    except OSError:
        logger.exception("invitation %s could not be mailed", invitation.public_id)
        return False
