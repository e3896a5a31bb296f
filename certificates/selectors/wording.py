"""The words in which a status is told: to officers, to the holder and to the public, each with its colour."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from certificates.models import Certificate
from certificates.states import CertificateStatus

C = CertificateStatus

COLOURS: dict[str, str] = {
    C.ISSUED: "teal",
    C.ACTIVE: "green",
    C.SUSPENDED: "yellow",
    C.REVOKED: "red",
    C.ANNULLED: "red",
    C.EXPIRED: "grey",
    C.SURRENDERED: "grey",
}
HOLDER_TAGS: dict[str, Promise] = {
    C.ISSUED: gettext_lazy("Granted, not yet in force"),
    C.ACTIVE: gettext_lazy("In force"),
    C.SUSPENDED: gettext_lazy("Suspended"),
    C.REVOKED: gettext_lazy("Revoked"),
    C.ANNULLED: gettext_lazy("Annulled"),
    C.EXPIRED: gettext_lazy("Expired"),
    C.SURRENDERED: gettext_lazy("Given back"),
}


@dataclass(frozen=True, slots=True)
class Tag:
    """Words and colour of a tag."""

    text: str
    colour: str


def officer_tag(status: str) -> Tag:
    """As officers read it."""
    return Tag(str(C(status).label), COLOURS[status])


def holder_tag(status: str) -> Tag:
    """As the holder reads it."""
    return Tag(str(HOLDER_TAGS[status]), COLOURS[status])


def public_tag(status: str | None) -> Tag:
    """As anybody reads it: valid, not valid today or ended; the ground is never told."""
    if status == C.ACTIVE:
        return Tag(_("Valid"), "green")
    if status == C.SUSPENDED:
        return Tag(_("Not valid today"), "yellow")
    if status == C.ISSUED:
        return Tag(_("Not yet in force"), "teal")
    return Tag(_("Ended"), "grey")


def holder_sentence(certificate: Certificate, status: str) -> str:
    """What next, by when, for the holder."""
    ended = day(certificate.ended_on or certificate.first_day_after)
    sentences = {
        C.ISSUED: _("In force from {starts}."),
        C.ACTIVE: _("Next check-up: revalidation on {revalidation}."),
        C.SUSPENDED: _("You have no benefits of this kind until {until}."),
        C.REVOKED: _("Ended on {ended}. The letter says when you can apply again and until when you can appeal."),
        C.ANNULLED: _("Counts as never given. The letter says until when you can appeal."),
        C.EXPIRED: _("Ended on {ended}. You can apply again now."),
        C.SURRENDERED: _("You gave it back on {ended}."),
    }
    return sentences[C(status)].format(
        starts=day(certificate.effective_from),
        revalidation=day(certificate.revalidation_due_on),
        until=day(certificate.suspended_until),
        ended=ended,
    )


def day(value: date | None) -> str:
    """28 September 2026; a dash for none."""
    return date_format(value, pgettext("date pattern: day, month, year", "j F Y")) if value else "–"
