"""The file from its draft to the end of the desk checks."""

from datetime import datetime

from applications import selectors as applications_read
from applications import services as applications
from applications.states import Outcome
from foundation.clock.services import local_date
from foundation.identity.models import User
from foundation.identity.states import CompanyRole, StaffRole
from lifecycle import services as lifecycle
from vetting import services as vetting
from vetting.models import Vetting
from vetting.states import CheckResult, Risk
from workbench.management.demonstration.cast import NORTH, Stage

from .base import Walk


class Filing(Walk):
    """Applying, acceptance, questions, desk checks."""

    def apply(self) -> None:
        preparer = self.member(CompanyRole.PREPARER)
        now = self.after(5)
        self.application = applications.begin(
            operator=self.operator, kinds=self.part.kinds, type_tokens=self.part.types, user=preparer, now=now
        )
        answers = {
            question.key: question.key not in ("trading_under_three_years", "handles_sealed_units", "seals_full_units")
            for question in applications_read.start_questions(self.application)
        }
        applications.answer_start(application=self.application, answers=answers, user=preparer, now=now)
        self._answer(preparer, self.after(6))
        if not self.until(Stage.READY):
            return
        applications.hand_to_signatory(application=self.application, user=preparer, now=self.after(1))
        if self.until(Stage.SUBMITTED):
            self.application = lifecycle.submit_application(
                application=self._fresh(), signatory=self.member(CompanyRole.SIGNATORY), now=self._sent()
            )

    def _sent(self) -> datetime:
        self.days = self.part.days
        return self.after(0)

    def _answer(self, preparer: User, now: datetime) -> None:
        """Every question for finished files, the first half for drafts."""
        paper = self._paper("Procedures and records", now)
        rows = list(applications_read.assessment(self._fresh()).rows)
        if not self.until(Stage.READY):
            rows = rows[: len(rows) // 2]
        entered = [
            applications.AnswerInput(
                criterion=row.criterion,
                outcome=Outcome.MET,
                how="Written down in our procedures; the person in charge checks it every quarter.",
                site=row.site,
                documents=(paper,),
            )
            for row in rows
        ]
        applications.save_answers(application=self.application, answers=entered, user=preparer, now=now)

    def accept(self) -> None:
        officer = self.officer(StaffRole.CASE_OFFICER, len(self.part.name))
        leader = self.country.log_ins["team_leader"] if self._office() == NORTH else officer
        applications.assign(
            applications=[self._fresh()], officer=officer, reason="Next in turn.", actor=leader, now=self.after(2)
        )
        if self.part.stage == Stage.ASKED_EARLY:
            self._ask(officer)
            return
        if self.part.stage == Stage.NOT_ACCEPTED:
            lifecycle.not_accept_application(
                application=self._fresh(),
                reason="The accounts of the last year are missing.",
                actor=officer,
                now=self.after(20),
            )
            return
        for item in applications_read.acceptance_items(self.application):
            applications.tick(application=self._fresh(), code=item.code, passed=True, actor=officer, now=self.after(0))
        self.application = lifecycle.accept_application(
            application=self._fresh(),
            complete_on=local_date(self._sent_at()),
            actor=officer,
            now=self.after(5),
        )
        self._open_letters()

    def _sent_at(self) -> datetime:
        return self._fresh().submitted_at or self.after(0)

    def _ask(self, officer: User) -> None:
        criterion = applications_read.relevant_criteria(self.application)[8]
        questions = [
            applications.NewItem(
                criterion=criterion,
                site=None,
                question="Please add the counts of the last two quarters and say who signed them.",
            ),
            applications.NewItem(
                criterion=applications_read.relevant_criteria(self.application)[20],
                site=None,
                question="Which seals do you use, and where is the list of their numbers?",
            ),
        ]
        applications.ask(application=self._fresh(), items=questions, actor=officer, now=self.after(3))

    def check(self) -> None:
        if self.part.stage == Stage.WITHDRAWN:
            applications.withdraw(
                application=self._fresh(), user=self.member(CompanyRole.SIGNATORY), now=self.after(10)
            )
            return
        if self.part.stage == Stage.ASKED:
            self._ask(self._fresh().case_officer or self.officer(StaffRole.CASE_OFFICER))
            return
        officer = self.officer(StaffRole.VETTING_OFFICER)
        file = Vetting.objects.get(application=self.application)
        now = self.after(8)
        done = list(file.checks.all()) if self.until(Stage.DETERMINED) else list(file.checks.all())[:6]
        for check in done:
            vetting.record_check(
                check=check,
                result=CheckResult.CLEAR,
                source="Register extract",
                note="Nothing against it.",
                expires_on=None,
                version=check.version,
                actor=officer,
                now=now,
            )
        if self.until(Stage.DETERMINED):
            lifecycle.determine_vetting(
                vetting_file=file,
                risk=Risk.LOW,
                reason="Clean record over three years.",
                actor=officer,
                now=self.after(6),
            )
