"""Levels of a certificate kind, where a programme grades its members."""

from django.db import models
from django.db.models import Q

from foundation.audit.states import values
from programme.states import Kind

from .configuration import Configuration
from .versions import published_is_frozen
from .words import Worded


class CertificateLevel(Worded):
    """One level of a kind: what it asks, and whether the world is told of it. `rank` 1 is the first level of its kind.

    A version without levels for a kind grants certificates of this kind without one.
    """

    WORDS = ("title", "meaning")

    configuration = models.ForeignKey(Configuration, on_delete=models.CASCADE, related_name="levels")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    rank = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=80)
    meaning = models.CharField(max_length=500, help_text="what it takes, in the words traders read")
    public = models.BooleanField(default=False, help_text="named in the register and where a certificate is checked")

    class Meta:
        ordering = ["configuration", "-kind", "rank", "id"]  # simplification before security, as everywhere
        constraints = [
            models.UniqueConstraint(fields=["configuration", "kind", "rank"], name="level_rank_once"),
            models.UniqueConstraint(fields=["configuration", "kind", "code"], name="level_code_once"),
            models.CheckConstraint(condition=Q(kind__in=values(Kind.choices)), name="level_kind_known"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="level_rank_from_one"),
        ]
        triggers = [published_is_frozen("programme_configuration.configuration_id")]

    def __str__(self) -> str:
        return self.title
