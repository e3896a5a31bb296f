"""A consultant with an own firm and mandates of two clients, as the journeys and the tests of lent papers need them."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from applications import selectors, services
from applications.models import Application
from foundation.clock.services import now
from foundation.documents.models import Document
from foundation.documents.services import upload
from foundation.identity.models import Membership, Organisation, User
from foundation.identity.states import CompanyRole
from programme.models import Criterion
from tests.support.applications import Company, begun
from tests.support.identity import join, make_company, make_user, sign_in


class Firm:
    """A consultant with an own firm and mandates of two clients; the first of them, or both, have a draft."""

    def __init__(self, *, drafts: int = 2) -> None:
        self.user = make_user("Mira Anders")
        self.organisation = make_company("Anders Advice Ltd")
        join(self.user, self.organisation, CompanyRole.ADMINISTRATOR)
        self.clients = [Company(name, sites=1) for name in ("Alder Mills Ltd", "Birch Tools Ltd")]
        self.mandates: list[Membership] = [
            join(self.user, client.organisation, CompanyRole.CONSULTANT) for client in self.clients
        ]
        self.drafts: list[Application] = [begun(client, now=now()) for client in self.clients[:drafts]]
        self.paper = paper_of(self.organisation, "Pre-audit report", self.user)

    def row(self, place: int) -> selectors.Row:
        rows = selectors.assessment(self.drafts[place]).rows
        return next(row for row in rows if row.facts.must and row.site is None)

    @property
    def criterion(self) -> Criterion:
        return self.row(0).criterion

    def answer(self, place: int) -> services.AnswerInput:
        return services.AnswerInput(self.row(place).criterion, "MET", "As the report shows.")

    def at(self, place: int) -> Client:
        """Signed in, with one of the clients chosen."""
        client = sign_in(Client(), self.user)
        choose = {"organisation": str(self.clients[place].organisation.public_id)}
        client.post(reverse("identity:choose_company"), choose)
        return client


def paper_of(organisation: Organisation, title: str, user: User, **kept: str) -> Document:
    """A real file in somebody's library."""
    picture = BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    file = SimpleUploadedFile(f"{title}.png", picture.getvalue(), "image/png")
    return upload(organisation=organisation, upload=file, title=title, uploader=user, now=now(), **kept)
