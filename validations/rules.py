"""The law of a visit as pure functions: which sites, with how much notice, what a failed point needs, when it may be closed.
Facts in, verdicts out; words and rows belong to the services."""

import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .states import ActionStatus, Grade, PointResult, SiteReason


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What sampling knows of a site."""

    key: int
    activity: str
    region: str = ""
    keeps_records: bool = False
    high_risk: bool = False


@dataclass(frozen=True, slots=True)
class Sampled:
    """A site of the sample with the reason it was taken."""

    key: int
    reason: SiteReason


class Breach(StrEnum):
    """Why a step of a visit may not be taken."""

    POINTS_OPEN = "POINTS_OPEN"
    MUST_WITHOUT_ACTION = "MUST_WITHOUT_ACTION"
    ACTIONS_OPEN = "ACTIONS_OPEN"
    NO_REPLY = "NO_REPLY"
    TEXT_MISSING = "TEXT_MISSING"
    DATE_MISSING = "DATE_MISSING"
    DATE_PAST = "DATE_PAST"


# --- the sample -------------------------------------------------------------------------------------------------------


def sample_size(sites: int, *, coefficient_percent: int) -> int:
    """VLD-R01 (domain.md §5; IAF MD 1): ceil(coefficient · √n), at least one site and never more than there are.

    25 sites with 100 percent give 5. Whole numbers only, so that no rounding of roots decides over a visit.
    """
    if sites <= 0:
        return 0
    square = coefficient_percent**2 * sites
    root = math.isqrt(square)
    root += root * root < square
    return min(sites, max(1, -(-root // 100)))


def mandatory_reason(site: SiteFacts, activities: Counter[str]) -> SiteReason | None:
    """VLD-R02 (domain.md §5): customs records, an activity no other site has, high risk: such a site is always visited."""
    if site.keeps_records:
        return SiteReason.RECORDS
    if activities[_same(site.activity)] == 1:
        return SiteReason.DISTINCT
    return SiteReason.HIGH_RISK if site.high_risk else None


def draw_sample(
    sites: Sequence[SiteFacts], *, coefficient_percent: int, random_percent: int, seed: int
) -> list[Sampled]:
    """VLD-R03 (domain.md §5): every mandatory site, then others up to the size of VLD-R01.

    Of the whole sample `random_percent` is drawn with the recorded seed, as far as the mandatory sites leave room;
    the rest is chosen for difference of activity and region. The same sites and seed give the same sample.
    """
    ordered = sorted(sites, key=lambda site: site.key)
    activities = Counter(_same(site.activity) for site in ordered)
    reasons = {site.key: mandatory_reason(site, activities) for site in ordered}
    taken = [Sampled(key, reason) for key, reason in reasons.items() if reason is not None]
    others = [site for site in ordered if reasons[site.key] is None]
    size = max(len(taken), sample_size(len(ordered), coefficient_percent=coefficient_percent))
    left = size - len(taken)
    by_lot = min(left, -(-size * random_percent // 100))
    # The seed is recorded so that the draw can be repeated: no secret, so no need of a cryptographic source.
    drawn = {site.key for site in random.Random(seed).sample(others, by_lot)}  # noqa: S311
    taken += [Sampled(key, SiteReason.RANDOM) for key in sorted(drawn)]
    known = [site for site in ordered if site.key in {row.key for row in taken}]
    return taken + _different([site for site in others if site.key not in drawn], known, left - by_lot)


def _different(pool: Iterable[SiteFacts], known: Sequence[SiteFacts], count: int) -> list[Sampled]:
    """Sites one after another whose activity, then region, is least present among those taken already."""
    candidates, taken, chosen = list(pool), list(known), []
    for _ in range(count):
        seen_activity = Counter(_same(site.activity) for site in taken)
        seen_region = Counter(site.region for site in taken)
        best = min(candidates, key=lambda s: (seen_activity[_same(s.activity)], seen_region[s.region], s.key))
        candidates.remove(best)
        taken.append(best)
        chosen.append(Sampled(best.key, SiteReason.CHOSEN))
    return chosen


def _same(activity: str) -> str:
    return " ".join(activity.split()).casefold()


def enlargement(failed: SiteFacts, unsampled: Sequence[SiteFacts]) -> list[int]:
    """VLD-R04 (domain.md §5): when a must fails at a sampled site, look at the sites that may be affected too:
    those with the same activity, else those of the same region. A suggestion; a person decides."""
    alike = [site.key for site in unsampled if _same(site.activity) == _same(failed.activity)]
    return alike or [site.key for site in unsampled if site.region and site.region == failed.region]


# --- the visit --------------------------------------------------------------------------------------------------------


def notice_kept(*, starts_on: date, earliest_on: date, offered: Iterable[date] = ()) -> bool:
    """VLD-R05 (CTPAT notice; case 14): a visit starts on the last day of the notice period at the earliest.

    A day that the trader itself offered needs no notice.
    """
    return starts_on >= earliest_on or starts_on in set(offered)


def too_long(*, working_days: int, most: int) -> bool:
    """VLD-R13 (CTPAT, validation length; case 14): more than ten working days on site are planned with a warning only."""
    return working_days > most


def needs_action(*, result: str, weight: str) -> bool:
    """VLD-R06 (domain.md §5): a must that is not met needs a finding with a required action."""
    return result == PointResult.NOT_MET and weight == "must"


@dataclass(frozen=True, slots=True)
class PointFacts:
    """What the rules know of a point of the checklist."""

    name: str
    weight: str
    result: str
    required_actions: int = 0


def unfinished(points: Iterable[PointFacts]) -> list[tuple[Breach, str]]:
    """VLD-R07: a visit ends, and its report goes to review, when each point has a result and each failed must its
    required action; every point that lacks something is named."""
    breaches = []
    for point in points:
        if not point.result:
            breaches.append((Breach.POINTS_OPEN, point.name))
        elif needs_action(result=point.result, weight=point.weight) and not point.required_actions:
            breaches.append((Breach.MUST_WITHOUT_ACTION, point.name))
    return breaches


def finding_breaches(*, grade: str, text: str, due_on: date | None, on: date) -> list[Breach]:
    """VLD-R08 (domain.md §5): a finding says something; a required action is due on a day after today."""
    breaches = [] if text.strip() else [Breach.TEXT_MISSING]
    if grade == Grade.REQUIRED_ACTION and due_on is None:
        breaches.append(Breach.DATE_MISSING)
    if due_on is not None and due_on <= on:
        breaches.append(Breach.DATE_PAST)
    return breaches


# --- after the visit --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ActionFacts:
    """A required action as closing sees it."""

    name: str
    status: str
    handed_on: bool = False


def action_settled(action: ActionFacts) -> bool:
    """VLD-R09: a required action is settled once accepted, or once it was handed on to the decision with a reason."""
    return action.handed_on or action.status == ActionStatus.ACCEPTED


def reply_over(*, replied: bool, reply_due_on: date | None, on: date) -> bool:
    """VLD-R10: the trader has replied, or the day of the reply has passed. While the report was not received there
    is no such day."""
    return replied or (reply_due_on is not None and on > reply_due_on)


def closing_breaches(
    *, points_open: int, actions: Iterable[ActionFacts], replied: bool, reply_due_on: date | None, on: date
) -> list[tuple[Breach, str]]:
    """VLD-R11 (domain.md §5, order step 8): closed when all points are recorded, every required action is settled and
    the trader has replied or the time for it is over."""
    breaches = [(Breach.POINTS_OPEN, str(points_open))] if points_open else []
    breaches += [(Breach.ACTIONS_OPEN, action.name) for action in actions if not action_settled(action)]
    if not reply_over(replied=replied, reply_due_on=reply_due_on, on=on):
        breaches.append((Breach.NO_REPLY, ""))
    return breaches


def is_late(*, status: str, due_on: date | None, on: date) -> bool:
    """VLD-R12 (pages.md, tags): a required action is late when its day has passed and the trader has not answered."""
    return due_on is not None and on > due_on and status in (ActionStatus.OPEN, ActionStatus.RETURNED)
