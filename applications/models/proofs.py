"""What stands beside an answer: certificates and reports that exist already, others who meet the criterion for the company,
evidence both sides agreed on, comments inside the company, and places that differ from their group."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.states import OtherRole, ProofKind
from foundation.audit.models import append_only_triggers, tracked
from foundation.audit.states import values
from foundation.clock.models import uuid7
from foundation.documents.models import Document
from foundation.identity.models import User
from operators.models import Operator, Site
from programme.models import Criterion

from .answers import Answer
from .files import Application


@tracked()
class Proof(models.Model):
    """A certification, authorisation or audit report the company has already. It may serve several answers and files."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    operator = models.ForeignKey(Operator, on_delete=models.PROTECT, related_name="proofs")
    kind = models.CharField(_("what it is"), max_length=20, choices=ProofKind.choices)
    title = models.CharField(_("name"), max_length=200)
    number = models.CharField(_("number"), max_length=100, blank=True)
    issuer = models.CharField(_("issued by"), max_length=200)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="proofs")
    answers = models.ManyToManyField(Answer, related_name="proofs", blank=True)
    added_at = models.DateTimeField()
    added_by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["operator", "title", "id"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=values(ProofKind.choices)), name="proof_kind_known")]
        indexes = [models.Index(fields=["expires_on", "id"], name="proofs_by_expiry")]  # the reminder before expiry

    def __str__(self) -> str:
        return f"{self.title} {self.number}".strip()


@tracked()
class MetThrough(models.Model):
    """Somebody else meets a criterion for the company. `operator` is filled when the number belongs to a verified company
    here, so that the loss of its status can be told to the files that rest on it."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="others")
    role = models.CharField(_("what they do for you"), max_length=20, choices=OtherRole.choices)
    name = models.CharField(_("name"), max_length=300)
    tin = models.CharField(_("TIN, if you know it"), max_length=40, blank=True)
    operator = models.ForeignKey(Operator, null=True, blank=True, on_delete=models.PROTECT, related_name="serves")
    added_at = models.DateTimeField()
    added_by_label = models.CharField(max_length=200)

    class Meta:
        ordering = ["answer", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=values(OtherRole.choices)), name="met_through_role_known"),
            models.UniqueConstraint(fields=["answer", "role", "name"], name="met_through_once"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class EvidenceAgreement(models.Model):
    """What will be enough as evidence for one question, proposed by one side and agreed by the other on a day."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="agreements")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    by_trader = models.BooleanField(help_text="who proposed it; the other side agrees")
    proposed_at = models.DateTimeField()
    proposed_by_label = models.CharField(max_length=200)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by_label = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["application", "criterion__position", "site", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion", "site"], nulls_distinct=False, name="evidence_agreement_once"
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Comment(models.Model):
    """What colleagues say to each other at a question. Customs never reads it."""

    append_only = True

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="comments")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "id"]
        triggers = append_only_triggers("comment")

    def __str__(self) -> str:
        return self.text[:60]


@tracked()
class SiteException(models.Model):
    """One place answers a question for itself although it belongs to a group of like places."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="site_exceptions")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["application", "id"]
        constraints = [models.UniqueConstraint(fields=["application", "criterion", "site"], name="site_exception_once")]

    def __str__(self) -> str:
        return f"{self.criterion.code}: {self.site}"
