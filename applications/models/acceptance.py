"""The signed declaration, and the check whether the file is complete."""

from django.db import models

from foundation.audit.models import append_only_triggers, tracked
from foundation.identity.models import User
from programme.models import DeclarationTerms

from .files import Application


class Declaration(models.Model):
    """What the signatory signed: which terms, over which answers (their digest), when. Never changed."""

    append_only = True

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="declaration")
    terms = models.ForeignKey(DeclarationTerms, on_delete=models.PROTECT, related_name="+")
    signatory = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signatory_label = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    answers_digest = models.CharField(max_length=64)
    answers = models.JSONField(help_text="the answers as they stood when signed")

    class Meta:
        ordering = ["id"]
        triggers = append_only_triggers("declaration")

    def __str__(self) -> str:
        return f"{self.application}"


@tracked()
class AcceptanceItem(models.Model):
    """One line of the acceptance check list of a file; empty until an officer ticks it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="acceptance_items")
    code = models.SlugField(max_length=40)
    passed = models.BooleanField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["application", "id"]
        constraints = [models.UniqueConstraint(fields=["application", "code"], name="acceptance_item_once")]

    def __str__(self) -> str:
        return f"{self.code}: {self.passed}"
