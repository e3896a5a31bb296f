"""The separation of duties in force: services refuse, and the database refuses whoever goes round them."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from foundation.audit.services import Refused, acting
from foundation.identity.models import Absence, GuestGrant
from programme import selectors, services
from programme.models import ActTaken, Configuration, SeparationRule
from programme.states import SEPARATED_PAIRS, Act, SeparationMode
from tests.support.programme import HOUSE, NOW, TODAY, make_officer, reference_data

FILE = uuid.UUID("019d0000-0000-7000-8000-000000000001")
LATER = NOW + timedelta(hours=1)


def small_administration() -> Configuration:
    return services.adopt_profile(
        profile="small_administration",
        valid_from=TODAY,
        author=make_officer("Sofia Kern", "PROGRAMME_ADMIN"),
        publisher=make_officer("Henrik Sala", "PROGRAMME_ADMIN"),
        now=NOW,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("pair", SEPARATED_PAIRS)
def test_by_default_nobody_takes_both_acts_of_a_separated_pair(pair: tuple[str, str]) -> None:
    # given
    reference_data()
    officer = make_officer("Petra Lund", "VALIDATOR")
    services.take_act(file_id=FILE, act=pair[0], user=officer, now=NOW)
    # then
    assert selectors.breaches(file_id=FILE, act=pair[1], user=officer, on=TODAY)
    with pytest.raises(Refused, match="You may not do this"):
        services.take_act(file_id=FILE, act=pair[1], user=officer, now=LATER)


@pytest.mark.django_db
def test_another_file_and_another_person_are_free() -> None:
    # given
    reference_data()
    petra, emil = make_officer("Petra Lund"), make_officer("Emil Vardan")
    services.take_act(file_id=FILE, act=Act.PROPOSE, user=petra, now=NOW)
    # then
    assert selectors.breaches(file_id=uuid.uuid4(), act=Act.DECIDE, user=petra, on=TODAY) == []
    assert services.take_act(file_id=FILE, act=Act.DECIDE, user=emil, now=LATER).user == emil


@pytest.mark.django_db
def test_the_same_act_twice_is_one_row() -> None:
    # given
    reference_data()
    officer = make_officer("Petra Lund")
    first = services.take_act(file_id=FILE, act=Act.VET, user=officer, now=NOW)
    # then
    assert services.take_act(file_id=FILE, act=Act.VET, user=officer, now=LATER) == first
    assert selectors.acts_on_file(FILE) == [first]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "pair", [("VET", "DECIDE"), ("VALIDATE", "DECIDE"), ("VALIDATE", "REVIEW"), ("MANAGE", "AUDIT")]
)
def test_a_small_administration_doubles_an_act_with_reason_and_review_by_an_outsider(pair: tuple[str, str]) -> None:
    # given
    reference_data()
    small_administration()
    officer, auditor = make_officer("Petra Lund"), make_officer("Ada Norr", "AUDITOR")
    services.take_act(file_id=FILE, act=pair[0], user=officer, now=NOW)
    # then
    assert selectors.breaches(file_id=FILE, act=pair[1], user=officer, on=TODAY) == []
    assert selectors.needs_reason(file_id=FILE, act=pair[1], user=officer, on=TODAY)
    with pytest.raises(Refused, match="Write why"):
        services.take_act(file_id=FILE, act=pair[1], user=officer, now=LATER)
    # when
    taken = services.take_act(file_id=FILE, act=pair[1], user=officer, reason="Only two officers.", now=LATER)
    # then
    assert taken.review_role == "AUDITOR"
    assert list(selectors.acts_to_review(auditor, TODAY)) == [taken]
    with pytest.raises(Refused, match="Only the role"):
        services.review_act(act=taken, reviewer=officer, agrees=True, note="Fine.", now=LATER)
    services.review_act(act=taken, reviewer=auditor, agrees=True, note="Fine.", now=LATER)
    assert list(selectors.acts_to_review(auditor, TODAY)) == []


@pytest.mark.django_db
def test_an_auditor_who_took_part_reviews_nothing_of_that_file() -> None:
    # given
    reference_data()
    small_administration()
    officer, auditor = make_officer("Petra Lund"), make_officer("Ada Norr", "AUDITOR")
    services.take_act(file_id=FILE, act=Act.VET, user=officer, now=NOW)
    taken = services.take_act(file_id=FILE, act=Act.DECIDE, user=officer, reason="Only two.", now=LATER)
    services.take_act(file_id=FILE, act=Act.REVIEW, user=auditor, now=LATER)
    # then
    assert not selectors.acts_to_review(auditor, TODAY).exists()
    with pytest.raises(Refused, match="You took part"):
        services.review_act(act=taken, reviewer=auditor, agrees=True, note="Fine.", now=LATER)


@pytest.mark.django_db
def test_two_officers_take_a_file_through_and_somebody_can_hear_the_appeal() -> None:
    # given
    reference_data()
    small_administration()
    roles = ("CASE_OFFICER", "VETTING_OFFICER", "VALIDATOR", "DECISION_MAKER", "APPEAL_OFFICER")
    anna, bo = make_officer("Anna Till", *roles), make_officer("Bo Renn", *roles)
    # when
    services.take_act(file_id=FILE, act=Act.VET, user=bo, now=NOW)
    services.take_act(file_id=FILE, act=Act.VALIDATE, user=bo, now=NOW)
    services.take_act(file_id=FILE, act=Act.REVIEW, user=anna, now=NOW)
    services.take_act(file_id=FILE, act=Act.PROPOSE, user=anna, now=NOW)
    services.take_act(file_id=FILE, act=Act.DECIDE, user=bo, reason="Anna proposed.", now=LATER)
    # then
    assert selectors.people_able(file_id=FILE, act=Act.APPEAL, office=None, on=TODAY) == [anna]


@pytest.mark.django_db
def test_a_file_heads_for_a_deadlock_when_nobody_is_left_who_may_decide() -> None:
    # given
    reference_data()
    lone = make_officer("Petra Lund", "CASE_OFFICER", "DECISION_MAKER", office="NOR")
    make_officer("Ivo Brand", "DECISION_MAKER", office="SOU")
    north = lone.role_grants.first().office  # type: ignore[union-attr]
    assert selectors.people_able(file_id=FILE, act=Act.DECIDE, office=north, on=TODAY) == [lone]
    # when
    services.take_act(file_id=FILE, act=Act.PROPOSE, user=lone, now=NOW)
    # then
    assert selectors.people_able(file_id=FILE, act=Act.DECIDE, office=north, on=TODAY) == []
    # when
    guest = make_officer("Gast Ofer", "GUEST_OFFICER")
    with acting(actor=HOUSE, at=NOW):
        GuestGrant.objects.create(
            user=guest, file_id=FILE, act=Act.DECIDE, reason="deadlock", valid_from=TODAY, valid_until=TODAY
        )
    # then
    assert selectors.people_able(file_id=FILE, act=Act.DECIDE, office=north, on=TODAY) == [guest]
    assert selectors.people_able(file_id=FILE, act=Act.DECIDE, office=north, on=TODAY + timedelta(1)) == []


@pytest.mark.django_db
def test_raw_sql_cannot_take_the_second_act() -> None:
    # given
    configuration = reference_data()
    officer = make_officer("Petra Lund")
    services.take_act(file_id=FILE, act=Act.PROPOSE, user=officer, now=NOW)
    # then
    with pytest.raises(DatabaseError, match="Separation of duties"), transaction.atomic():
        insert_act(officer.pk, "DECIDE", configuration.pk)
    insert_act(officer.pk, "VET", configuration.pk)


@pytest.mark.django_db
def test_raw_sql_cannot_take_a_doubled_act_without_reason() -> None:
    # given
    reference_data()
    configuration, officer = small_administration(), make_officer("Petra Lund")
    services.take_act(file_id=FILE, act=Act.VET, user=officer, now=NOW)
    # then
    with pytest.raises(DatabaseError, match="Separation of duties"), transaction.atomic():
        insert_act(officer.pk, "DECIDE", configuration.pk)


@pytest.mark.django_db
def test_a_configuration_without_rules_does_not_free_the_two_pairs_that_never_relax() -> None:
    # given
    reference_data()
    officer = make_officer("Petra Lund")
    with acting(actor=HOUSE, at=NOW):
        empty = Configuration.objects.create(number=9, title="empty", profile="empty", author_label="x")
    insert_act(officer.pk, "DECIDE", empty.pk)
    # then
    for act in ("PROPOSE", "APPEAL"):
        with pytest.raises(DatabaseError, match="Separation of duties"), transaction.atomic():
            insert_act(officer.pk, act, empty.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("pair", [("PROPOSE", "DECIDE"), ("DECIDE", "APPEAL")])
@pytest.mark.parametrize("mode", [SeparationMode.ALLOWED, SeparationMode.REVIEWED])
def test_the_database_refuses_a_rule_that_relaxes_them(pair: tuple[str, str], mode: str) -> None:
    # given
    reference_data()
    with acting(actor=HOUSE, at=NOW):
        draft = Configuration.objects.create(number=9, title="draft", profile="draft", author_label="x")
    # then
    with pytest.raises(DatabaseError, match="separation_never_relaxed"), transaction.atomic():
        SeparationRule.objects.create(
            configuration=draft, first_act=pair[0], second_act=pair[1], mode=mode, reviewer_role="AUDITOR"
        )


@pytest.mark.django_db
def test_what_was_done_on_a_file_cannot_be_taken_back() -> None:
    # given
    reference_data()
    taken = services.take_act(file_id=FILE, act=Act.VET, user=make_officer("Petra Lund"), now=NOW)
    # then
    with pytest.raises(DatabaseError), transaction.atomic():
        ActTaken.objects.filter(pk=taken.pk).delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        ActTaken.objects.filter(pk=taken.pk).update(act="AUDIT")


@pytest.mark.django_db(transaction=True)
def test_two_acts_sent_at_once_do_not_both_pass() -> None:
    # given
    reference_data()
    officer = make_officer("Petra Lund")

    def take(act: str) -> str:
        try:
            services.take_act(file_id=FILE, act=act, user=officer, now=NOW)
        except Refused:
            return "refused"
        finally:
            connection.close()
        return "taken"

    # when
    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(take, [Act.PROPOSE, Act.DECIDE]))
    # then
    assert answers == ["refused", "taken"]


@pytest.mark.django_db
def test_a_deputy_decides_by_the_delegation_while_the_holder_is_away() -> None:
    # given
    reference_data()
    holder, deputy = make_officer("Henrik Sala"), make_officer("Mira Tolst")
    north = make_officer("Petra Lund", "VALIDATOR", office="NOR-VELM").role_grants.get().office
    region = north.parent if north else None
    services.delegate(
        number="D-7", holder=holder, deputy=deputy, act="GRANT", office=region, valid_from=TODAY, actor=HOUSE, now=NOW
    )

    def held_by(user: object) -> object:
        return selectors.delegation_for(
            user=user,
            act="GRANT",
            kind="security",
            office=north,
            small_firm=False,
            on=TODAY,  # type: ignore[arg-type]
        )

    # then
    assert str(held_by(holder)) == "D-7"
    assert held_by(deputy) is None
    # when
    with acting(actor=HOUSE, at=NOW):
        Absence.objects.create(user=holder, starts_on=TODAY, ends_on=TODAY)
    # then
    assert str(held_by(deputy)) == "D-7"


def insert_act(user_id: int, act: str, configuration_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO programme_acttaken (file_id, act, user_id, at, configuration_id, reason, review_role)"
            " VALUES (%s, %s, %s, %s, %s, '', '')",
            [str(FILE), act, user_id, NOW, configuration_id],
        )
