"""The rows of a decision, what was said about them, what stands against a grant, and who may decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.models import Application
from applications.selectors import visible_to_company
from applications.states import ApplicationStatus
from certificates import rules
from certificates.models import Certificate, DecisionRow, HearingStatement, Measure
from certificates.states import CertificateStatus, MeasureStatus, Proposal, RowStatus
from foundation.clock.selectors import open_limit
from foundation.correspondence.models import Letter
from foundation.correspondence.selectors import letters_of_company
from foundation.documents.models import Document
from foundation.documents.states import DocumentStatus
from foundation.identity.models import User, in_force
from foundation.identity.permissions import Acting, Permission, office_ids
from operators import selectors as operators
from operators.models import InterestDeclaration
from programme import selectors as programme
from programme.models import ActTaken, Delegation, OperatorType
from programme.states import Act, DecisionAct, FigureCode, Kind, TimeLimitCode
from validations import selectors as validations
from vetting import selectors as vetting

from .held import begins_after, held_already, joined, renewed
from .wording import day

ACT_WORDS: dict[str, Promise] = {
    Act.PROPOSE: gettext_lazy("Proposed"),
    Act.VET: gettext_lazy("Vetting"),
    Act.VALIDATE: gettext_lazy("Validation"),
    Act.REVIEW: gettext_lazy("Report reviewed"),
    Act.DECIDE: gettext_lazy("Decided"),
    Act.APPEAL: gettext_lazy("Appeal"),
    Act.MANAGE: gettext_lazy("Account"),
    Act.AUDIT: gettext_lazy("Audit"),
}
OPEN_ROWS = (RowStatus.PROPOSED, RowStatus.HEARING)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a grant: what it is when it holds, why not when it doesn't."""

    text: str
    ok: bool


@dataclass(frozen=True, slots=True)
class FourEyes:
    """Who took which act, and what that says to the person who looks: may decide, or every reason why not."""

    acts: Sequence[ActTaken]
    breaches: Sequence[str]
    delegations: Sequence[Delegation]
    own_acts: Sequence[str]
    interest: bool
    nobody_left: bool

    @property
    def may_decide(self) -> bool:
        return not self.breaches

    @property
    def lines(self) -> list[tuple[str, list[ActTaken]]]:
        """The acts by what was done, in the order of the first of each."""
        found: dict[str, list[ActTaken]] = {}
        for act in self.acts:
            found.setdefault(str(ACT_WORDS[act.act]), []).append(act)
        return list(found.items())


def decision_rows(application: Application) -> QuerySet[DecisionRow]:
    """The rows that stand, with who proposed and who decided."""
    return (
        application.decision_rows.exclude(status=RowStatus.RETURNED)
        .select_related(
            "operator_type",
            "level",
            "proposed_act__user",
            "decided_act__user",
            "delegation",
            "hearing_letter",
            "decision_letter",
        )
        .order_by("operator_type__position", "-kind", "id")  # simplification before security, as everywhere
    )


def open_rows(application: Application) -> QuerySet[DecisionRow]:
    """The rows that wait for a decision."""
    return decision_rows(application).filter(status__in=OPEN_ROWS)


def told_rows(application: Application, acting: Acting | None = None) -> QuerySet[DecisionRow]:
    """The rows the trader was told of: in hearing or decided. A proposal stays inside the house. For somebody of the
    company who is limited to a kind, the rows of this kind."""
    rows = decision_rows(application).filter(status__in=(RowStatus.HEARING, RowStatus.GRANTED, RowStatus.REFUSED))
    return rows.filter(acting.limits(kind="kind")) if acting else rows


def file_of_company(acting: Acting) -> QuerySet[Application]:
    """The files of the company acted for about which a decision was told, as far as mandate and limits reach."""
    told = Q(decision_rows__status__in=(RowStatus.HEARING, RowStatus.GRANTED, RowStatus.REFUSED))
    told &= acting.limits(kind="decision_rows__kind")
    return visible_to_company(acting).filter(told).distinct()


def statements(application: Application) -> QuerySet[HearingStatement]:
    """What the trader said in hearings of this application."""
    rows = HearingStatement.objects.filter(row__application=application).select_related("row")
    return rows.prefetch_related("documents").order_by("at", "id")


def statement_file(application: Application, document_id: UUID) -> Document | None:
    """A checked paper that the trader attached to its words in a hearing, or None."""
    said = Document.objects.filter(hearing_statements__row__application=application, public_id=document_id)
    return said.filter(status=DocumentStatus.CLEAN, removed_at__isnull=True).first()


def statements_said(application: Application) -> list[HearingStatement]:
    """The same, each statement once: one text is kept for every row that is heard."""
    once = {(said.at, said.text): said for said in statements(application)}
    return list(once.values())


def letters_of(application: Application, acting: Acting | None = None) -> list[Letter]:
    """The letters of hearing and decision, newest first; for somebody of the company those the person may read."""
    rows = told_rows(application, acting)
    found = {letter.pk: letter for row in rows for letter in (row.hearing_letter, row.decision_letter) if letter}
    if acting is not None:
        read = set(letters_of_company(acting).filter(pk__in=found).values_list("pk", flat=True))
        found = {pk: letter for pk, letter in found.items() if pk in read}
    return sorted(found.values(), key=lambda letter: letter.sent_at, reverse=True)


def hearing_due_on(application: Application) -> date | None:
    """Until when the trader may speak; None while no hearing letter was received."""
    limit = open_limit(file_id=application.public_id, kind=TimeLimitCode.HEARING)
    return limit.due_on if limit else None


def to_propose(application: Application) -> list[tuple[str, OperatorType]]:
    """Every kind × operator type that is not decided yet, types in the programme's order; what the certificate that a
    grant would join covers already is not decided again."""
    decided = set(decision_rows(application).values_list("kind", "operator_type"))
    covered = {(row.kind, token) for row in joined(application).values() for token in row.operator_types}
    kinds = sorted(application.kinds, key=Kind.values.index)
    pairs = [(kind, operator_type) for operator_type in application.operator_types.all() for kind in kinds]
    return [(kind, row) for kind, row in pairs if (kind, row.pk) not in decided and (kind, row.token) not in covered]


def can_be_proposed(application: Application, on: date) -> list[str]:
    """Why no decision may be proposed yet; empty when one may."""
    if application.status != ApplicationStatus.UNDER_VALIDATION:
        return [_("A decision is proposed after the visit.")]
    return list(validations.decision_obstacles(application, on))


def grant_conditions(application: Application, on: date) -> list[Condition]:
    """Every condition of a grant on a day, each with what holds or why it doesn't."""
    bars = [row for kind in application.kinds for row in operators.bars(application.operator, kind, on)]
    held = _held_already(application)
    found = [
        _condition(_("No bar stands against this company."), {row.pk: _bar_words(row) for row in bars}.values()),
        _condition(_("No certificate of these kinds is in force already."), held),
        _condition(_("The desk checks are closed and still count."), vetting.decision_obstacles(application, on)),
        _condition(_("The visit is closed."), validations.decision_obstacles(application, on)),
    ]
    return [condition for group in found for condition in group]


def grant_obstacles(application: Application, on: date) -> list[str]:
    """Every reason of every room for which nothing may be granted on a day; empty when a grant is possible."""
    return [condition.text for condition in grant_conditions(application, on) if not condition.ok]


def _condition(holds: str, obstacles: object) -> list[Condition]:
    against = list(obstacles)  # type: ignore[call-overload]
    return [Condition(str(text), ok=False) for text in against] or [Condition(holds, ok=True)]


def _bar_words(bar: object) -> str:
    until = getattr(bar, "valid_until", None)
    cause = getattr(bar, "cause", "")
    if until is None:
        return _("A bar stands against this company: {cause}.").format(cause=cause)
    return _("A bar stands against this company until {day}: {cause}.").format(day=day(until), cause=cause)


def _held_already(application: Application) -> list[str]:
    """Certificates of other files that would overlap with one granted now, or that nothing can join today."""
    text = _("{kind}: certificate {number} is in force already.")
    found = [text.format(kind=row.get_kind_display(), number=row.number) for row in held_already(application).values()]
    text = _("{kind}: certificate {number} is suspended. Nothing is added to it before that ends.")
    suspended = [row for row in joined(application).values() if row.status == CertificateStatus.SUSPENDED]
    return found + [text.format(kind=row.get_kind_display(), number=row.number) for row in suspended]


def four_eyes(application: Application, user: User, on: date) -> FourEyes:
    """Who took which act on the file, and whether this person may decide on some row of it."""
    acts = programme.acts_on_file(application.public_id)
    breaches = programme.breaches(file_id=application.public_id, act=Act.DECIDE, user=user, on=on)
    interest = InterestDeclaration.objects.filter(in_force(on), officer=user, operator=application.operator).exists()
    delegations = _delegations(application, user, on)
    if interest:
        breaches = [*breaches, _("You declared an interest in this company.")]
    if not delegations:
        breaches = [*breaches, _("No delegation lets you take this decision.")]
    able = programme.people_able(file_id=application.public_id, act=Act.DECIDE, office=application.office, on=on)
    own = [act.get_act_display() for act in acts if act.user_id == user.pk]
    return FourEyes(acts, breaches, delegations, own, interest, nobody_left=not able)


def _delegations(application: Application, user: User, on: date) -> list[Delegation]:
    found: dict[int, Delegation] = {}
    for kind in application.kinds:
        for act in (DecisionAct.GRANT, DecisionAct.REFUSE):
            row = programme.delegation_for(
                user=user, act=act, kind=kind, office=application.office, small_firm=application.small_firm, on=on
            )
            if row:
                found[row.pk] = row
    return list(found.values())


def would_take_effect(application: Application, on: date) -> date:
    """From which day a grant of today is in force; a renewal, from the day after the last one of what it renews."""
    days = programme.figure(FigureCode.EFFECTIVE_DAYS, programme.configuration(on))
    starts = rules.effective_on(decided_on=on, days=days)
    return max([starts, *(begins_after(row) or starts for row in renewed(application).values())])


def effect_sentences(rows: Sequence[DecisionRow]) -> list[str]:
    """What happens when the proposal is followed, for the card beside the rows."""
    kinds = sorted({row.kind for row in rows if row.proposal != Proposal.REFUSE})
    refused = [row for row in rows if row.proposal == Proposal.REFUSE and row.status == RowStatus.PROPOSED]
    found = []
    if kinds:
        names = ", ".join(str(Kind(kind).label).lower() for kind in kinds)
        found.append(
            _("A certificate for each granted kind ({kinds}), a letter to the trader, an account manager.").format(
                kinds=names
            )
        )
        found.append(_("The register and the border systems answer with it from the day it is in force."))
    if refused:
        found.append(_("A hearing letter for each row you would refuse. The other rows don’t wait."))
    return found


def open_measures(user: User, on: date) -> QuerySet[Measure]:
    """Proposals that wait for a person of the offices whose files the officer gives out, soonest due first."""
    rows = Measure.objects.filter(status=MeasureStatus.OPEN).select_related(
        "application__operator", "certificate__operator"
    )
    offices = office_ids(user, on, Permission.FILE_ASSIGN)
    if offices is not None:
        rows = rows.filter(Q(application__office__in=offices) | Q(certificate__operator__office__in=offices))
    return rows.order_by("due_on", "id")


def measures_of(certificate: Certificate) -> QuerySet[Measure]:
    """Open proposals about one certificate."""
    return certificate.measures.filter(status=MeasureStatus.OPEN).order_by("due_on", "id")
