"""The report of covered requirements is the one that the markers give."""

from tests.support.requirements import REPORT, named_in, report


def test_the_report_in_docs_is_up_to_date() -> None:
    assert REPORT.read_text(encoding="utf-8") == report(), "Run ./test --requirements and commit docs/requirements.md."


def test_a_marker_is_found_wherever_it_stands() -> None:
    source = (
        'pytestmark = pytest.mark.requirement("R-APP-01", "R-APP-02")\n@mark.requirement("R-APP-03")\ndef test(): ...'
    )
    assert named_in(source) == {"R-APP-01", "R-APP-02", "R-APP-03"}
