"""The visit: planned, notified, carried out, reported and closed."""

from datetime import date, datetime, timedelta

from foundation.clock.services import local_date
from foundation.identity.models import User
from foundation.identity.states import CompanyRole, StaffRole
from lifecycle import services as lifecycle
from validations import services as validations
from validations.models import Validation
from validations.states import Grade, PointResult
from workbench.management.demonstration.cast import Stage

from .base import Walk


class Visiting(Walk):
    """The leg of the validators."""

    def plan(self) -> None:
        officer = self.officer(StaffRole.CASE_OFFICER)
        lead = self.officer(StaffRole.VALIDATOR)
        self.visit = validations.plan(
            application=self._fresh(), lead=lead, actor=officer, now=self.after(2), seed=len(self.part.name)
        )
        validations.declare_no_interest(validation=self.visit, user=lead, now=self.after(0))
        if not self.until(Stage.NOTIFIED):
            return
        told = self.after(1)
        starts = self._visit_day(told)
        self.visit = validations.notify(
            validation=self._visit(), starts_on=starts, ends_on=starts, actor=officer, now=told
        )
        validations.confirm_date(
            validation=self._visit(), user=self.member(CompanyRole.ADMINISTRATOR), now=self.after(1)
        )

    def _visit_day(self, told: datetime) -> date:
        from_day = local_date(told) + timedelta(days=21)
        return self.country.moment((self.country.on - from_day).days).date() if from_day < self.country.on else from_day

    def _visit(self) -> Validation:
        return Validation.objects.select_related("operator", "application", "office").get(pk=self.visit.pk)

    def visiting(self) -> None:
        lead = self.officer(StaffRole.VALIDATOR)
        starts = self._visit().starts_on or self.country.on
        self.days = max((self.country.on - starts).days, 0)
        now = self.after(0)
        validations.start(validation=self._visit(), actor=lead, now=now)
        points = list(self.visit.points.all())
        seen = points if self.until(Stage.REVIEW) else points[: len(points) // 2]
        failed = seen[3] if self.part.finding else None
        if failed is not None:
            validations.add_finding(
                point=failed,
                grade=Grade.REQUIRED_ACTION,
                text="The key list of the vehicles was two months old. Keep it up to date and sign it weekly.",
                due_on=self.country.on + timedelta(days=20),
                actor=lead,
                now=now,
            )
        entries = [
            validations.Seen(
                point, PointResult.PARTLY_MET if point == failed else PointResult.MET, "Seen on site.", point.version
            )
            for point in seen
        ]
        validations.record_points(validation=self._visit(), entries=entries, actor=lead, now=now)
        if self.until(Stage.REVIEW):
            self._report(lead)

    def _report(self, lead: User) -> None:
        validations.end_visit(validation=self._visit(), actor=lead, now=self.after(0))
        validations.write_report(
            validation=self._visit(),
            people_met="Managing director, customs manager, store keeper",
            papers_seen="Stock counts, seal list, training records",
            conclusion="The self-assessment is accurate.",
            version=0,
            actor=lead,
            now=self.after(1),
        )
        validations.send_for_review(validation=self._visit(), actor=lead, now=self.after(0))
        if not self.until(Stage.WITH_TRADER):
            return
        colleague = self.officer(StaffRole.VALIDATOR, 1)
        validations.review_and_send(
            validation=self._visit(), note="Complete and fair.", actor=colleague, now=self.after(2)
        )
        self._open_letters()
        if self.until(Stage.CLOSED):
            validations.reply(
                validation=self._visit(),
                agrees=True,
                text="We agree.",
                user=self.member(CompanyRole.ADMINISTRATOR),
                now=self.after(3),
            )
            lifecycle.close_validation(validation=self._visit(), actor=lead, now=self.after(1))
