"""Vocabulary of correspondence: what a notice asks, how a letter came to count as received, where an outbox row stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeKind(models.TextChoices):
    ACTION = "ACTION", _("Needs your action")
    INFORMATION = "INFORMATION", _("For your information")


class Side(models.TextChoices):
    TRADER = "TRADER", _("Trader")
    CUSTOMS = "CUSTOMS", _("Customs")


class ReceiptRule(models.TextChoices):
    """How a letter came to count as received."""

    OPENED = "OPENED", _("on the day it was first opened")
    DEEMED = "DEEMED", _("a set number of days after it was made available")
    PAPER = "PAPER", _("on the day the paper copy arrived")


class EmailStatus(models.TextChoices):
    QUEUED = "QUEUED", _("Queued")
    SENT = "SENT", _("Sent")
    FAILED = "FAILED", _("Failed")
