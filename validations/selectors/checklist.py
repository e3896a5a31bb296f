"""The checklist of a visit, read with a constant number of queries: each point with the trader's own words, papers of the
answer, photographs and findings; and what of it is released to the trader."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from applications.models import Answer
from foundation.documents.models import Document
from foundation.documents.states import Confidentiality
from foundation.identity.permissions import Acting, Permission, permissions_of
from operators.models import Site
from programme.selectors import worded, worded_criteria
from programme.states import Weight
from validations import rules
from validations.models import Finding, Point, Validation
from validations.states import Grade, PointResult, ValidationStatus

RELEASED = (ValidationStatus.WITH_TRADER, ValidationStatus.FOLLOW_UP, ValidationStatus.CLOSED)


@dataclass(frozen=True)
class PointView:
    """One point with everything its page shows."""

    point: Point
    answer: Answer | None

    @property
    def code(self) -> str:
        return self.point.criterion.code

    @property
    def title(self) -> str:
        return self.point.criterion.title

    @property
    def name(self) -> str:
        return point_name(self.point)

    @property
    def is_must(self) -> bool:
        return self.point.criterion.weight == Weight.MUST

    @property
    def is_done(self) -> bool:
        return bool(self.point.result)

    @property
    def words(self) -> str:
        """What the trader wrote, in whichever field it was asked."""
        if self.answer is None:
            return ""
        return self.answer.how or self.answer.reason or self.answer.plan

    @property
    def findings(self) -> list[Finding]:
        return list(self.point.findings.all())

    @property
    def photos(self) -> list[Document]:
        return list(self.point.documents.all())

    @property
    def papers(self) -> list[Document]:
        return list(self.answer.documents.all()) if self.answer else []

    @property
    def needs_action(self) -> bool:
        return bool(rules.unfinished([self.facts])) and self.is_done

    @property
    def facts(self) -> rules.PointFacts:
        return point_facts(self.point)


@dataclass(frozen=True)
class Checklist:
    """All points of a visit; counts are of all places."""

    validation: Validation
    points: tuple[PointView, ...]

    @property
    def done(self) -> int:
        return sum(view.is_done for view in self.points)

    @property
    def left(self) -> int:
        return len(self.points) - self.done

    @property
    def findings(self) -> list[Finding]:
        return [finding for view in self.points for finding in view.findings]

    @property
    def places(self) -> list[tuple[Site | None, int]]:
        """Each place with how many points are left there; the company as a whole first."""
        left: dict[int | None, int] = {}
        sites: dict[int | None, Site | None] = {}
        for view in self.points:
            key = view.point.site_id
            sites[key] = view.point.site
            left[key] = left.get(key, 0) + (not view.is_done)
        return [(sites[key], left[key]) for key in sorted(left, key=lambda k: (k is not None, str(sites[k])))]

    def at(self, place: str) -> list[PointView]:
        """The points of one place: “company”, or a site's public id; all of them for anything else."""
        if place == "company":
            return [view for view in self.points if view.point.site_id is None]
        found = [view for view in self.points if view.point.site and str(view.point.site.public_id) == place]
        return found or list(self.points)

    def next_after(self, point: Point | None = None, place: str = "") -> PointView | None:
        """The next point to do in a place, after one and then from the start; the point itself is left out."""
        views = self.at(place)
        after = next((i + 1 for i, view in enumerate(views) if point and view.point.pk == point.pk), 0)
        ordered = views[after:] + views[:after]
        return next((v for v in ordered if not v.is_done and (point is None or v.point.pk != point.pk)), None)

    @property
    def unfinished(self) -> list[tuple[rules.Breach, str]]:
        return rules.unfinished(view.facts for view in self.points)


def checklist(validation: Validation) -> Checklist:
    """Six queries whatever the number of points, sites, photographs and findings."""
    points = list(_with_parts(Point.objects.filter(validation=validation)))
    worded_criteria(point.criterion for point in points)
    answers = _answers(validation)
    return Checklist(validation, tuple(PointView(point, _answer(point, answers)) for point in points))


def point_for_page(validation: Validation, public_id: UUID) -> PointView | None:
    """One point of a visit, or None for strangers."""
    point = _with_parts(Point.objects.filter(validation=validation, public_id=public_id)).first()
    if point is None:
        return None
    worded_criteria([point.criterion])
    return PointView(point, _answer(point, _answers(validation, point.criterion_id)))


def point_facts(point: Point) -> rules.PointFacts:
    """A point as the rules take it; its findings are loaded."""
    actions = sum(finding.grade == Grade.REQUIRED_ACTION for finding in point.findings.all())
    return rules.PointFacts(point_name(point), point.criterion.weight, point.result, actions)


def point_name(point: Point) -> str:
    """H-06, Oskav yard."""
    return f"{point.criterion.code}, {point.site.name}" if point.site else point.criterion.code


def released_findings(validation: Validation, acting: Acting | None = None) -> list[Finding]:
    """The findings the trader may read: all of them once the report was sent, none before. For somebody of the company
    those within mandate and limits."""
    covered = acting is None or Permission.FINDING_READ in permissions_of(acting)
    if validation.status not in RELEASED or not covered:
        return []
    rows = Finding.objects.filter(validation=validation).select_related("point__criterion", "point__site")
    rows = rows.filter(acting.limits(site="point__site__public_id")) if acting else rows
    order = {grade: place for place, grade in enumerate(Grade.values)}
    found = list(rows.prefetch_related("answer_documents"))
    worded(finding.point.criterion for finding in found)
    return sorted(found, key=lambda f: (order[f.grade], f.due_on is None, f.due_on or f.found_at.date(), f.pk))


def paper_of_visit(validation: Validation, public_id: UUID) -> Document | None:
    """A photograph of a point, a paper of an answer to an action, or evidence of an answer that a point is about."""
    about = Q(visit_points__validation=validation) | Q(corrective_actions__validation=validation)
    if validation.application_id:
        # Papers about people are for the desk, not for a visit that third parties may join.
        about |= Q(answers__application=validation.application_id) & ~Q(confidentiality=Confidentiality.OFFICERS)
    return Document.objects.filter(about, public_id=public_id, removed_at__isnull=True).distinct().first()


def counts(validation: Validation) -> dict[str, int]:
    """Points done and left, findings and required actions of a visit; two queries."""
    points = Point.objects.filter(validation=validation).aggregate(
        total=Count("pk"), left=Count("pk", filter=Q(result=""))
    )
    rows = Finding.objects.filter(validation=validation)
    found = rows.aggregate(findings=Count("pk"), actions=Count("pk", filter=Q(grade=Grade.REQUIRED_ACTION)))
    return {"done": points["total"] - points["left"], "left": points["left"], **found}


def results_counted(points: Iterable[PointView]) -> dict[str, int]:
    """How many points have each result, in the order of the results."""
    views = list(points)
    return {str(result.label): sum(view.point.result == result for view in views) for result in PointResult}


def _with_parts(rows: QuerySet[Point]) -> QuerySet[Point]:
    findings = Finding.objects.order_by("id")
    return rows.select_related("criterion__section", "site", "checked_by").prefetch_related(
        Prefetch("findings", queryset=findings), "documents"
    )


def _answers(validation: Validation, criterion: int | None = None) -> dict[tuple[int, int | None], Answer]:
    if validation.application_id is None:
        return {}
    rows = Answer.objects.filter(application=validation.application_id).prefetch_related("documents")
    if criterion is not None:
        rows = rows.filter(criterion=criterion)
    return {(row.criterion_id, row.site_id): row for row in rows}


def _answer(point: Point, answers: dict[tuple[int, int | None], Answer]) -> Answer | None:
    """The answer for the place, else the one given for the whole company."""
    return answers.get((point.criterion_id, point.site_id)) or answers.get((point.criterion_id, None))
