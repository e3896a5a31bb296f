"""What the product ships with, loaded once and never overwritten."""

from datetime import date, timedelta

import pytest

from programme import selectors, services
from programme.models import (
    CriteriaSet,
    Criterion,
    DeclarationTerms,
    LetterTemplate,
    OperatorType,
)
from programme.states import FigureCode, LetterCode, TimeLimitCode
from tests.support.programme import HOUSE, NOW, TODAY, open_type, reference_data

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("R-SAC-08", "R-APP-11", "R-SAC-09")
def test_the_criteria_set_holds_the_criteria_questions_and_types_of_the_files() -> None:
    # when
    reference_data()
    # then
    criteria_set = selectors.criteria_set(TODAY)
    assert Criterion.objects.filter(criteria_set=criteria_set).count() == 123
    assert criteria_set.sections.count() == 14
    assert criteria_set.questions.count() == 22
    assert OperatorType.objects.count() == 37
    assert OperatorType.objects.values("family").distinct().count() == 13


@pytest.mark.requirement("R-ECM-01", "R-SAC-20")
def test_platforms_sellers_couriers_and_post_have_criteria_of_their_own() -> None:
    # given
    reference_data()
    criteria = selectors.criteria(selectors.criteria_set(TODAY))
    own = [row for row in criteria if row.section.letter == "N"]
    # when: a market place, a seller with its own shop, an express firm
    platform = {row.code for row in own if "ecommerce_platform" in row.families}
    seller = {
        row.code
        for row in own
        if "ecommerce_platform" in row.families and "hosts_other_sellers" not in row.applies_when
    }
    courier = {row.code for row in own if "courier_postal" in row.families}
    # then
    assert len(own) == 14
    assert platform > seller
    assert {"N-06", "N-07"} == platform - seller
    assert {"N-10", "N-11"} <= courier - platform
    assert all("e-commerce" in row.origin for row in own)
    assert not any({"exporter", "importer"} & set(row.families) for row in own)


@pytest.mark.requirement("R-SAC-05", "R-SAC-06", "R-SAC-10", "R-SAC-16", "R-SAC-18")
def test_no_criterion_keeps_a_firm_out_for_its_size_its_form_or_where_its_owners_come_from() -> None:
    # given
    reference_data()
    criteria = selectors.criteria(selectors.criteria_set(TODAY))
    # then: whether one is asked rests on what a firm does, on the kind and on plain start questions, nothing else
    for row in criteria:
        words = f"{row.plain_question} {row.requirement}".lower()
        for bar in ("nationality", "foreign owner", "legal form", "minimum turnover", "at least 50 employees"):
            assert bar not in words, row.code
        assert row.sme_evidence, f"{row.code} says nothing about small firms"
        assert set(row.kinds) <= {"simplification", "security"}
    # and every family is asked in every section, but for the exceptions that the sections name
    families = selectors.families()
    for section in selectors.sections(selectors.criteria_set(TODAY)):
        asked = {name for row in criteria if row.section.letter == section.letter for name in row.families}
        assert set(families) - asked <= set(section.not_needed_by), section.letter


@pytest.mark.requirement("R-SAC-20")
def test_seals_cameras_and_tracking_are_among_the_criteria() -> None:
    reference_data()
    texts = " ".join(
        row.requirement + row.evidence for row in selectors.criteria(selectors.criteria_set(TODAY))
    ).lower()
    assert all(word in texts for word in ("seal", "camera", "track"))


def test_loading_twice_adds_nothing_and_keeps_what_somebody_changed() -> None:
    # given
    reference_data()
    courier = open_type("courier", TODAY)
    # when
    added = services.load_reference(actor=HOUSE, now=NOW + timedelta(days=1))
    # then
    assert not any(added.values())
    courier.refresh_from_db()
    assert courier.opens_on == TODAY
    assert CriteriaSet.objects.count() == 1


def test_every_figure_and_limit_of_the_default_profile_is_there() -> None:
    # given
    configuration = reference_data()
    # then
    for code in FigureCode.values:
        assert selectors.figure(code, configuration) >= 0
    decision = selectors.time_limit(TimeLimitCode.DECISION, configuration)
    assert (decision.amount, decision.unit, decision.ceiling_amount) == (90, "BUSINESS_DAYS", 150)
    assert {row.code for row in configuration.time_limits.all()} == set(TimeLimitCode.values)


def test_every_letter_has_a_template_in_english_and_french_with_the_same_placeholders() -> None:
    # given
    reference_data()
    # then
    assert set(LetterTemplate.objects.values_list("code", "language")) == {
        (code, language) for code in LetterCode.values for language in ("en", "fr")
    }


def test_the_terms_name_what_a_signatory_signs() -> None:
    # given
    reference_data()
    # then
    text = selectors.terms(TODAY).text
    for head in ("voluntary", "binds itself", "Confidentiality on both sides", "Use of data", "Legal basis"):
        assert head in text
    with pytest.raises(DeclarationTerms.DoesNotExist):
        selectors.terms(date(2019, 12, 31))


@pytest.mark.requirement("R-APP-12")
def test_types_open_by_stages() -> None:
    # given
    reference_data()
    # when
    open_now, later = selectors.type_groups(TODAY)
    # then
    assert [group.label for group in open_now][:2] == ["Importers and exporters", "Manufacturers and their suppliers"]
    assert [(group.label, group.opens_on) for group in later] == [
        ("Couriers and post", date(2027, 1, 1)),
        ("E-commerce platforms", date(2027, 7, 1)),
    ]
    assert not selectors.open_types(date(2026, 12, 31)).filter(token="courier").exists()
    assert selectors.open_types(date(2027, 1, 1)).filter(token="courier").exists()
