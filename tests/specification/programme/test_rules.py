"""The rules of the programme, by hand-written tables; no database."""

from datetime import date

import pytest

from programme import rules
from programme.rules import CompetenceFacts, CriterionFacts, DelegationFacts, FileFacts, SeparationFacts


def criterion(**changes: object) -> CriterionFacts:
    facts = {
        "code": "G-05",
        "families": frozenset({"exporter", "carrier"}),
        "kinds": frozenset({"security"}),
        "stage": "both",
        "applies_when": frozenset(),
    }
    return CriterionFacts(**{**facts, **changes})  # type: ignore[arg-type]


def file(**changes: object) -> FileFacts:
    facts = {
        "families": frozenset({"exporter"}),
        "kinds": frozenset({"simplification", "security"}),
        "stage": "application",
        "answers": {},
    }
    return FileFacts(**{**facts, **changes})  # type: ignore[arg-type]


@pytest.mark.requirement("R-SAC-09", "R-APP-10")
@pytest.mark.parametrize(
    ("criterion_changes", "file_changes", "asked"),
    [
        ({}, {}, True),
        ({"families": frozenset({"broker"})}, {}, False),
        ({"families": frozenset({"broker"})}, {"families": frozenset({"exporter", "broker"})}, True),
        ({}, {"kinds": frozenset({"simplification"})}, False),
        ({"kinds": frozenset({"simplification", "security"})}, {"kinds": frozenset({"simplification"})}, True),
        ({"stage": "holder"}, {}, False),
        ({"stage": "holder"}, {"stage": "holder"}, True),
        ({"stage": "application"}, {"stage": "holder"}, False),
    ],
)
def test_a_criterion_belongs_to_the_union_of_families_to_shared_kinds_and_to_its_stage(
    criterion_changes: dict[str, object], file_changes: dict[str, object], asked: bool
) -> None:
    assert rules.applies(criterion(**criterion_changes), file(**file_changes)) is asked


@pytest.mark.requirement("R-SAC-04")
@pytest.mark.parametrize(
    ("applies_when", "answers", "asked"),
    [
        ((), {}, True),
        (("keeps_goods",), {}, True),  # no answer counts as yes
        (("keeps_goods",), {"keeps_goods": True}, True),
        (("keeps_goods",), {"keeps_goods": False}, False),
        (("keeps_goods", "uses_guards"), {"keeps_goods": True}, True),
        (("keeps_goods", "uses_guards"), {"keeps_goods": True, "uses_guards": False}, False),
        (("keeps_goods",), {"uses_guards": False}, True),
    ],
)
def test_a_criterion_is_asked_when_every_start_question_it_rests_on_is_yes_or_open(
    applies_when: tuple[str, ...], answers: dict[str, bool], asked: bool
) -> None:
    assert rules.applies(criterion(applies_when=frozenset(applies_when)), file(answers=answers)) is asked


def test_only_start_questions_are_put_on_which_a_criterion_of_the_file_rests() -> None:
    # given
    table = [
        criterion(applies_when=frozenset({"seals_full_units", "keeps_goods"})),
        criterion(families=frozenset({"broker"}), applies_when=frozenset({"uses_representative"})),
        criterion(stage="holder", applies_when=frozenset({"uses_guards"})),
    ]
    # then
    assert rules.relevant_questions(table, file()) == {"seals_full_units", "keeps_goods"}


@pytest.mark.parametrize(
    ("answers", "clash"),
    [
        ({"seals_full_units": True, "handles_sealed_units": False}, True),
        ({"seals_full_units": True, "handles_sealed_units": True}, False),
        ({"seals_full_units": True}, False),
        ({"seals_full_units": False, "handles_sealed_units": False}, False),
    ],
)
def test_who_seals_full_units_also_handles_sealed_ones(answers: dict[str, bool], clash: bool) -> None:
    assert bool(rules.contradictions(answers)) is clash


@pytest.mark.requirement("R-SAC-13", "R-SME-02")
@pytest.mark.parametrize(
    ("small", "sme_evidence", "shown"),
    [(True, "one page", "one page"), (True, "", "manual"), (False, "one page", "manual")],
)
def test_a_small_firm_may_show_the_lighter_evidence_where_there_is_one(
    small: bool, sme_evidence: str, shown: str
) -> None:
    assert rules.shown_evidence(evidence="manual", sme_evidence=sme_evidence, small_firm=small) == shown


@pytest.mark.requirement("R-SME-01")
@pytest.mark.parametrize(
    ("employees", "fewer_than", "small"),
    [(49, 50, True), (50, 50, False), (0, 50, True), (249, 250, True), (300, 300, False)],
)
def test_a_firm_is_small_with_fewer_employees_than_configured(employees: int, fewer_than: int, small: bool) -> None:
    assert rules.is_small_firm(employees=employees, fewer_than=fewer_than) is small


TABLE = [
    SeparationFacts("PROPOSE", "DECIDE", "FORBIDDEN"),
    SeparationFacts("VET", "DECIDE", "REVIEWED", "AUDITOR"),
    SeparationFacts("VALIDATE", "DECIDE", "ALLOWED"),
    SeparationFacts("VALIDATE", "REVIEW", "REVIEWED", "AUDITOR"),
    SeparationFacts("DECIDE", "APPEAL", "FORBIDDEN"),
]


@pytest.mark.requirement("R-INT-03")
@pytest.mark.parametrize(
    ("act", "earlier", "forbidden", "reviewed"),
    [
        ("DECIDE", set(), (), ()),
        ("DECIDE", {"PROPOSE"}, ("PROPOSE",), ()),
        ("PROPOSE", {"DECIDE"}, ("DECIDE",), ()),  # the order of the acts is no matter
        ("DECIDE", {"VET"}, (), (("VET", "AUDITOR"),)),
        ("DECIDE", {"VALIDATE"}, (), ()),
        ("DECIDE", {"PROPOSE", "VET"}, ("PROPOSE",), (("VET", "AUDITOR"),)),
        ("APPEAL", {"DECIDE"}, ("DECIDE",), ()),
        ("APPEAL", {"PROPOSE"}, (), ()),
        ("DECIDE", {"DECIDE"}, (), ()),  # the same act again is no pair
        ("AUDIT", {"MANAGE"}, ("MANAGE",), ()),  # a separated pair the table leaves out is forbidden
    ],
)
def test_the_separation_table_says_who_may_act(
    act: str, earlier: set[str], forbidden: tuple[str, ...], reviewed: tuple[tuple[str, str], ...]
) -> None:
    verdict = rules.separation_verdict(act=act, earlier=earlier, table=TABLE)
    assert (verdict.forbidden_by, verdict.reviewed_by) == (forbidden, reviewed)
    assert verdict.needs_reason is bool(reviewed)


@pytest.mark.parametrize("pair", [("PROPOSE", "DECIDE"), ("DECIDE", "APPEAL")])
def test_two_pairs_stay_forbidden_whatever_a_table_says(pair: tuple[str, str]) -> None:
    relaxed = [SeparationFacts(*pair, "ALLOWED")]
    assert rules.separation_verdict(act=pair[1], earlier={pair[0]}, table=relaxed).forbidden_by == (pair[0],)


def test_a_table_must_speak_of_every_separated_pair() -> None:
    assert rules.missing_pairs(TABLE) == [("MANAGE", "AUDIT")]


@pytest.mark.parametrize(
    ("delegation", "fits"),
    [
        (DelegationFacts("GRANT"), True),
        (DelegationFacts("REFUSE"), False),
        (DelegationFacts("GRANT", kind="security"), True),
        (DelegationFacts("GRANT", kind="simplification"), False),
        (DelegationFacts("GRANT", office="NOR-VELM"), True),
        (DelegationFacts("GRANT", office="NOR"), True),  # a region covers its posts
        (DelegationFacts("GRANT", office="SOU"), False),
        (DelegationFacts("GRANT", small_firms_only=True), False),
    ],
)
def test_a_delegation_covers_act_kind_office_and_size(delegation: DelegationFacts, fits: bool) -> None:
    covered = rules.delegation_fits(
        delegation, act="GRANT", kind="security", offices=["NOR-VELM", "NOR", "HQ"], small_firm=False
    )
    assert covered is fits


def test_a_delegation_for_small_firms_covers_a_small_firm() -> None:
    small = DelegationFacts("GRANT", small_firms_only=True)
    assert rules.delegation_fits(small, act="GRANT", kind="security", offices=[], small_firm=True)


@pytest.mark.requirement("R-ITX-07", "R-VAL-12")
@pytest.mark.parametrize(
    ("region", "size", "tokens", "office"),
    [
        ("NORTH", "SMALL", ["exporter"], "NOR"),
        ("SOUTH", "LARGE", ["exporter"], "HQ"),  # an earlier rule wins
        ("SOUTH", "SMALL", ["exporter"], "SOU"),
        ("NORTH", "SMALL", ["airport"], "AIR"),
        ("EAST", "SMALL", ["exporter"], "HQ"),
    ],
)
def test_the_first_rule_that_fits_names_the_competent_office(
    region: str, size: str, tokens: list[str], office: str
) -> None:
    table = [
        CompetenceFacts("OPERATOR_TYPE", "airport", "AIR"),
        CompetenceFacts("SIZE", "LARGE", "HQ"),
        CompetenceFacts("REGION", "NORTH", "NOR"),
        CompetenceFacts("REGION", "SOUTH", "SOU"),
        CompetenceFacts("ELSE", "", "HQ"),
    ]
    assert rules.competent_office(table, region=region, size=size, type_tokens=tokens) == office


def test_without_a_rule_for_every_other_file_no_office_is_found() -> None:
    table = [CompetenceFacts("REGION", "NORTH", "NOR")]
    assert rules.competent_office(table, region="SOUTH", size="SMALL", type_tokens=[]) is None


def test_a_certificate_takes_effect_on_the_fifth_day_after_the_decision() -> None:
    assert rules.effective_on(decided_on=date(2026, 6, 29), effective_days=5) == date(2026, 7, 4)


@pytest.mark.requirement("R-APP-12")
@pytest.mark.parametrize(
    ("opens_on", "closes_on", "is_open"),
    [
        (None, None, False),
        (date(2026, 9, 14), None, True),
        (date(2026, 9, 15), None, False),
        (date(2026, 1, 1), date(2026, 9, 14), True),
        (date(2026, 1, 1), date(2026, 9, 13), False),
    ],
)
def test_a_type_is_open_from_its_opening_day_to_its_closing_day(
    opens_on: date | None, closes_on: date | None, is_open: bool
) -> None:
    assert rules.is_open(opens_on=opens_on, closes_on=closes_on, on=date(2026, 9, 14)) is is_open


def test_a_letter_is_filled_by_plain_names_and_never_half() -> None:
    assert rules.filled("{company}: {number}", {"company": "Brenna {x}", "number": "7"}) == "Brenna {x}: 7"
    assert rules.filled("{company.__class__} {}", {"company": "B"}) == "{company.__class__} {}"
    with pytest.raises(KeyError):
        rules.filled("{company} {number}", {"company": "B"})
    assert rules.placeholders("{company} and {number} and {Not}") == {"company", "number"}


@pytest.mark.requirement("R-SME-01")
@pytest.mark.parametrize(
    ("employees", "turnover", "both", "small"),
    [
        (49, 900, True, True),
        (49, 1001, True, False),
        (50, 900, True, False),
        (49, 1001, False, True),
        (50, 900, False, True),
        (50, 1001, False, False),
        (49, None, True, True),
        (50, None, False, False),
    ],
)
def test_a_firm_is_small_by_both_or_by_either_as_configured(
    employees: int, turnover: int | None, both: bool, small: bool
) -> None:
    found = rules.is_small_firm(employees=employees, fewer_than=50, turnover=turnover, turnover_up_to=1000, both=both)
    assert found is small
    assert rules.is_small_firm(employees=employees, fewer_than=50, turnover=turnover, both=both) is (employees < 50)
