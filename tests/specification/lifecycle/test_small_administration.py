"""Two officers and an outside auditor carry a whole programme; and in no shipped profile does a file run out of people."""

import uuid
from collections.abc import Iterator
from functools import cached_property

import pytest
from django.db import transaction

from foundation.clock.services import local_date, now, today
from foundation.identity.models import Office, User
from foundation.identity.states import StaffRole
from programme import selectors as programme
from programme.models import ActTaken
from programme.services import adopt_profile, drop_configuration, review_act, take_act
from programme.states import Act
from tests.support.lifecycle import FIRST, House, Walk
from tests.support.matrix import person
from tests.support.programme import make_officer

EVERY_TASK = (
    StaffRole.CASE_OFFICER, StaffRole.VETTING_OFFICER, StaffRole.VALIDATOR, StaffRole.DECISION_MAKER,
    StaffRole.APPEAL_OFFICER, StaffRole.ACCOUNT_MANAGER, StaffRole.TEAM_LEADER,
)  # fmt: skip
PROFILES = ("apec_common", "eu_like", "small_administration")
# The acts in the order in which a file and then a revalidation ask for them.
ORDER = (Act.VET, Act.VALIDATE, Act.REVIEW, Act.PROPOSE, Act.DECIDE, Act.MANAGE, Act.AUDIT, Act.APPEAL)


class TwoOfficers(House):
    """Everything is done by Anna or Bo; Ada audits from outside."""

    def __init__(self, *, visits: str = "anna") -> None:
        self.visits = visits
        super().__init__(FIRST)
        adopt_profile(
            profile="small_administration", valid_from=local_date(FIRST), author=self.anna, publisher=self.bo, now=FIRST
        )

    @cached_property
    def anna(self) -> User:
        return make_officer("Anna Till", *EVERY_TASK)

    @cached_property
    def bo(self) -> User:
        return make_officer("Bo Renn", *EVERY_TASK)

    @cached_property
    def auditor(self) -> User:
        return make_officer("Ada Norr", StaffRole.AUDITOR)

    case_officer = vetting_officer = leader = account_manager = property(lambda self: self.anna)
    decider = property(lambda self: self.bo)
    validator = property(lambda self: self.anna if self.visits == "anna" else self.bo)
    reviewer = property(lambda self: self.bo if self.visits == "anna" else self.anna)


@pytest.mark.django_db
def test_two_officers_take_a_file_from_application_to_certificate() -> None:
    # given
    house = TwoOfficers()
    walk = Walk(house)

    # when
    walk.to_decision()
    decided = walk.decide()

    # then
    assert walk.application.status == "DECIDED"
    assert {certificate.kind for certificate in decided.certificates} == {"simplification", "security"}
    acts = {row.act: row.user for row in programme.acts_on_file(walk.application.public_id)}
    assert set(acts.values()) <= {house.anna, house.bo}
    assert acts[Act.PROPOSE] != acts[Act.DECIDE]
    # Nothing was doubled, so nobody has to look again; and one of the two may hear an appeal.
    assert not ActTaken.objects.exclude(review_role="").exists()
    assert _able(walk, Act.APPEAL) == [house.anna]


@pytest.mark.django_db
def test_who_visits_and_decides_gives_a_reason_and_the_auditor_looks_at_it() -> None:
    # given
    house = TwoOfficers(visits="bo")
    walk = Walk(house)
    walk.to_decision()

    # when
    walk.decide(reason="Anna proposed; nobody else is there.")

    # then
    doubled = ActTaken.objects.get(file_id=walk.application.public_id, act=Act.DECIDE)
    assert doubled.review_role == StaffRole.AUDITOR
    assert doubled.reason == "Anna proposed; nobody else is there."
    assert list(programme.acts_to_review(house.auditor, local_date(walk.now))) == [doubled]
    review_act(act=doubled, reviewer=house.auditor, agrees=True, note="In order.", now=walk.wait())
    assert not programme.acts_to_review(house.auditor, local_date(walk.now)).exists()


@pytest.mark.django_db
def test_both_may_vet_visit_and_decide_again_when_the_certificate_is_looked_at_anew() -> None:
    # given
    house = TwoOfficers()
    walk = Walk(house)
    walk.to_decision()
    certificate = walk.decide().certificates[0]

    # then: the file of the certificate's later life is a file of its own
    for act in (Act.VET, Act.VALIDATE, Act.REVIEW, Act.PROPOSE, Act.DECIDE, Act.APPEAL):
        able = programme.people_able(
            file_id=certificate.public_id, act=act, office=walk.application.office, on=local_date(walk.now)
        )
        assert able == [house.anna, house.bo], act


def _able(walk: Walk, act: str) -> list[User]:
    return programme.people_able(
        file_id=walk.application.public_id, act=act, office=walk.application.office, on=local_date(walk.now)
    )


# --- the officers of the demonstration --------------------------------------------------------------------------------


@pytest.fixture(params=PROFILES)
def profile(request: pytest.FixtureRequest, demonstration: str) -> Iterator[str]:
    """Each shipped profile in force in the demonstration, for one test."""
    with transaction.atomic():
        publisher = make_officer("Sofia Kern", StaffRole.PROGRAMME_ADMIN)
        if draft := programme.draft_configuration():
            drop_configuration(configuration=draft, actor=publisher, now=now())
        adopt_profile(
            profile=request.param, valid_from=today(), author=person("programme_admin"), publisher=publisher, now=now()
        )
        yield request.param
        transaction.set_rollback(True)


@pytest.mark.parametrize("office", ["NOR", "SOU", "HQ"])
@pytest.mark.parametrize("habit", ["new hands", "same hands"])
def test_every_act_of_a_file_finds_somebody_in_every_profile_and_office(profile: str, office: str, habit: str) -> None:
    place, on, moment = Office.objects.get(code=office), today(), now()
    for file_id in (uuid.uuid4(), uuid.uuid4()):
        taken: list[User] = []
        for act in ORDER:
            able = programme.people_able(file_id=file_id, act=act, office=place, on=on)
            assert able, f"{profile}, {office}: nobody may {Act(act).label} after {[user.full_name for user in taken]}"
            known = [user for user in able if user in taken]
            user = known[0] if habit == "same hands" and known else able[0]
            take_act(file_id=file_id, act=act, user=user, reason="Nobody else is there.", now=moment)
            taken.append(user)
