"""Hands one e-mail to the mail server and says whether a failure is for good."""

from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMessage


class MailFailed(Exception):
    """The server did not take the e-mail. `permanent`: the address itself is refused."""

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent


def send(*, to: str, subject: str, text: str) -> None:
    """Send a plain text. Raises MailFailed; its text names no address."""
    try:
        EmailMessage(subject, text, to=[to], headers={"Auto-Submitted": "auto-generated"}).send()
    except SMTPRecipientsRefused as error:
        codes = [code for code, _words in error.recipients.values()]
        raise MailFailed(f"recipient refused: {codes}", permanent=all(code >= 500 for code in codes)) from error
    except SMTPResponseException as error:
        raise MailFailed(f"server answered {error.smtp_code}", permanent=False) from error
    except (SMTPException, OSError) as error:
        raise MailFailed(type(error).__name__, permanent=False) from error
    except ValueError as error:  # an address or a header that cannot be written
        raise MailFailed("the address cannot be written", permanent=True) from error
