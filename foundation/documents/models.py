"""Evidence of an organisation, kept once and used in many answers. The bytes lie in the private storage under a random key."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.audit.models import status_triggers, tracked
from foundation.audit.states import values
from foundation.clock.models import uuid7
from foundation.identity.models import Organisation, User

from .states import DOCUMENT_TABLE, Confidentiality, DocumentStatus


@tracked()
class Document(models.Model):
    """One file. `about_person` marks personal papers, which have a retention of their own; `kinds` and `sites` are what
    people limited to some of them must reach to see it."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(_("title"), max_length=200)
    confidentiality = models.CharField(max_length=20, choices=Confidentiality.choices, default=Confidentiality.COMPANY)
    about_person = models.UUIDField(null=True, blank=True, help_text="public id of the person the paper is about")
    status = models.CharField(max_length=20, choices=DocumentStatus.choices)
    file_name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=100, unique=True)
    page_count = models.PositiveIntegerField(null=True, blank=True)
    valid_until = models.DateField(_("runs out on"), null=True, blank=True)
    retain_until = models.DateField(null=True, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    uploaded_by_label = models.CharField(max_length=200)
    removed_at = models.DateTimeField(null=True, blank=True)
    kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True, help_text="empty: of every kind")
    sites = ArrayField(models.UUIDField(), default=list, blank=True, help_text="places it is about; empty: the company")

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        indexes = [
            models.Index(fields=["organisation", "-uploaded_at", "-id"], name="document_library"),  # the library page
            models.Index(fields=["id"], condition=Q(status="WAITING"), name="document_to_scan"),  # the scanner's queue
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=values(DocumentStatus.choices)), name="document_status_known"
            ),
            models.CheckConstraint(
                condition=Q(confidentiality__in=values(Confidentiality.choices)), name="document_confidentiality_known"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="document_not_empty"),
            # The same bytes for the same readers are one document, also when they are sent twice at once.
            models.UniqueConstraint(
                fields=["organisation", "sha256", "confidentiality", "about_person"],
                condition=Q(removed_at__isnull=True),
                nulls_distinct=False,
                name="document_content_once",
            ),
        ]
        triggers = status_triggers(DOCUMENT_TABLE)

    def __str__(self) -> str:
        return self.title
