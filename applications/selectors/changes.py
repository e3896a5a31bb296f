"""Changes of the record that were told: which fields may be told, what the record says now, who sees which notice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import rules
from applications.models import ChangeNotice
from applications.states import ChangeStatus, ChangeSubject
from foundation.audit.models import Event
from foundation.documents.models import Document
from foundation.identity.models import User
from foundation.identity.permissions import Acting, Permission
from operators.models import Operator, Person, Site
from operators.selectors import visible_to_staff as operators_visible
from operators.states import SECTORS, PersonRole
from programme.selectors import regions

COMPANY_FIELDS = ("legal_name", "legal_form", "sector", "employees", "address", "city", "region")
SITE_FIELDS = ("name", "address", "city", "region", "activity", "keeps_records")
PERSON_FIELDS = ("full_name", "role", "date_of_birth", "nationality")
# Which fields each subject is told by; a place that closes and a person who leaves are told by the day alone.
FIELDS: dict[str, tuple[str, ...]] = {
    ChangeSubject.COMPANY: COMPANY_FIELDS,
    ChangeSubject.SITE: SITE_FIELDS,
    ChangeSubject.NEW_SITE: SITE_FIELDS,
    ChangeSubject.CLOSED_SITE: (),
    ChangeSubject.PERSON: PERSON_FIELDS,
    ChangeSubject.NEW_PERSON: (*PERSON_FIELDS, "email"),
    ChangeSubject.LEFT_PERSON: (),
}
FIELD_WORDS: dict[str, Promise] = {
    "legal_name": gettext_lazy("Legal name"),
    "legal_form": gettext_lazy("Legal form"),
    "sector": gettext_lazy("Sector"),
    "employees": gettext_lazy("Number of employees"),
    "address": gettext_lazy("Address"),
    "city": gettext_lazy("Town"),
    "region": gettext_lazy("Region"),
    "name": gettext_lazy("Name"),
    "activity": gettext_lazy("What happens there"),
    "keeps_records": gettext_lazy("Customs records are kept there"),
    "full_name": gettext_lazy("Full name"),
    "role": gettext_lazy("Role"),
    "date_of_birth": gettext_lazy("Date of birth"),
    "nationality": gettext_lazy("Nationality"),
    "email": gettext_lazy("E-mail address"),
}


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field of a notice in words: told old and new value, and what the record says now where that differs."""

    label: str
    old: str
    new: str
    record: str
    is_stale: bool


def changes_of_company(acting: Acting) -> QuerySet[ChangeNotice]:
    """Everything the company acted for told, newest first, without places beyond a limit."""
    rows = ChangeNotice.objects.filter(acting.limits(site="site__public_id"))
    return _for_page(rows.filter(operator__organisation=acting.organisation))


def changes_of(operator: Operator) -> QuerySet[ChangeNotice]:
    """Everything told about one company, newest first."""
    return _for_page(ChangeNotice.objects.filter(operator=operator))


def changes_visible_to_staff(user: User, on: date) -> QuerySet[ChangeNotice]:
    """What companies of the offices told, newest first."""
    return _for_page(ChangeNotice.objects.filter(operator__in=operators_visible(user, on, Permission.OPERATOR_VERIFY)))


def open_changes(user: User, on: date) -> QuerySet[ChangeNotice]:
    """What waits for an officer, oldest first."""
    return changes_visible_to_staff(user, on).filter(status=ChangeStatus.SENT).order_by("sent_at", "id")


def changes_to_take_effect(on: date) -> list[int]:
    """Accepted changes whose day has come, in the order of their days."""
    rows = ChangeNotice.objects.filter(status=ChangeStatus.WAITING, since__lte=on).order_by("since", "id")
    return list(rows.values_list("pk", flat=True))


def record_of(
    subject: str, operator: Operator, site: Site | None = None, person: Person | None = None
) -> dict[str, str]:
    """What the record says now, field by field, as plain texts; empty for something new."""
    row: Any = {ChangeSubject.COMPANY: operator, ChangeSubject.SITE: site, ChangeSubject.PERSON: person}.get(
        ChangeSubject(subject)
    )
    return {field: text_of(getattr(row, field)) if row is not None else "" for field in FIELDS[subject]}


def record_of_notice(notice: ChangeNotice) -> dict[str, str]:
    """The same for what a notice is about."""
    return record_of(notice.subject, notice.operator, notice.site, notice.person)


def stale_fields_of(notice: ChangeNotice) -> tuple[str, ...]:
    """Fields whose record changed since the notice was sent."""
    told = {line.field: line.old for line in notice.lines.all()}
    return rules.stale_fields(told, record_of_notice(notice))


def written_since_answer(notice: ChangeNotice) -> bool:
    """Whether somebody wrote one of the told fields anew after the notice was accepted for a later day."""
    of: Operator | Site | Person = notice.site or notice.person or notice.operator
    told = {line.field for line in notice.lines.all()} & set(stale_fields_of(notice))
    rows = Event.objects.filter(
        organisation_id=notice.operator.organisation_id,
        subject=f"{of._meta.label_lower}:{of.pk}",
        name__in=("operator.edited", "site.edited", "person.edited"),
        at__gt=notice.answered_at,
    )
    return bool(told) and any(told & set(row.data.get("changed") or row.data) for row in rows)


def fields_of(notice: ChangeNotice) -> list[ChangedField]:
    """The lines of a notice as both sides read them."""
    record, stale, words = record_of_notice(notice), set(stale_fields_of(notice)), _words()
    return [
        ChangedField(
            label=str(FIELD_WORDS[line.field]),
            old=shown(line.field, line.old, words),
            new=shown(line.field, line.new, words),
            record=shown(line.field, record.get(line.field, ""), words),
            is_stale=line.field in stale,
        )
        for line in notice.lines.all()
    ]


def change_title(notice: ChangeNotice) -> str:
    """What a notice is about: the kind of change and the place or person."""
    if notice.subject == ChangeSubject.COMPANY:
        return _("Data of the company")
    about = notice.site or notice.person
    lines = {line.field: line.new for line in notice.lines.all()}
    name = str(about) if about else lines.get("name") or lines.get("full_name") or ""
    label = str(ChangeSubject(notice.subject).label)
    return f"{label}: {name}" if name else label


def change_url(notice: ChangeNotice) -> str:
    """The trader’s page of a notice."""
    return reverse("applications:change", args=[notice.public_id])


def text_of(value: object) -> str:
    """A value of the record as the plain text that a notice keeps."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def shown(field: str, text: str, words: Mapping[tuple[str, str], str]) -> str:
    """A plain text in the words of pages."""
    return words.get((field, text), text) or "–"


def _words() -> dict[tuple[str, str], str]:
    found = {("region", row.code): row.name for row in regions()}
    found |= {("sector", value): str(label) for value, label in SECTORS}
    found |= {("role", value): str(label) for value, label in PersonRole.choices}
    return found | {("keeps_records", "yes"): _("Yes"), ("keeps_records", "no"): _("No")}


def document_of_change(notice: ChangeNotice, public_id: UUID) -> Document | None:
    """A paper that was sent with a change."""
    return notice.documents.filter(public_id=public_id).first()


def _for_page(rows: QuerySet[ChangeNotice]) -> QuerySet[ChangeNotice]:
    related = ("operator__organisation", "operator__office", "application", "site", "person")
    return rows.select_related(*related).prefetch_related("lines", "documents")
