"""Screens our names against the lists: operators against all lists, and a list's changes against all operators.
Each run is written down; a pair that was cleared stays silent until one of its two records changes."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foundation.audit.services import Actor, acting, current_act, locked, record
from foundation.clock.services import local_date
from foundation.correspondence.services import notify
from foundation.correspondence.states import NoticeKind
from foundation.identity.models import Office
from foundation.identity.selectors import staff_in_role
from foundation.identity.states import StaffRole
from operators.models import Operator
from operators.states import OperatorStatus
from programme.selectors import configuration, figure
from programme.states import FigureCode
from vetting.adapters.matching import RULE_VERSION, Match, NameIndex, Query
from vetting.models import ScreeningHit, ScreeningRun, WatchListVersion
from vetting.rules import comes_back_as
from vetting.selectors import Subject, subjects, touched_entries
from vetting.states import HitStatus

from .hits import move_hit
from .index import ListIndex, current_indexes, index_of

BATCH = 2_000
Key = tuple[int, int | None, int, str, str]


@dataclass(frozen=True, slots=True)
class Likeness:
    """One of our bearers and one entry, by the name that fits best."""

    subject: Subject
    our_name: str
    match: Match
    our_digest: str
    entry_digest: str

    @property
    def key(self) -> Key:
        """What makes a hit the same hit."""
        entry = int(self.match.entry_key)
        return (self.subject.operator_id, self.subject.person_id, entry, self.our_digest, self.entry_digest)


def screen(*, operators: Iterable[Operator], cause: str, actor: Actor, now: datetime) -> ScreeningRun:
    """Screen companies and their people against every list. Twice the same changes nothing but the runs."""
    pks = [operator.pk for operator in operators]
    with acting(actor=actor, at=now):
        indexes = current_indexes()
        hits = ScreeningHit.objects.filter(operator_id__in=pks)
        return _run(pks, indexes, [index.names for index in indexes], hits, cause, actor, now)


def screen_delta(*, version: WatchListVersion, actor: Actor, now: datetime) -> ScreeningRun:
    """Screen every company against the entries that one import added or changed; hits on entries it removed lapse."""
    with acting(actor=actor, at=now):
        index = index_of(_latest(version))
        came, went = touched_entries(version)
        narrowed = index.names.narrowed({str(pk) for pk in came})
        pks = Operator.objects.exclude(status=OperatorStatus.REJECTED).order_by("pk").values_list("pk", flat=True)
        hits = ScreeningHit.objects.filter(entry_id__in=[*came, *went])
        cause = _("The list %(list)s changed") % {"list": version.watch_list.title}
        return _run(list(pks), [index], [narrowed], hits, cause[:200], actor, now)


def _latest(version: WatchListVersion) -> WatchListVersion:
    newest = WatchListVersion.objects.filter(watch_list=version.watch_list_id).order_by("-number").first()
    return newest or version


def _run(
    pks: list[int],
    indexes: list[ListIndex],
    names: list[NameIndex],
    scope: QuerySet[ScreeningHit],
    cause: str,
    actor: Actor,
    now: datetime,
) -> ScreeningRun:
    """Compare, write the run, then the hits. `scope` holds the hits this run may find again or let lapse."""
    threshold = Decimal(figure(FigureCode.SCREENING_THRESHOLD_PERCENT, configuration(local_date(now)))).scaleb(-2)
    found: dict[Key, Likeness] = {}
    asked = 0
    for start in range(0, len(pks), BATCH):
        bearers = subjects(pks[start : start + BATCH])
        asked += sum(len(bearer.names) for bearer in bearers)
        for index, part in zip(indexes, names, strict=True):
            found |= {likeness.key: likeness for likeness in _likenesses(bearers, index, part, threshold)}
    known = {_key(hit): hit for hit in scope.defer("parts").order_by("pk")}
    new = [likeness for key, likeness in found.items() if key not in known]
    run = ScreeningRun.objects.create(
        at=now,
        cause=cause[:200],
        list_versions={index.version.watch_list.code: index.version.number for index in indexes},
        rule_version=RULE_VERSION,
        threshold=threshold,
        names=asked,
        hits=len(new),
    )
    ScreeningHit.objects.bulk_create((_hit(run, likeness) for likeness in new), ignore_conflicts=True)
    _settle_known(known, found)
    record("screening.run", subject=run, data={"cause": cause, "names": asked, "hits": len(new)})
    _tell_officers(run, new, actor, now)
    return run


def _likenesses(bearers: list[Subject], index: ListIndex, names: NameIndex, threshold: Decimal) -> Iterable[Likeness]:
    """The best name of each bearer for each entry."""
    asked = [(bearer, name) for bearer in bearers for name in bearer.names]
    queries = [
        Query(name, bearer.kind, bearer.born_on.year if bearer.born_on else None, bearer.country or None)
        for bearer, name in asked
    ]
    best: dict[tuple[int, int | None, str], Likeness] = {}
    for (bearer, name), matches in zip(asked, names.search_many(queries, threshold=threshold), strict=True):
        for match in matches:
            pair = (bearer.operator_id, bearer.person_id, match.entry_key)
            if pair not in best or best[pair].match.score < match.score:
                digest = index.digests[int(match.entry_key)]
                best[pair] = Likeness(bearer, name, match, _our_digest(bearer, name), digest)
    return best.values()


def _our_digest(bearer: Subject, name: str) -> str:
    """Names the facts of ours that were compared: when one changes, a cleared hit may speak again."""
    facts = [bearer.kind, name, bearer.country, bearer.born_on.isoformat() if bearer.born_on else ""]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def _key(hit: ScreeningHit) -> Key:
    return (hit.operator_id, hit.person_id, hit.entry_id, hit.our_digest, hit.entry_digest)


def _hit(run: ScreeningRun, likeness: Likeness) -> ScreeningHit:
    match = likeness.match
    parts = [{"code": p.code.value, "ours": p.ours, "theirs": p.theirs, "points": str(p.points)} for p in match.parts]
    return ScreeningHit(
        run=run,
        operator_id=likeness.subject.operator_id,
        person_id=likeness.subject.person_id,
        entry_id=int(match.entry_key),
        our_name=likeness.our_name,
        matched_name=match.matched_name,
        score=match.score,
        parts=parts,
        our_digest=likeness.our_digest,
        entry_digest=likeness.entry_digest,
    )


def _settle_known(known: dict[Key, ScreeningHit], found: dict[Key, Likeness]) -> None:
    """Open hits whose likeness is gone lapse; lapsed ones that are there again open; findings stay silent."""
    for key, hit in known.items():
        if key in found and comes_back_as(hit.status) == HitStatus.OPEN:
            _move_by_house(hit, "reopen", _("The same likeness was found again."))
        elif key not in found and hit.status == HitStatus.OPEN:
            _move_by_house(hit, "lapse", _("The entry or our record changed before a finding was written."))


def _move_by_house(hit: ScreeningHit, transition: str, reason: str) -> None:
    outer = current_act()
    with acting(actor=outer.actor, at=outer.at, reason=reason):
        row = locked(hit)
        if (row.status == HitStatus.OPEN) == (transition == "lapse"):
            move_hit(row, transition, {"reason": reason})


def _tell_officers(run: ScreeningRun, new: list[Likeness], actor: Actor, now: datetime) -> None:
    """One notice for the vetting officers of the offices concerned. It names nobody: e-mails only say “log in”."""
    if not new:
        return
    offices = {likeness.subject.office_id for likeness in new}
    rows: list[Office | None] = [None] if None in offices else list(Office.objects.filter(pk__in=filter(None, offices)))
    people = {user for office in rows for user in staff_in_role(StaffRole.VETTING_OFFICER, local_date(now), office)}
    notify(
        recipients=sorted(people, key=lambda user: user.pk),
        kind=NoticeKind.ACTION,
        title=lambda: (
            ngettext("%(count)s new screening hit", "%(count)s new screening hits", len(new)) % {"count": len(new)}
        ),
        url=reverse("vetting:hits"),
        once_key=f"screening.run:{run.pk}",
        actor=actor,
        now=now,
    )
