"""What keeps a company from applying for what it holds already, in words that say what it can do instead."""

from collections.abc import Collection, Iterable
from datetime import date

from django.utils.translation import gettext as _

from certificates.models import Certificate
from certificates.rules import Asked
from operators.models import Operator
from programme import selectors as programme
from programme.states import Kind

from .held import asked_of, renewable_from, standing_by_kind
from .register import types_by_certificate
from .wording import day


def refused_to_begin(operator: Operator, kinds: Iterable[str], types: Collection[str], on: date) -> dict[str, str]:
    """For each of these kinds that is held for all of these types, a sentence that says so and what to do instead."""
    held, configuration = standing_by_kind(operator), programme.configuration(on)
    found = {kind: held[kind] for kind in kinds if kind in held}
    return {
        kind: _sentence(row, renewable_from(row, configuration))
        for kind, row in found.items()
        if asked_of(row, frozenset(types), on, configuration) == Asked.HELD
    }


def _sentence(certificate: Certificate, opens: date | None) -> str:
    words = {
        "kind": Kind(certificate.kind).label,
        "number": certificate.number,
        "types": types_by_certificate([certificate])[certificate.pk],
    }
    held = _("You hold a certificate of this kind: {kind}, {number}, for {types}.").format(**words)
    instead = _("Choose a type it does not cover yet, or leave this kind out.")
    if opens is None:
        return f"{held} {instead}"
    renew = _("You can renew it from {day} on.").format(day=day(opens))
    return f"{held} {renew} {instead}"
