"""People of a company and their own consent to checks. The link goes to the person's own address and nobody else sees it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, System, acting, locked, move, record
from foundation.correspondence.services import enqueue
from foundation.documents.models import Document
from foundation.documents.services import upload as take_in
from foundation.documents.states import Confidentiality
from operators.adapters import mail, secrets
from operators.models import Operator, Person
from operators.states import CONSENT_TABLE, CheckConsent

from .companies import SCREENING, StaleEdit, last_editor

LINK_TASK = "operators.tasks.send_personal_link"


def add_person(
    *,
    operator: Operator,
    full_name: str,
    role: str,
    email: str = "",
    date_of_birth: date | None = None,
    nationality: str = "",
    send_link: bool = False,
    actor: Actor,
    now: datetime,
) -> Person:
    """Add a person who owns, runs or handles customs for the company; with `send_link` the personal link goes out too.
    The very same person again, as from a double click, is the one that is there."""
    entered = {
        "full_name": full_name.strip(),
        "role": role,
        "email": email.strip().lower(),
        "date_of_birth": date_of_birth,
        "nationality": nationality,
    }
    with acting(actor=actor, at=now):
        locked(operator)
        same = Person.objects.filter(operator=operator, left_on__isnull=True, **entered).first()
        if same is not None:
            return same
        person = Person.objects.create(operator=operator, **entered)
        _record("person.added", person, {"role": role})
        enqueue(SCREENING, {"operator_id": operator.pk}, now=now)
        if send_link:
            personal_link(person=person, actor=actor, now=now)
            person.refresh_from_db()
        return person


def edit_person(
    *, person: Person, changes: Mapping[str, Any], version: int | None = None, actor: Actor, now: datetime
) -> Person:
    """Change a person's facts. Another address makes the link that was sent worthless; a stale edit raises StaleEdit."""
    with acting(actor=actor, at=now):
        row = locked(person)
        if version is not None and version != row.version:
            raise StaleEdit(row, last_editor(row))
        names = {"full_name", "role", "email", "date_of_birth", "nationality"}
        changed = {name: value for name, value in changes.items() if name in names and getattr(row, name) != value}
        if not changed:
            return row
        if "email" in changed:
            changed |= {"link_digest": "", "link_sent_at": None}
        if {"full_name", "date_of_birth", "nationality"} & changed.keys():
            changed["identity_confirmed_at"] = None
        changed["version"] = row.version + 1
        for name, value in changed.items():
            setattr(row, name, value)
        row.save(update_fields=list(changed))
        _record("person.edited", row, {"changed": sorted(changed.keys() & names)})
        if {"full_name", "date_of_birth", "nationality"} & changed.keys():
            enqueue(SCREENING, {"operator_id": row.operator_id}, now=now)
        return row


def person_left(*, person: Person, on: date, actor: Actor, now: datetime) -> Person:
    """The person no longer owns, runs or handles anything; the row stays for the record, the link ends."""
    with acting(actor=actor, at=now):
        row = locked(person)
        if row.left_on is None:
            row.left_on, row.link_digest = on, ""
            row.save(update_fields=["left_on", "link_digest"])
            _record("person.left", row)
        return row


def personal_link(*, person: Person, actor: Actor, now: datetime) -> str:
    """Make a link for the person and send it to their own address; gives the token, which is stored nowhere.

    A new link ends the one before.
    """
    with acting(actor=actor, at=now):
        row = locked(person)
        if not row.email:
            raise Refused(_("Enter the person’s own e-mail address first."))
        if row.left_on is not None:
            raise Refused(_("This person has left the company."))
        token = secrets.link_token(row.public_id, now)
        row.link_digest, row.link_sent_at = secrets.token_digest(token), now
        row.save(update_fields=["link_digest", "link_sent_at"])
        _record("person.link_sent", row)
        enqueue(LINK_TASK, {"person_id": row.pk}, now=now)
        return token


def mail_personal_link(*, person: Person) -> bool:
    """Send the e-mail of the link that holds now; False when it was ended meanwhile."""
    if not person.link_digest or person.link_sent_at is None:
        return False
    token = secrets.link_token(person.public_id, person.link_sent_at)
    if secrets.token_digest(token) != person.link_digest:
        return False
    mail.send_link(person, token)
    return True


def answer_consent(
    *, person: Person, give: bool, is_me: bool = False, born_on: date | None = None, now: datetime
) -> Person:
    """The person's own answer; the same answer again changes nothing. With `is_me` the person confirms to be who the company
    named; a date of birth in the record has to be the person's own."""
    with acting(actor=System(person.full_name), at=now):
        row = locked(person)
        if is_me:
            _confirm_identity(row, born_on, now)
        if row.status == (CheckConsent.GIVEN if give else CheckConsent.REFUSED):
            return row
        move(
            row,
            "give" if give else "refuse",
            table=CONSENT_TABLE,
            event="person.consent_given" if give else "person.consent_refused",
            organisation_id=row.operator.organisation_id,
            disclosed=True,
            data={"person": row.public_id},
            also={"consent_at": now},
        )
        return row


def _confirm_identity(row: Person, born_on: date | None, now: datetime) -> None:
    if row.date_of_birth and born_on != row.date_of_birth:
        raise Refused(
            _("This is not the date of birth in the company’s record. If the record is wrong, tell the company.")
        )
    if row.identity_confirmed_at is None:
        row.identity_confirmed_at = now
        row.save(update_fields=["identity_confirmed_at"])
        _record("person.identity_confirmed", row)


def hand_in_paper(*, person: Person, upload: "UploadedFile[Any]", title: str, now: datetime) -> Document:
    """A paper of the person's own, for officers only; the company sees that it is there."""
    with acting(actor=System(person.full_name), at=now):
        document = take_in(
            organisation=person.operator.organisation,
            upload=upload,
            title=title,
            confidentiality=Confidentiality.OFFICERS,
            about_person=person.public_id,
            uploader=None,
            uploader_label=person.full_name,
            now=now,
        )
        _record("person.paper_added", person)
        return document


def _record(event: str, person: Person, data: dict[str, Any] | None = None) -> None:
    record(
        event,
        subject=person,
        organisation_id=person.operator.organisation_id,
        disclosed=True,
        data={"person": person.public_id, **(data or {})},
    )
