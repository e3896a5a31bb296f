"""What stands beside the answers of a draft in the demonstration: certificates, others who meet a criterion, comments, a
place that differs from its group, agreed evidence, the marks of an officer."""

from datetime import timedelta
from typing import Any

from applications import selectors as read
from applications import services as applications
from applications.models import Application
from applications.selectors import Row
from applications.states import OtherRole, Outcome, ProofKind
from foundation.identity.models import User

from .country import Country

CERTIFIED = ("F-01", "F-03", "F-04")
# Code, role, name and number of those who meet a criterion for the company; the last one is suspended today.
OTHERS = (
    ("B-11", OtherRole.BROKER, "Eastgate Brokers Ltd", "XA2510181"),
    ("G-01", OtherRole.GUARD, "Kolm Guards", ""),
    ("G-07", OtherRole.WAREHOUSE, "Ironwood Paper JSC", "XA2750193"),
)
COMMENTS = (
    ("B-11", "preparer", "Eastgate makes all our declarations since March. Do we name a person of ours as well?"),
    ("B-11", "owner", "Yes: Jan checks each one before it goes out. I added a sentence."),
    ("I-02", "preparer", "The fence of the yard is older than that of the store. Please look at it on Friday."),
)
MARKS = (
    ("B-04", "Name the second place where the backup lies."),
    ("H-02", "Say where the lorries stand at night and who keeps the keys."),
)
ENOUGH = (
    ("B-03", "A list of what the archive holds, once a year, is enough.", True),
    ("E-02", "The lists of the last two courses with signatures are enough.", False),
)


class Beside:
    """One draft and its questions by code; every act falls on a day after the first answers."""

    def __init__(self, country: Country, draft: Application, people: dict[str, User]) -> None:
        self.country, self.draft, self.people = country, draft, people
        self.rows: dict[str, list[Row]] = {}
        for row in read.assessment(draft).rows:
            self.rows.setdefault(row.criterion.code, []).append(row)

    def write(self) -> None:
        self._certificates()
        self._others()
        self._comments()
        self._place_that_differs()
        self._enough()
        self._marks()

    def _at(self, code: str) -> dict[str, Any]:
        row = self.rows[code][0]
        return {"application": self.draft, "criterion": row.criterion, "site": row.site}

    def _certificates(self) -> None:
        by: dict[str, Any] = {"user": self.people["preparer"], "now": self.country.moment(4, hour=11)}
        first, *more = CERTIFIED
        proof = applications.add_proof(
            **self._at(first),
            kind=ProofKind.ISO,
            title="ISO/IEC 27001",
            number="27001-4471",
            issuer="Norr Certification",
            issued_on=self.country.on - timedelta(days=520),
            expires_on=self.country.on + timedelta(days=210),
            document=None,
            **by,
        )
        for code in more:
            applications.use_proof(**self._at(code), proof=proof, **by)

    def _others(self) -> None:
        by: dict[str, Any] = {"user": self.people["preparer"], "now": self.country.moment(4, hour=12)}
        for code, role, name, tin in OTHERS:
            applications.name_other(**self._at(code), role=role, name=name, tin=tin, **by)

    def _comments(self) -> None:
        for place, (code, who, text) in enumerate(COMMENTS):
            now = self.country.moment(3, hour=14, minute=10 * place)
            applications.comment(**self._at(code), text=text, user=self.people[who], now=now)

    def _place_that_differs(self) -> None:
        """The last place of the group answers for itself how its yard is lit."""
        row = self.rows["I-07"][-1]
        yard = row.members[-1]
        by: dict[str, Any] = {"user": self.people["preparer"], "now": self.country.moment(3, hour=15)}
        applications.answer_differently(
            application=self.draft, criterion=row.criterion, site=yard, like=row.answer, **by
        )
        entered = applications.AnswerInput(
            criterion=row.criterion,
            site=yard,
            outcome=Outcome.PARTLY_MET,
            how="The yard is lit at the gate. The back is dark.",
            plan="Two lamps at the back fence.",
            planned_until=self.country.on + timedelta(days=70),
        )
        applications.save_answers(application=self.draft, answers=[entered], **by)

    def _enough(self) -> None:
        """One piece of evidence is agreed by both sides; another waits for the company's yes."""
        for code, text, yes in ENOUGH:
            proposed = applications.propose_evidence(
                **self._at(code),
                text=text,
                by_trader=False,
                actor=self.people["officer"],
                now=self.country.moment(3, hour=11),
            )
            if yes:
                now = self.country.moment(2, hour=9)
                applications.agree_evidence(agreement=proposed, by_trader=True, actor=self.people["owner"], now=now)

    def _marks(self) -> None:
        by: dict[str, Any] = {"officer": self.people["officer"], "now": self.country.moment(2, hour=13)}
        for code, hint in MARKS:
            applications.mark_point(**self._at(code), hint=hint, **by)
        applications.finish_review(application=self.draft, **by)
