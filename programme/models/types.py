"""Operator types: the roles in the supply chain that may apply."""

from django.db import models

from foundation.audit.models import tracked

from .words import Worded


@tracked()
class OperatorType(Worded):
    """A role in the supply chain. Its family decides which criteria it meets. Open from a day until a day."""

    WORDS = ("label", "description")

    token = models.SlugField(max_length=60, unique=True)
    label = models.CharField(max_length=120)
    description = models.CharField(max_length=300)
    family = models.SlugField(max_length=40)
    position = models.PositiveIntegerField()
    opens_on = models.DateField(null=True, blank=True, help_text="empty: not open, no day set")
    closes_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.label
