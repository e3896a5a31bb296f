"""One operator on its way: the clock of the walk, who acts, and the papers and letters that every leg handles."""

from dataclasses import dataclass, field
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from applications import selectors as applications_read
from applications.models import Application
from foundation.correspondence import services as correspondence
from foundation.correspondence.models import Letter
from foundation.documents import services as documents
from foundation.documents.models import Document
from foundation.identity.models import User
from foundation.identity.states import CompanyRole
from lifecycle import services as lifecycle
from operators.models import Operator
from programme.selectors import competent_office
from validations.models import Validation
from workbench.management.demonstration.cast import Part, Stage
from workbench.management.demonstration.country import Country

ORDER = list(Stage)
PAPER = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>endobj
4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
5 0 obj<</Length 72>>stream
BT /F1 18 Tf 72 760 Td (Procedures and records of %s) Tj ET
endstream endobj
trailer<</Root 1 0 R>>
%%EOF
"""


@dataclass
class Walk:
    """One operator on its way. Every step moves the clock of the walk forward by its own number of days."""

    country: Country
    part: Part
    days: int = 0
    operator: Operator = field(init=False)
    application: Application = field(init=False)
    people: dict[str, User] = field(default_factory=dict)
    visit: Validation = field(init=False)

    def __post_init__(self) -> None:
        self.days = self.part.days + 25

    def after(self, days: int) -> datetime:
        """The moment of the next act: some days later, never after the demonstration's own day."""
        self.days = max(self.days - days, 0)
        return self.country.moment(self.days, hour=9 + (len(self.part.name) % 6), minute=len(self.part.tin) * 5 % 60)

    def until(self, stage: Stage) -> bool:
        """Whether the part goes at least as far as a stage."""
        return ORDER.index(self.part.stage) >= ORDER.index(stage)

    def officer(self, role: str, place: int = 0) -> User:
        return self.country.officer(role, self._office(), place)

    def _office(self) -> str:
        office = competent_office(region=self.part.region, size="", type_tokens=list(self.part.types))
        return office.code

    def member(self, role: str) -> User:
        """Who acts for the company in a role."""
        return self.people.get(role) or self.people[CompanyRole.ADMINISTRATOR]

    def _paper(self, title: str, now: datetime) -> Document:
        content = PAPER.replace(b"Procedures and records of %s", f"{title} of {self.part.name}".encode())
        return documents.upload(
            organisation=self.operator.organisation,
            upload=SimpleUploadedFile(f"{title}.pdf", content, content_type="application/pdf"),
            title=title,
            uploader=self.member(CompanyRole.PREPARER),
            uploader_label=self.member(CompanyRole.PREPARER).full_name,
            now=now,
        )

    def _fresh(self) -> Application:
        return applications_read.for_page(Application.objects.filter(pk=self.application.pk)).get()

    def _open_letters(self) -> None:
        """The signatory opens what was sent, a day later."""
        now = self.after(1)
        for letter in Letter.objects.filter(organisation=self.operator.organisation, first_opened_at__isnull=True):
            opened = correspondence.open_letter(letter=letter, reader=self.member(CompanyRole.SIGNATORY), now=now)
            lifecycle.letter_received(letter=opened, now=now)
