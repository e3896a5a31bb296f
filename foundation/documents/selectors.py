"""Reads of evidence: a company's library, one document of a company, where documents are used, what waits for the scanner."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.db.models import Q, QuerySet
from pghistory.models import Event as HistoryRow

from foundation.identity.models import Organisation
from foundation.identity.permissions import Acting, Permission, permissions_of
from foundation.identity.states import CompanyRole

from . import rules
from .models import Document
from .states import Confidentiality, DocumentStatus


def library(acting: Acting) -> QuerySet[Document]:
    """What the company's library lists, newest first: nothing for a mandate without papers, and not what is about places
    or kinds beyond a limit. Papers for officers only are listed and cannot be opened; papers for signatories only are
    listed for signatories."""
    rows = Document.objects.filter(organisation=acting.organisation, removed_at__isnull=True)
    rows = rows.filter(acting.limits(kinds="kinds", sites="sites"))
    if Permission.DOCUMENT_READ not in permissions_of(acting):
        rows = rows.none()
    if CompanyRole.SIGNATORY not in acting.roles:
        rows = rows.exclude(confidentiality=Confidentiality.SIGNATORIES)
    return rows.select_related("uploaded_by", "organisation")


def usable(acting: Acting) -> QuerySet[Document]:
    """What a person of the company may choose as evidence: listed, not refused, not for officers only."""
    refused = Q(status=DocumentStatus.INFECTED) | Q(confidentiality=Confidentiality.OFFICERS)
    return library(acting).exclude(refused)


def of_company(acting: Acting, public_id: UUID) -> Document | None:
    """One document of the company's library, or None for strangers."""
    return library(acting).filter(public_id=public_id).first()


def may_open(document: Document, roles: frozenset[str]) -> bool:
    """Whether people of the document's company with these roles may open it now."""
    return rules.company_may_open(
        confidentiality=document.confidentiality,
        status=document.status,
        removed=document.removed_at is not None,
        signatory=CompanyRole.SIGNATORY in roles,
    )


def same_content(
    *, organisation: Organisation, sha256: str, confidentiality: str, about_person: UUID | None
) -> Document | None:
    """The document that already holds these bytes for the same readers."""
    return Document.objects.filter(
        organisation=organisation,
        sha256=sha256,
        confidentiality=confidentiality,
        about_person=about_person,
        removed_at__isnull=True,
    ).first()


def was_found_harmful(sha256: str) -> bool:
    """Whether the scanner ever refused these bytes, in whichever company."""
    return Document.objects.filter(sha256=sha256, status=DocumentStatus.INFECTED).exists()


def to_scan(limit: int) -> list[int]:
    """The keys of documents that wait for the scanner, oldest first."""
    return list(
        Document.objects.filter(status=DocumentStatus.WAITING).order_by("id").values_list("pk", flat=True)[:limit]
    )


def uses(documents: Iterable[Document]) -> Counter[int]:
    """How many rows anywhere in the house point to each document: answers, messages, papers of a visit.

    One query per kind of row, however many documents. The relations come from the models, because the rooms that
    use evidence lie above this one.
    """
    keys = [document.pk for document in documents]
    counted: Counter[int] = Counter()
    for model, field in _relations():
        rows = model._base_manager.filter(**{f"{field}__in": keys}).order_by()
        counted.update(dict(rows.values_list(field).annotate(models.Count("pk")).values_list(field, "pk__count")))
    return counted


def _relations() -> list[tuple[type[models.Model], str]]:
    """Every foreign key to a document, those of many-to-many tables included; history does not count as use."""
    relations = Document._meta.get_fields(include_hidden=True)
    return [
        (relation.related_model, relation.field.name)
        for relation in relations
        if isinstance(relation, models.ManyToOneRel) and not issubclass(relation.related_model, HistoryRow)
    ]
