"""Threads, notices, letters with their service record, e-mails and the transactional outbox.
E-mails only ever say “log in”; what matters stays inside."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from foundation.audit.models import append_only_triggers
from foundation.clock.models import uuid7
from foundation.documents.models import Document
from foundation.identity.models import Office, Organisation, User

from .states import EmailStatus, NoticeKind, ReceiptRule, Side


class Thread(models.Model):
    """A conversation between a company and Customs. The file it belongs to holds the foreign key.

    `kinds` and `sites` say what it is about; who of the company is limited to others does not read it.
    """

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="threads")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    addressed_to = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=200)
    kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True, help_text="empty: not of one kind")
    sites = ArrayField(models.UUIDField(), default=list, blank=True, help_text="empty: the company as a whole")
    created_at = models.DateTimeField()
    last_message_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-last_message_at", "-id"]
        indexes = [
            models.Index(fields=["organisation", "-last_message_at", "-id"], name="threads_of_organisation")
        ]  # the inbox

    def __str__(self) -> str:
        return self.subject


class Message(models.Model):
    """One message of a thread. Never changed, never taken back."""

    append_only = True

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(max_length=10, choices=Side.choices)
    author = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    author_label = models.CharField(max_length=200)
    body = models.TextField()
    at = models.DateTimeField()
    documents = models.ManyToManyField(Document, related_name="messages", blank=True)

    class Meta:
        ordering = ["at", "id"]
        triggers = append_only_triggers("message")

    def __str__(self) -> str:
        return f"{self.author_label}: {self.body[:40]}"


class Letter(models.Model):
    """A letter with legal effect, as it was rendered, and the record of its service. Each date is written once."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="letters")
    file_id = models.UUIDField(help_text="public id of the file it belongs to")
    kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True, help_text="empty: not of one kind")
    sites = ArrayField(
        models.UUIDField(), default=list, blank=True, help_text="places it speaks of; empty: the company"
    )
    template_code = models.CharField(max_length=60)
    template_version = models.PositiveIntegerField()
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    legal_basis = models.CharField(max_length=300, blank=True)
    sender_label = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    made_available_at = models.DateTimeField()
    paper_asked = models.BooleanField(default=False)
    paper_delivered_on = models.DateField(null=True, blank=True)
    first_opened_at = models.DateTimeField(null=True, blank=True)
    first_opened_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    deemed_after_days = models.PositiveIntegerField(help_text="calendar days after it was made available")
    deemed_on = models.DateField(help_text="the day it counts as received when nobody opens it")
    received_on = models.DateField(null=True, blank=True, help_text="the day every clock names")
    received_rule = models.CharField(max_length=10, choices=ReceiptRule.choices, blank=True)

    class Meta:
        ordering = ["-sent_at", "-id"]
        indexes = [
            models.Index(fields=["organisation", "-sent_at", "-id"], name="letters_of_organisation"),  # the inbox
            models.Index(fields=["file_id", "-id"], name="letters_of_file"),  # the dossier
            models.Index(
                fields=["deemed_on"], condition=Q(received_on__isnull=True), name="letters_to_deem"
            ),  # the sweep
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(received_on__isnull=True, received_rule="")
                | Q(received_on__isnull=False) & ~Q(received_rule=""),
                name="letter_receipt_has_rule",
            )
        ]

    def __str__(self) -> str:
        return self.subject


class Notice(models.Model):
    """Something people must do or should know. Several recipients see the same notice; one answer settles it for all."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    title = models.CharField(max_length=200, help_text="in the house's first language; `words` holds the others")
    body = models.TextField(blank=True)
    words = models.JSONField(default=dict, help_text="title and body by language, as each recipient reads them")
    url = models.CharField(max_length=300, help_text="path inside the portal")
    due_on = models.DateField(null=True, blank=True)
    file_id = models.UUIDField(null=True, blank=True)
    kinds = ArrayField(models.CharField(max_length=20), default=list, blank=True, help_text="empty: not of one kind")
    sites = ArrayField(
        models.UUIDField(), default=list, blank=True, help_text="places it speaks of; empty: the company"
    )
    needs = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, help_text="permissions of which one opens it"
    )
    letter = models.ForeignKey(Letter, null=True, blank=True, on_delete=models.PROTECT, related_name="notices")
    sender_label = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    once_key = models.CharField(  # noqa: DJ001 - rows without a key must not collide
        max_length=200, unique=True, null=True, help_text="a repeated act writes no second notice"
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["organisation", "-created_at", "-id"], name="notices_of_organisation"
            ),  # latest messages
            models.Index(
                fields=["file_id"], condition=Q(settled_at__isnull=True), name="notices_to_settle"
            ),  # settle by file
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def told_title(self) -> str:
        """The title in the reader's language, or as it was written where there is no other."""
        return str(self.words.get(get_language() or "", {}).get("title") or self.title)

    @property
    def told_body(self) -> str:
        """The same for the body."""
        return str(self.words.get(get_language() or "", {}).get("body") or self.body)


class NoticeRecipient(models.Model):
    """One person who gets a notice, and when that person read it."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="recipients")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-notice_id", "id"]
        constraints = [models.UniqueConstraint(fields=["notice", "user"], name="notice_recipient_once")]
        indexes = [models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notices_unread")]  # the badge

    def __str__(self) -> str:
        return f"{self.user}"


class Email(models.Model):
    """One e-mail that says “log in”, to one person, about one notice."""

    recipient = models.OneToOneField(NoticeRecipient, on_delete=models.CASCADE, related_name="email")
    status = models.CharField(max_length=10, choices=EmailStatus.choices, default=EmailStatus.QUEUED)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.recipient} {self.status}"


class OutboxItem(models.Model):
    """Work that an act leaves behind for Celery, written in the act's own transaction and sent after it."""

    topic = models.CharField(max_length=100, help_text="name of the Celery task")
    payload = models.JSONField(help_text="ids and dates, the task's keyword arguments")
    once_key = models.CharField(max_length=200, unique=True, null=True)  # noqa: DJ001 - as above
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True, help_text="handed to the broker")
    done_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["not_before", "id"], condition=Q(done_at__isnull=True), name="outbox_to_send"
            )  # the drain
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"
