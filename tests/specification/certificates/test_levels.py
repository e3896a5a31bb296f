"""A kind that has levels is granted at one of them: proposed, decided, kept with the certificate, told to whom it is meant for."""

from collections.abc import Mapping
from datetime import date
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse

from certificates import rules, selectors
from certificates.models import Certificate, DecisionRow
from certificates.services import ProposedRow
from foundation.audit.services import Refused
from foundation.correspondence.services import open_letter
from lifecycle import services as lifecycle
from lifecycle.forms import DecideForm, ProposeForm
from lifecycle.services import RowChoice
from programme import services as programme
from programme.services import LevelTerms
from tests.support.certificates import NOW, RELEASED, TODAY, Scene, later
from tests.support.identity import sign_in
from tests.support.programme import make_officer, reference_data

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-BEN-13")]
SILVER, GOLD = "silver", "gold"


def grade(*, public: bool = False) -> None:
    """From today the security kind has two levels."""
    sofia = make_officer("Sofia Kern")
    like = reference_data(NOW)
    draft = programme.prepare_configuration(like=like, valid_from=TODAY, reason="levels", actor=sofia, now=NOW)
    for rank, code in enumerate((SILVER, GOLD), start=1):
        terms = LevelTerms("security", rank, code, code.title(), f"{code} asks this.", public)
        programme.set_level(draft=draft, terms=terms, edition=rank - 1, actor=sofia, now=NOW)
    programme.publish_configuration(configuration=draft, actor=make_officer("Henrik Sala"), now=NOW)


@pytest.fixture
def scene() -> Scene:
    reference_data(NOW)
    grade()
    scene = Scene()
    scene.delegate()
    return scene


def propose(scene: Scene, levels: Mapping[str, str], *refused: str) -> list[DecisionRow]:
    rows = lifecycle.propose_decision(
        application=scene.application, rows=scene.rows(*refused), levels=levels, actor=scene.case_officer, now=NOW
    )
    scene.application.refresh_from_db()
    return rows


def decide(scene: Scene, levels: Mapping[str, str], choice: str = "agree") -> lifecycle.Decided:
    choices = [
        RowChoice(row=row, choice=choice, released_text=RELEASED, refusal_code="OTHER")
        for row in selectors.open_rows(scene.application)
    ]
    return lifecycle.decide_application(
        application=scene.application, choices=choices, levels=levels, reason="Agreed.", actor=scene.decider, now=NOW
    )


@pytest.mark.parametrize(("level", "issued"), [*product(["", SILVER, GOLD, "moon"], [None, "", SILVER])])
def test_a_level_fits_when_the_kind_knows_it_and_the_certificate_joined_has_it(level: str, issued: str | None) -> None:
    breach = rules.level_breach(level=level, offered=[SILVER, GOLD], issued=issued)
    fits = level == issued if issued is not None else level in (SILVER, GOLD)
    assert (breach is None) == fits
    assert rules.level_breach(level="", offered=[], issued=None) is None


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [({}, "Security: choose the level"), ({"security": "moon"}, "not one of the kind")],
)
def test_a_grant_is_not_proposed_without_a_level_its_kind_has(
    scene: Scene, levels: dict[str, str], sentence: str
) -> None:
    with pytest.raises(Refused) as refusal:
        propose(scene, levels)
    assert sentence in refusal.value.breaches[0]
    assert not DecisionRow.objects.exists()


def test_the_level_proposed_is_granted_and_a_refused_kind_has_none(scene: Scene) -> None:
    propose(scene, {"security": GOLD})
    decided = decide(scene, {})
    by_kind = {row.kind: row.level.code if row.level else "" for row in decided.certificates}
    assert by_kind == {"security": GOLD, "simplification": ""}


def test_a_refused_kind_is_proposed_without_a_level(scene: Scene) -> None:
    rows = propose(scene, {"security": GOLD}, "security")
    assert [row.level for row in rows] == [None, None]


def test_who_decides_may_grant_at_another_level_and_must_name_one_when_the_proposal_has_none(scene: Scene) -> None:
    propose(scene, {}, "security")
    rows = list(selectors.open_rows(scene.application))
    grant_all = [RowChoice(row=row, choice="otherwise" if row.kind == "security" else "agree") for row in rows]

    def otherwise(levels: Mapping[str, str]) -> lifecycle.Decided:
        return lifecycle.decide_application(
            application=scene.application, choices=grant_all, levels=levels, reason="Met.", actor=scene.decider, now=NOW
        )

    with pytest.raises(Refused) as refusal:
        otherwise({"security": ""})
    assert "Security: choose the level of the certificate." in refusal.value.breaches
    otherwise({"security": SILVER})
    assert Certificate.objects.get(kind="security").level.code == SILVER  # type: ignore[union-attr]


def test_a_file_that_began_before_the_levels_is_granted_without_one() -> None:
    scene = Scene()
    scene.delegate()
    grade()
    assert selectors.levels_to_choose(scene.application, ["security"]) == {}
    propose(scene, {})
    assert [row.level for row in decide(scene, {}).certificates] == [None, None]


def test_types_granted_after_a_hearing_join_the_certificate_at_its_level() -> None:
    reference_data(NOW)
    grade()
    scene = Scene(types=("road_carrier", "exporter"), kinds=("security",))
    scene.delegate()
    pairs = selectors.to_propose(scene.application)
    rows: list[ProposedRow] = [scene.row(kind, one, refuse=place == 0) for place, (kind, one) in enumerate(pairs)]
    lifecycle.propose_decision(
        application=scene.application, rows=rows, levels={"security": SILVER}, actor=scene.case_officer, now=NOW
    )
    scene.application.refresh_from_db()
    decide(scene, {})
    heard = selectors.open_rows(scene.application).get()
    assert selectors.levels_to_choose(scene.application, ["security"]) == {}

    def grant(levels: Mapping[str, str]) -> lifecycle.Decided:
        choice = RowChoice(row=heard, choice="otherwise")
        return lifecycle.decide_application(
            application=scene.application,
            choices=[choice],
            levels=levels,
            reason="Heard.",
            actor=scene.decider,
            now=NOW,
        )

    with pytest.raises(Refused) as refusal:
        grant({"security": GOLD})
    assert "join it at its level" in refusal.value.breaches[0]
    certificate = grant({}).certificates[0]
    assert certificate.level is not None
    assert (certificate.level.code, len(certificate.operator_types)) == (SILVER, 2)
    assert DecisionRow.objects.get(pk=heard.pk).level == certificate.level


def test_the_forms_offer_each_graded_kind_once_and_begin_with_what_was_proposed(scene: Scene) -> None:
    levels = selectors.levels_to_choose(scene.application, scene.application.kinds)
    form = ProposeForm(rows=selectors.to_propose(scene.application), levels=levels)
    assert [field.name for field in form.level_fields] == ["level_security"]
    propose(scene, {"security": GOLD})
    decide_form = DecideForm(rows=list(selectors.open_rows(scene.application)), levels=levels)
    assert decide_form["level_security"].initial == GOLD


@pytest.mark.parametrize("public", [True, False])
def test_the_public_is_told_of_a_level_only_where_the_programme_says_so(client: Client, public: bool) -> None:
    reference_data(NOW)
    grade(public=public)
    scene = Scene()
    scene.delegate()
    propose(scene, {"security": GOLD})
    certificate = next(row for row in decide(scene, {}).certificates if row.kind == "security")
    verify = client.get(reverse("certificates:verify", args=[certificate.public_id])).content.decode()
    assert ("Gold" in verify) == public
    scene.operator.listed = True
    line = selectors.listed([scene.operator], date(2026, 10, 1))[0].lines[1]
    assert (line.level is not None) == public

    sign_in(client, scene.trader)
    assert "gold asks this." in client.get(reverse("certificates:mine")).content.decode()


def test_a_row_refused_after_its_hearing_has_no_level_whatever_was_proposed(scene: Scene) -> None:
    propose(scene, {"security": GOLD})
    decide(scene, {}, "otherwise")
    letter = DecisionRow.objects.filter(status="HEARING").first().hearing_letter  # type: ignore[union-attr]
    lifecycle.letter_received(letter=open_letter(letter=letter, reader=scene.trader, now=NOW), now=NOW)  # type: ignore[arg-type]
    scene.application.refresh_from_db()
    choices = [RowChoice(row=row, choice="otherwise") for row in selectors.open_rows(scene.application)]
    decided = lifecycle.decide_application(
        application=scene.application, choices=choices, reason="Not met.", actor=scene.decider, now=later(40)
    )
    assert [row.level for row in decided.refused] == [None, None]
