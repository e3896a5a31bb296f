"""Texts with versions: letters and the terms of the declaration are written by one person and published by another; the
register of legal bases grows by new wordings from a day."""

from datetime import date, datetime

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting, locked, record
from foundation.clock.services import local_date
from programme import rules, selectors
from programme.models import DeclarationTerms, LegalBasis, LetterTemplate
from programme.models.texts import Written

from .versions import one_at_a_time, still_there


def write_letter(
    *,
    code: str,
    language: str,
    subject: str,
    body: str,
    legal_basis: str,
    edition: int,
    actor: Actor,
    now: datetime,
) -> LetterTemplate:
    """Save the draft of a letter: a new version, or the one being written (`edition` is what the page was made from).

    Raises Refused, naming line and word, for a placeholder that this letter does not know.
    """
    with acting(actor=actor, at=now):
        known = selectors.letter_placeholders(code)
        if not known:
            raise Refused(_("There is no letter of this name."))
        faults = letter_faults(code, subject, body)
        if faults:
            raise Refused(_("The letter can’t be filled in."), tuple(faults))
        one_at_a_time("texts")
        draft = (
            LetterTemplate.objects.select_for_update()
            .filter(code=code, language=language, published_at__isnull=True)
            .first()
        )
        if draft is None:
            draft = LetterTemplate(code=code, language=language, version=_next_version(code, language))
        _stamp(draft, edition, actor, now)
        draft.subject, draft.body, draft.legal_basis = subject.strip(), body.strip(), legal_basis.strip()
        draft.save()
        record("letter.written", subject=draft, data={"code": code, "language": language, "version": draft.version})
        return draft


def letter_faults(code: str, subject: str, body: str) -> list[str]:
    """What keeps a letter from being filled in, line by line."""
    known = selectors.letter_placeholders(code)
    found = [(_("Subject"), name) for _line, name in rules.unknown_placeholders(subject, known)]
    found += [(_("Line {n}").format(n=line), name) for line, name in rules.unknown_placeholders(body, known)]
    allowed = ", ".join(f"{{{name}}}" for name in sorted(known))
    return [
        _("{place}: {word} is not known here. This letter knows {allowed}.").format(
            place=place, word=f"{{{name}}}", allowed=allowed
        )
        for place, name in found
    ]


def publish_letter(*, template: LetterTemplate, edition: int, actor: Actor, now: datetime) -> LetterTemplate:
    """Put a written letter to use. Letters that were sent keep the version they were written with."""
    with acting(actor=actor, at=now):
        row = still_there(template)
        _publish_text(row, edition, actor, now)
        record("letter.published", subject=row, data={"code": row.code, "version": row.version})
        return row


def write_terms(
    *, language: str, text: str, valid_from: date, edition: int, actor: Actor, now: datetime
) -> DeclarationTerms:
    """Save the draft of the terms a signatory signs, in one language, from a day on."""
    with acting(actor=actor, at=now):
        if valid_from < local_date(now):
            raise Refused(_("A version can’t begin on a day that has passed. Choose a later day."))
        one_at_a_time("texts")
        rows = DeclarationTerms.objects.select_for_update().filter(language=language)
        draft = rows.filter(published_at__isnull=True).first()
        if draft is None:
            highest = rows.aggregate(highest=Max("version"))["highest"] or 0
            draft = DeclarationTerms(language=language, version=highest + 1)
        _stamp(draft, edition, actor, now)
        draft.text, draft.valid_from = text.strip(), valid_from
        draft.save()
        record("terms.written", subject=draft, data={"language": language, "version": draft.version})
        return draft


def publish_terms(*, terms: DeclarationTerms, edition: int, actor: Actor, now: datetime) -> DeclarationTerms:
    """Let the terms hold from their day. What was signed before keeps the terms it was signed under."""
    with acting(actor=actor, at=now):
        row = still_there(terms)
        if row.valid_from < local_date(now):
            raise Refused(_("A version can’t begin on a day that has passed. Choose a later day."))
        _publish_text(row, edition, actor, now)
        record("terms.published", subject=row, data={"version": row.version, "valid_from": row.valid_from})
        return row


def drop_text(*, text: LetterTemplate | DeclarationTerms, actor: Actor, now: datetime) -> None:
    """Throw a draft away."""
    with acting(actor=actor, at=now):
        row = still_there(text)
        if row.published_at:
            raise Refused(_("This version is published. It stays."))
        record("text.dropped", subject=row, data={"version": row.version})
        row.delete()


def write_legal_basis(
    *,
    code: str,
    title: str,
    citation: str,
    url: str,
    text: str,
    valid_from: date,
    actor: Actor,
    now: datetime,
) -> LegalBasis:
    """Enter a provision, or its new wording from a day on: the wording before ends the day before."""
    with acting(actor=actor, at=now):
        one_at_a_time("texts")
        rows = LegalBasis.objects.select_for_update().filter(code=code)
        latest = rows.order_by("-valid_from").first()
        if latest and latest.valid_from >= valid_from:
            raise Refused(
                _("The wording of {day} is already there. A new one begins on a later day.").format(
                    day=date_format(latest.valid_from, "j F Y")
                )
            )
        if latest and (latest.valid_until is None or latest.valid_until >= valid_from):
            latest.valid_until = rules.day_before(valid_from)
            latest.save(update_fields=["valid_until"])
        row = LegalBasis.objects.create(
            code=code, title=title, citation=citation, url=url, text=text, valid_from=valid_from
        )
        record("legal_basis.written", subject=row, data={"code": code, "citation": citation, "from": valid_from})
        return row


def end_legal_basis(*, basis: LegalBasis, last_day: date, actor: Actor, now: datetime) -> LegalBasis:
    """A provision holds no longer. Limits and letters that cite it keep their words until somebody changes them."""
    with acting(actor=actor, at=now):
        row = locked(basis)
        if last_day < row.valid_from:
            raise Refused(_("The last day can’t lie before the first."))
        row.valid_until = last_day
        row.save(update_fields=["valid_until"])
        record("legal_basis.ended", subject=row, data={"code": row.code, "last_day": last_day})
        return row


def _next_version(code: str, language: str) -> int:
    rows = LetterTemplate.objects.filter(code=code, language=language)
    return (rows.aggregate(highest=Max("version"))["highest"] or 0) + 1


def _stamp(draft: Written, edition: int, actor: Actor, now: datetime) -> None:
    """The last person who wrote is the author, all who wrote are kept; a page made from an older edition is refused."""
    if draft.pk and draft.edition != edition:
        raise Refused(_stale(draft))
    draft.edition += 1
    draft.author_id, draft.author_label, draft.written_at = actor.actor_id, actor.actor_label, now
    if actor.actor_id is not None and actor.actor_id not in draft.editor_ids:
        draft.editor_ids = [*draft.editor_ids, actor.actor_id]


def _publish_text(row: Written, edition: int, actor: Actor, now: datetime) -> None:
    if row.published_at:
        raise Refused(_("This version is published already."))
    if row.edition != edition:
        raise Refused(_stale(row))
    if actor.actor_id is not None and actor.actor_id in (row.author_id, *row.editor_ids):
        raise Refused(_("You wrote a part of this text. Somebody else must publish it."))
    row.publisher_id, row.publisher_label, row.published_at = actor.actor_id, actor.actor_label, now
    row.save(update_fields=["publisher_id", "publisher_label", "published_at"])


def _stale(row: Written) -> str:
    time = date_format(localtime(row.written_at), "H:i") if row.written_at else ""
    return _("{name} changed this draft at {time}. Look again before you go on.").format(
        name=row.author_label, time=time
    )
