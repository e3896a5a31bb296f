"""What an officer thinks of an answer. Internal: nothing of it reaches the trader."""

from django.db import models
from django.db.models import Q

from applications.states import Fit
from foundation.audit.models import tracked
from foundation.audit.states import values
from foundation.identity.models import User
from operators.models import Site
from programme.models import Criterion

from .files import Application


@tracked()
class Judgement(models.Model):
    """The business context of one answer and whether its evidence fits the risk. `version` guards against a stale edit."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="judgements")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    fit = models.CharField(max_length=10, choices=Fit.choices)
    context = models.TextField(blank=True, help_text="size, goods, routes: why this evidence is enough here, or not")
    version = models.PositiveIntegerField(default=1)
    judged_at = models.DateTimeField()
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["application", "criterion__position", "site", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion", "site"], nulls_distinct=False, name="judgement_once"
            ),
            models.CheckConstraint(condition=Q(fit__in=values(Fit.choices)), name="judgement_fit_known"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion.code}: {self.fit}"
