"""The self-assessment: one answer for each question and site, with its papers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.states import Outcome
from foundation.audit.models import tracked
from foundation.audit.states import values
from foundation.documents.models import Document
from foundation.identity.models import User
from operators.models import Site
from programme.models import Criterion

from .files import Application


@tracked()
class Answer(models.Model):
    """The trader's answer to one criterion, for the company or for one site. `version` guards against a stale edit."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="answers")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    how = models.TextField(_("how you meet it"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    plan = models.TextField(_("plan"), blank=True)
    planned_until = models.DateField(_("done by"), null=True, blank=True)
    documents = models.ManyToManyField(Document, through="AnswerDocument", related_name="answers")
    look_again = models.BooleanField(default=False, help_text="carried over, but the words of the criterion changed")
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["application", "criterion__position", "site", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion", "site"], nulls_distinct=False, name="answer_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(outcome__in=values(Outcome.choices)), name="answer_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion.code}: {self.outcome}"


class AnswerDocument(models.Model):
    """A document used as evidence of an answer."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE)
    document = models.ForeignKey(Document, on_delete=models.PROTECT)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["answer", "document"], name="answer_document_once")]

    def __str__(self) -> str:
        return f"{self.document}"
