"""The life of an uploaded file: it waits until it was checked and is never served before."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.audit.states import Table, Transition


class Confidentiality(models.TextChoices):
    """Who of the company may open a document. Officers of the file always may."""

    COMPANY = "COMPANY", _("Everybody who works for the company here")
    SIGNATORIES = "SIGNATORIES", _("Signatories only")
    OFFICERS = "OFFICERS", _("Officers only; the company sees that it is there")


class DocumentStatus(models.TextChoices):
    WAITING = "WAITING", _("Being checked")
    CLEAN = "CLEAN", _("Checked")
    INFECTED = "INFECTED", _("Refused: harmful content")


S = DocumentStatus
DOCUMENT_TABLE = Table(
    initial=(S.WAITING, S.CLEAN),
    transitions=(
        Transition("pass_scan", (S.WAITING,), S.CLEAN),
        Transition("fail_scan", (S.WAITING,), S.INFECTED),
    ),
)
