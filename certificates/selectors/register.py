"""What the public may read: the register of those who agreed to be shown, and the answer to a scanned code."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from certificates.models import Certificate, JoinedType
from certificates.states import API_WORD, CertificateStatus
from operators.models import Operator
from programme.models import CertificateLevel
from programme.selectors import types
from programme.states import Kind

from .levels import public_level
from .standing import joining_days, of_operator, status_on, suspended_since, types_on
from .wording import Tag, day, public_tag

C = CertificateStatus


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind of a company as the public reads it."""

    code: str
    kind: str
    types: tuple[str, ...]
    level: CertificateLevel | None
    status: str
    tag: Tag
    since: date | None
    effective_from: date
    valid_until: date | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One company of the register with the certificate that speaks for each kind."""

    operator: Operator
    place: str
    types: str
    lines: tuple[KindLine, ...]
    certificates: tuple[Certificate, ...]
    certificate: Certificate

    @property
    def same_tag(self) -> Tag | None:
        """The one tag when all kinds stand alike."""
        return self.lines[0].tag if len({line.tag for line in self.lines}) == 1 else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to “does it count now?”: yes or no, whose, which kinds."""

    certificate: Certificate
    valid: bool
    in_part: bool
    title: str
    sentence: str
    types: str
    lines: tuple[KindLine, ...]
    number: str


def public_register(query: str = "", kind: str = "", type_token: str = "", *, on: date) -> QuerySet[Operator]:
    """The companies that agreed to be shown and hold or held a certificate; by name (near spellings) or whole TIN."""
    held = Certificate.objects.filter(operator=OuterRef("pk"), effective_from__lte=on)
    if kind:
        held = held.filter(kind=kind)
    if type_token:
        later = JoinedType.objects.filter(certificate=OuterRef("pk"), token=type_token, on__gt=on)
        held = held.filter(~Exists(later), operator_types__contains=[type_token])
    rows = Operator.objects.filter(Exists(held), listed=True).order_by("legal_name", "id")
    wanted = query.strip().upper()
    if wanted:
        rows = rows.annotate(wanted=Upper("legal_name")).filter(
            Q(wanted__contains=wanted) | Q(wanted__trigram_word_similar=wanted) | Q(tin__iexact=wanted)
        )
    return rows


def listed(operators: Iterable[Operator], on: date, *, kind: str = "") -> list[Listed]:
    """What the register shows of some companies, in a constant number of queries."""
    shown = list(operators)
    certificates = list(
        Certificate.objects.filter(operator__in=shown, effective_from__lte=on)
        .select_related("level")
        .order_by("effective_from", "id")
    )
    lines = _lines(certificates, on)
    labels = _labels()
    by_operator: dict[int, list[Certificate]] = defaultdict(list)
    for certificate in certificates:
        if certificate.pk in lines and (not kind or certificate.kind == kind):
            by_operator[certificate.operator_id].append(certificate)
    return [
        _listed(operator, by_operator[operator.pk], lines, labels) for operator in shown if by_operator[operator.pk]
    ]


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One company and kind of the register as data: codes and ISO dates, no words."""

    tin: str
    name: str
    city: str
    country: str
    kind: str
    level: str
    status: str
    operator_types: str
    effective_from: str
    valid_until: str
    ended_on: str


def open_rows_of_register(on: date, *, batch: int = 500) -> Iterator[OpenRow]:
    """The whole register of those who agreed to be shown, by TIN, in portions so that no answer grows with the country."""
    after = ""
    while True:
        shown = list(public_register(on=on).filter(tin__gt=after).order_by("tin")[:batch])
        for company in listed(shown, on):
            for line in company.lines:
                yield _open_row(company.operator, line)
        if len(shown) < batch:
            return
        after = shown[-1].tin


def _open_row(operator: Operator, line: KindLine) -> OpenRow:
    return OpenRow(
        tin=operator.tin,
        name=operator.legal_name,
        city=operator.city,
        country=operator.country,
        kind=line.code,
        level=line.level.code if line.level else "",
        status=API_WORD[CertificateStatus(line.status)],
        operator_types=";".join(line.types),
        effective_from=line.effective_from.isoformat(),
        valid_until=line.valid_until.isoformat() if line.valid_until else "",
        ended_on=line.ended_on.isoformat() if line.ended_on else "",
    )


def _listed(
    operator: Operator, certificates: Sequence[Certificate], lines: dict[int, KindLine], labels: dict[str, str]
) -> Listed:
    speaking = _speaking(certificates)
    shown = tuple(lines[certificate.pk] for certificate in speaking)
    return Listed(
        operator=operator,
        place=operator.city,
        types=_types_words(_types_of(shown), labels),
        lines=shown,
        certificates=tuple(speaking),
        certificate=_standing_best(speaking, lines),
    )


def verdict(certificate: Certificate, on: date) -> Verdict:
    """Whether a certificate, and what else its holder holds, counts on a day."""
    operator = certificate.operator
    rows = [row for row in of_operator(operator) if row.effective_from <= on or row.pk == certificate.pk]
    lines = _lines(rows, on)
    speaking = _speaking(sorted(rows, key=lambda row: (row.effective_from, row.pk)), asked=certificate)
    shown = tuple(lines[row.pk] for row in speaking if row.pk in lines)
    valid = [line for line in shown if line.status == C.ACTIVE]
    asked = lines[certificate.pk]
    title, sentence = _words(operator, asked, shown, valid)
    return Verdict(
        certificate=certificate,
        valid=asked.status == C.ACTIVE and len(valid) == len(shown),
        in_part=bool(valid) and len(valid) < len(shown),
        title=title,
        sentence=sentence,
        types=_types_words(_types_of(shown), _labels()),
        lines=shown,
        number=certificate.number,
    )


def _words(
    operator: Operator, asked: KindLine, shown: Sequence[KindLine], valid: Sequence[KindLine]
) -> tuple[str, str]:
    """The h1 and the sentence under it."""
    name = operator.legal_name
    if valid and len(valid) < len(shown):
        return _valid_in_part(asked, shown, valid)
    if asked.status == C.ACTIVE:
        both = _("{company} is an Authorised Economic Operator for both kinds.")
        one = _("{company} is an Authorised Economic Operator for the {kind} kind.")
        text = both if len(valid) > 1 else one
        return _("This certificate is valid today"), text.format(company=name, kind=asked.kind.lower())
    if asked.status == C.SUSPENDED:
        since = _("Do not rely on it. The {kind} kind has not been valid since {day}.")
        again = _("It may become valid again; check on the day you need it.")
        words = since.format(kind=asked.kind.lower(), day=day(asked.since))
        return _("This certificate is not valid today"), f"{words} {again}"
    if asked.status == C.ISSUED:
        text = _("Do not rely on it yet. It is in force from {day}.")
        return _("This certificate is not valid today"), text.format(day=day(asked.effective_from))
    ended = _("This certificate ended on {day}").format(day=day(asked.ended_on))
    return ended, _("Do not rely on it.")


def _valid_in_part(asked: KindLine, shown: Sequence[KindLine], valid: Sequence[KindLine]) -> tuple[str, str]:
    names = ", ".join(line.kind.lower() for line in valid)
    title = _("Valid for one of two kinds. See below") if len(shown) == 2 else _("Valid for some kinds. See below")
    if asked.status == C.ACTIVE:
        return title, _("Rely on it for the {kinds} kind only.").format(kinds=names)
    text = _("Do not rely on it for the {kind} kind. The {kinds} kind is valid today.")
    return title, text.format(kind=asked.kind.lower(), kinds=names)


def _lines(certificates: Sequence[Certificate], on: date) -> dict[int, KindLine]:
    """How each certificate stands for the public on a day; three queries."""
    statuses = status_on(certificates, on)
    since, types = suspended_since(certificates), types_on(certificates, on)
    return {
        row.pk: _line(row, types[row.pk], statuses.get(row.pk) or C.ANNULLED, since.get(row.pk)) for row in certificates
    }


def _line(certificate: Certificate, types: Iterable[str], status: str, suspended: date | None) -> KindLine:
    ended = certificate.ended_on or (certificate.first_day_after if status == C.EXPIRED else None)
    return KindLine(
        code=certificate.kind,
        kind=str(Kind(certificate.kind).label),
        types=tuple(types),
        level=public_level(certificate),
        status=status,
        tag=public_tag(status),
        since=suspended if status == C.SUSPENDED else None,
        effective_from=certificate.effective_from,
        valid_until=certificate.valid_until,
        ended_on=ended,
    )


def _speaking(certificates: Sequence[Certificate], asked: Certificate | None = None) -> list[Certificate]:
    """Per kind the certificate that speaks: the one asked about, else the last to begin. Sorted by kind."""
    speaking = {certificate.kind: certificate for certificate in certificates}
    if asked is not None:
        speaking[asked.kind] = asked
    order = Kind.values
    return sorted(speaking.values(), key=lambda certificate: order.index(certificate.kind))


def _standing_best(certificates: Sequence[Certificate], lines: dict[int, KindLine]) -> Certificate:
    """The certificate to show first: a valid one where there is one."""
    return min(certificates, key=lambda certificate: lines[certificate.pk].status != C.ACTIVE)


def _labels() -> dict[str, str]:
    return {row.token: row.label for row in types()}


def _types_of(lines: Iterable[KindLine]) -> dict[str, None]:
    return dict.fromkeys(token for line in lines for token in line.types)


def _types_words(tokens: Iterable[str], labels: dict[str, str]) -> str:
    """Importer, warehouse operator."""
    first, *rest = [labels.get(token, token) for token in tokens] or [""]
    return ", ".join([first, *(label[:1].lower() + label[1:] for label in rest)])


def types_by_certificate(certificates: Iterable[Certificate]) -> dict[int, str]:
    """The operator types of some certificates in words, with the day of those that joined later; two queries."""
    certificates = list(certificates)
    labels, joining = _labels(), joining_days(certificates)
    return {row.pk: _types_words(row.operator_types, _dated(labels, joining[row.pk])) for row in certificates}


def _dated(labels: dict[str, str], joining: dict[str, date]) -> dict[str, str]:
    text = _("{type} (from {day})")
    return labels | {token: text.format(type=labels.get(token, token), day=day(on)) for token, on in joining.items()}
