"""A whole set comes and goes as a table; a faulty or hostile one is refused whole, each fault named."""

import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from programme import rules, selectors, services
from programme.adapters import spreadsheets
from programme.models import CriteriaSet
from tests.support.programme import NOW, TODAY, make_officer, reference_data


def begin() -> CriteriaSet:
    reference_data()
    return services.begin_criteria_draft(reason="Review", actor=make_officer("Sofia Kern"), now=NOW)


def hand_in(draft: CriteriaSet, content: bytes) -> int:
    return services.import_criteria(criteria_set=draft, content=content, actor=make_officer("Sofia Kern"), now=NOW)


@pytest.mark.django_db
@pytest.mark.requirement("R-SAC-04", "R-SAC-08")
@pytest.mark.parametrize("write", [services.export_csv, services.export_xlsx])
def test_a_set_that_is_taken_away_and_handed_in_again_is_the_same(write: object) -> None:
    # given
    draft = begin()
    before = selectors.table_of(draft)
    content = write(draft)  # type: ignore[operator]
    # when
    count = hand_in(draft, content)
    # then
    assert count == 123
    assert selectors.table_of(draft) == before
    assert selectors.comparison(selectors.criteria_set(TODAY), draft).is_same


@pytest.mark.django_db
@pytest.mark.requirement("R-SAC-04", "R-SAC-08")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_sections_and_start_questions_come_and_go_as_tables_with_their_translations(form: str) -> None:
    # given
    draft, sofia = begin(), make_officer("Sofia Kern")
    given = {"criteria_set": draft, "actor": sofia, "now": NOW}
    for sort, count in (("sections", 14), ("questions", 22)):
        before = selectors.table_of_parts(draft, sort)
        assert services.import_parts(**given, sort=sort, content=services.export_parts(draft, sort, form)) == count
        assert selectors.table_of_parts(draft, sort) == before
    assert selectors.comparison(selectors.criteria_set(TODAY), draft).is_same
    # when: one is changed, one is new, the others are not named
    table = [
        ["key", "plain_question", "help", "plain_question:fr"],
        ["flies_drones", "Do you use drones?", "", "Utilisez-vous des drones\N{NO-BREAK SPACE}?"],
        ["uses_guards", "Do you pay guards?", "Also at night.", ""],
    ]
    write = spreadsheets.write_csv if form == "csv" else lambda rows: spreadsheets.write_xlsx(rows, sheet="x")
    services.import_parts(**given, sort="questions", content=write(table))
    # then
    rows = list(selectors.start_questions(draft))
    assert len(rows) == 23
    assert [row.key for row in rows[:2]] == ["flies_drones", "uses_guards"]
    assert rows[0].translations["fr"]["plain_question"].startswith("Utilisez-vous")
    assert (rows[1].help, rows[1].edited_by_label, rows[1].version) == ("Also at night.", "Sofia Kern", 2)
    services.set_effect(
        criteria_set=draft,
        valid_from=TODAY,
        holders_from="REVALIDATION",
        holders_on=None,
        reason="R",
        actor=sofia,
        now=NOW,
    )
    with pytest.raises(services.FaultyTable):
        services.import_parts(**given, sort="sections", content=write([["letter", "title", "not_needed_by"]]))


@pytest.mark.django_db
def test_every_fault_of_a_table_of_sections_is_named_and_nothing_changes() -> None:
    # given
    draft = begin()
    before = selectors.table_of_parts(draft, "sections")
    lines = [["A", "", "astronaut"], ["A", "Again", ""], ["aa", "Low", ""], ["B", "x" * 201, ""], ["C", "\x01", ""]]

    def hand_in_sections(table: list[list[str]]) -> tuple[str, ...]:
        with pytest.raises(services.FaultyTable) as refusal:
            services.import_parts(
                criteria_set=draft, sort="sections", content=spreadsheets.write_csv(table),
                actor=make_officer("Sofia Kern"), now=NOW,
            )  # fmt: skip
        return refusal.value.breaches

    # when
    named = hand_in_sections([["letter", "title", "not_needed_by"], *lines])
    head = hand_in_sections([["letter", "colour", "title"], ["A", "red", "T"]])
    # then
    assert [text.partition(":")[0] for text in named] == [
        "Line 2, title", "Line 2, not_needed_by", "Line 3, letter", "Line 4, letter", "Line 5, title", "Line 6, title"
    ]  # fmt: skip
    assert "‘astronaut’ is not known. Write one of: " in named[1]
    assert {text.partition(":")[0] for text in head} == {"Line 1, not_needed_by", "Line 1, colour"}
    assert selectors.table_of_parts(draft, "sections") == before


@pytest.mark.django_db
def test_three_hundred_faulty_lines_are_named_and_nothing_changes() -> None:
    # given
    draft = begin()
    before = selectors.table_of(draft)
    head, first, *_rest = before
    row = dict(zip(head, first, strict=True))
    faulty = [{**row, "code": f"A-{number}", "weight": "shuold"} for number in range(100, 400)]
    faulty[0] |= {"title": "", "operator_types": "exporter;astronaut"}
    table = [head, *([line[name] for name in head] for line in faulty)]
    # when
    with pytest.raises(services.FaultyTable, match="302 faults") as refusal:
        hand_in(draft, spreadsheets.write_csv(table))
    # then
    named = refusal.value.breaches
    assert len(named) == 302
    assert "Line 2, weight: ‘shuold’ is not known. Write one of: must, should." in named
    assert any(text.startswith("Line 2, operator_types: ‘astronaut’ is not known.") for text in named)
    assert "Line 2, title: This cell is empty. Fill it in." in named
    assert any(text.startswith("Line 301, ") for text in named)
    assert selectors.table_of(draft) == before


@pytest.mark.django_db
def test_five_thousand_lines_go_in_with_few_statements() -> None:
    # given
    draft = begin()
    head, first, *_rest = selectors.table_of(draft)
    rows = [[f"A-{n}" if n > 99 else f"A-{n:02}", *first[1:]] for n in range(1, 1000)]
    rows += [[f"{letter}{row[0]}", f"Section {letter}", *row[2:]] for letter in "BCDE" for row in rows[:999]] + [
        ["Z-01", "Section Z", *first[2:]], ["Z-02", "Section Z", *first[2:]], ["Z-03", "Section Z", *first[2:]],
        ["Z-04", "Section Z", *first[2:]], ["Z-05", "Section Z", *first[2:]],
    ]  # fmt: skip
    # when
    with CaptureQueriesContext(connection) as queries:
        count = hand_in(draft, spreadsheets.write_csv([head, *rows]))
    # then
    assert count == 5_000
    assert len(queries) < 40


def test_every_sort_of_fault_says_what_would_be_right() -> None:
    # given
    known = rules.Known(frozenset({"exporter"}), frozenset({"uses_guards"}), ("fr",))
    good = dict.fromkeys(rules.COLUMNS, "text") | {
        "code": "A-01", "weight": "must", "operator_types": "exporter", "certificate_kinds": "security",
        "applies_when": "uses_guards", "stage": "both", "answered_by": "trader", "scope": "company", "record_fact": "",
    }  # fmt: skip
    lines = [
        (2, good),
        (3, good | {"section": "Other"}),
        (4, good | {"code": "first", "evidence": "x" * 4001, "title": "a\x01b"}),
    ]
    # then
    assert rules.table_faults(lines[:1], known) == []
    found = {(fault.line, fault.column, fault.problem.value) for fault in rules.table_faults(lines, known)}
    assert found == {
        (3, "code", "TWICE"),
        (3, "section", "OTHER_TITLE"),
        (4, "code", "NO_CODE"),
        (4, "evidence", "TOO_LONG"),
        (4, "title", "UNREADABLE"),
    }
    head = [name for name in rules.COLUMNS if name != "origin"] + ["colour", "title:fr"]
    assert [(f.column, f.problem.value) for f in rules.head_faults(head, known)] == [
        ("origin", "NO_COLUMN"),
        ("colour", "STRANGE_COLUMN"),
    ]


def workbook(packing: int = zipfile.ZIP_DEFLATED, **parts: str) -> bytes:
    """The house's own workbook with some parts replaced."""
    out = io.BytesIO()
    names = {"sheet": "xl/worksheets/sheet1.xml", "book": "xl/workbook.xml"}
    with (
        zipfile.ZipFile(io.BytesIO(spreadsheets.write_xlsx([["a"]], sheet="x"))) as old,
        zipfile.ZipFile(out, "w", packing) as new,
    ):
        replaced = {names[name]: text for name, text in parts.items()}
        for info in old.infolist():
            new.writestr(info.filename, replaced.get(info.filename, old.read(info.filename).decode()))
    return out.getvalue()


def damaged(content: bytes) -> bytes:
    """The same with the first packed bytes written over."""
    start = content.index(b"[Content_Types].xml") + len("[Content_Types].xml")
    broken = content[:start] + b"\xff" * 12 + content[start + 12 :]
    book = content.index(b"xl/workbook.xml") + len("xl/workbook.xml")
    return broken[:book] + b"\xff" * 12 + broken[book + 12 :]


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"x" * (spreadsheets.MOST_BYTES + 1), "size"),
        (b"PK\x03\x04 no zip at all", "workbook"),
        ("naïve".encode("latin-1"), "text"),
        (b"a,\x00b", "text"),
        (b"a\n" * (spreadsheets.MOST_ROWS + 2), "rows"),
        (b"," * 300, "columns"),
        (workbook(sheet="0" * (spreadsheets.MOST_UNPACKED + 1)), "bomb"),
        (workbook(sheet="<worksheet"), "workbook"),
        (workbook(book=f"<workbook {MAIN}/>"), "workbook"),
        (
            workbook(
                sheet=f'<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet {MAIN}><sheetData><row>'
                '<c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
            ),
            "workbook",
        ),
        (workbook(sheet=f'<worksheet {MAIN}><sheetData><row><c r="ZZZ1"/></row></sheetData></worksheet>'), "columns"),
        (damaged(workbook()), "workbook"),
        (workbook(zipfile.ZIP_LZMA), "workbook"),
    ],
    ids=[
        "size",
        "no zip",
        "latin",
        "nul",
        "rows",
        "columns",
        "bomb",
        "broken",
        "no sheet",
        "entities",
        "far column",
        "damaged",
        "strange packing",
    ],
)
def test_a_hostile_file_is_refused_with_a_reason(content: bytes, reason: str) -> None:
    with pytest.raises(spreadsheets.Unreadable) as refusal:
        spreadsheets.read(content)
    assert refusal.value.reason == reason


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
def test_nothing_that_leaves_the_house_starts_a_formula(start: str) -> None:
    written = spreadsheets.write_csv([[start]]).decode("utf-8-sig")
    assert written.lstrip('"')[0] == "'"
    assert spreadsheets.read(written.encode())[0][1] == [start]
    book = zipfile.ZipFile(io.BytesIO(spreadsheets.write_xlsx([[start]], sheet="=x")))
    assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()


@settings(max_examples=30)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), max_size=20), min_size=2, max_size=4
        ),
        min_size=1,
        max_size=5,
    )
)
def test_both_sorts_of_table_give_back_what_went_in(rows: list[list[str]]) -> None:
    rows = [["kept", *row] for row in rows]
    allowed = [[cell.replace("\ufffe", "").replace("\uffff", "") for cell in row] for row in rows]
    for content in (spreadsheets.write_csv(allowed), spreadsheets.write_xlsx(allowed, sheet="x")):
        if b";" not in content.partition(b"\n")[0] or content[:2] == b"PK":
            assert [cells for _number, cells in spreadsheets.read(content)] == allowed


@settings(max_examples=40)
@given(st.text("ab \n", max_size=30), st.text("ab \n", max_size=30))
def test_compared_texts_joined_again_are_the_texts(old: str, new: str) -> None:
    before, after = rules.word_changes(old, new)
    assert "".join(piece.text for piece in before) == old
    assert "".join(piece.text for piece in after) == new
    assert any(piece.changed for piece in (*before, *after)) is (old != new)
