"""The decision and the life of what it granted."""

from datetime import datetime, timedelta

from certificates.models import Certificate
from certificates.states import Proposal, RefusalCode
from foundation.identity.models import User
from foundation.identity.states import CompanyRole, StaffRole
from lifecycle import services as lifecycle
from workbench.management.demonstration.cast import Stage

from .base import Walk


class Deciding(Walk):
    """From the proposal to the last act on a certificate."""

    def propose(self) -> None:
        refused = self.part.stage in (Stage.HEARING, Stage.REFUSED)
        rows = [
            lifecycle.ProposedRow(
                kind=kind,
                operator_type=operator_type,
                proposal=Proposal.REFUSE if refused and kind == self.part.kinds[-1] else Proposal.GRANT,
                grounds="All criteria looked at; see the report.",
                released_text="On the day of the visit goods for export stood in an open yard without lock or guard."
                if refused
                else "",
                refusal_code=RefusalCode.SECURITY if refused and kind == self.part.kinds[-1] else "",
            )
            for kind in self.part.kinds
            for operator_type in self.application.operator_types.all()
        ]
        officer = self.officer(StaffRole.CASE_OFFICER)
        lifecycle.propose_decision(application=self._fresh(), rows=rows, actor=officer, now=self.after(3))

    def decide(self) -> None:
        maker = self.officer(StaffRole.DECISION_MAKER)
        self._decide(maker, self.after(3))
        if self.part.stage == Stage.REFUSED:
            self._open_letters()
            lifecycle.speak(
                application=self._fresh(),
                text="We have built a fence since.",
                more_will_follow=False,
                user=self.member(CompanyRole.SIGNATORY),
                now=self.after(6),
            )
            self._decide(maker, self.after(4))

    def _decide(self, maker: User, now: datetime) -> None:
        open_rows = self.application.decision_rows.filter(status__in=("PROPOSED", "HEARING"))
        choices = [
            lifecycle.RowChoice(row=row, choice="agree")
            for row in open_rows.select_related("operator_type", "application__operator")
        ]
        lifecycle.decide_application(
            application=self._fresh(), choices=choices, reason="Agree with the proposal.", actor=maker, now=now
        )

    def hold(self) -> None:
        for certificate in self._certificates():
            begins = self.country.moment(max((self.country.on - certificate.effective_from).days, 0), hour=0, minute=30)
            lifecycle.start_certificate(certificate=certificate, on=certificate.effective_from, now=begins)
        self._open_letters()
        self.days = max(self.part.days - 200, 40)
        self._later_life()

    def _later_life(self) -> None:
        maker = self.officer(StaffRole.DECISION_MAKER)
        held = self._certificates()
        if self.part.stage == Stage.SUSPENDED:
            secure = [c for c in held if c.kind == "security"]
            lifecycle.suspend_certificate(
                grounds="In August goods stood in a yard without lock or guard.",
                certificate=secure[0],
                until=self.country.on + timedelta(days=30),
                reason="The security of the yard is not shown; facts are being gathered.",
                actor=maker,
                now=self.after(20),
            )
        if self.part.stage == Stage.REVOKED:
            for certificate in held:
                lifecycle.revoke_certificate(
                    grounds="In three of four quarters duties were declared too low.",
                    certificate=certificate,
                    reason="Repeated infringements.",
                    actor=maker,
                    now=self.after(5),
                )
        if self.part.stage == Stage.SURRENDERED:
            for certificate in held:
                lifecycle.surrender_certificate(
                    certificate=certificate, actor=self.member(CompanyRole.SIGNATORY), now=self.after(5)
                )

    def _certificates(self) -> list[Certificate]:
        return list(
            Certificate.objects.filter(application=self.application).select_related("operator", "application__office")
        )
