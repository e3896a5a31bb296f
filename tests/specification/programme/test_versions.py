"""A version is prepared by one person, published by another, and never changes again."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from foundation.audit.models import Event
from foundation.audit.services import Refused, acting
from foundation.identity.models import User
from programme import selectors, services
from programme.models import Configuration, DeclarationTerms, Figure, LetterTemplate
from programme.states import FigureCode, TimeLimitCode
from tests.support.programme import HOUSE, NOW, TODAY, make_officer, reference_data

pytestmark = pytest.mark.django_db


def test_nobody_publishes_a_version_of_their_own() -> None:
    # given
    reference_data()
    sofia, henrik = make_officer("Sofia Kern"), make_officer("Henrik Sala")
    draft = services.prepare_configuration(profile="eu_like", valid_from=TODAY, reason="EU", actor=sofia, now=NOW)
    # then
    with pytest.raises(Refused, match="Somebody else must publish"):
        services.publish_configuration(configuration=draft, actor=sofia, now=NOW)
    services.publish_configuration(configuration=draft, actor=henrik, now=NOW)
    assert selectors.configuration(TODAY).profile == "eu_like"
    assert selectors.configuration(TODAY - timedelta(1)).profile == "apec_common"
    assert Event.objects.filter(name="configuration.published", actor_label="Henrik Sala").exists()


def test_a_draft_changes_nothing_and_a_second_draft_waits() -> None:
    # given
    reference_data()
    sofia = make_officer("Sofia Kern")
    draft = services.prepare_configuration(profile="eu_like", valid_from=TODAY, reason="", actor=sofia, now=NOW)
    # then
    assert selectors.configuration(TODAY).profile == "apec_common"
    with pytest.raises(Refused, match="already waits"):
        services.prepare_configuration(profile="apec_common", valid_from=TODAY, reason="", actor=sofia, now=NOW)
    services.drop_configuration(configuration=draft, actor=sofia, now=NOW)
    assert selectors.draft_configuration() is None


def test_a_version_cannot_begin_on_a_day_that_has_passed() -> None:
    reference_data()
    with pytest.raises(Refused, match="day that has passed"):
        services.adopt_profile(
            profile="eu_like",
            valid_from=TODAY - timedelta(1),
            author=make_officer("Sofia Kern"),
            publisher=make_officer("Henrik Sala"),
            now=NOW,
        )


def test_the_preview_shows_what_changes_and_leaves_out_what_stays() -> None:
    # given
    before = reference_data()
    draft = services.prepare_configuration(
        profile="eu_like", valid_from=TODAY, reason="", actor=make_officer("Sofia Kern"), now=NOW
    )
    # when
    lines = {line.label: (line.before, line.after) for line in selectors.differences(before, draft)}
    # then
    assert lines[str(TimeLimitCode.DECISION.label)] == (
        "90 business days",
        "120 calendar days",
    )
    assert lines[str(FigureCode.SME_EMPLOYEES.label)] == ("50 employees", "250 employees")
    assert str(TimeLimitCode.ACCEPTANCE.label) not in lines


def test_a_version_older_than_the_figures_per_kind_says_both_kinds_by_its_one_figure() -> None:
    # given
    reference_data()
    sofia = make_officer("Sofia Kern")
    old = services.prepare_configuration(profile="ctpat_like", valid_from=TODAY, reason="", actor=sofia, now=NOW)
    old.figures.filter(code__endswith=".security").delete()
    old.figures.filter(code=FigureCode.VALIDITY_YEARS).update(value=2)
    Configuration.objects.filter(pk=old.pk).update(status="PUBLISHED", published_at=NOW, publisher_label="Henrik Sala")
    # when
    copy = services.prepare_configuration(
        like=selectors.configuration(TODAY), valid_from=TODAY, reason="", actor=sofia, now=NOW
    )
    # then
    for version in (selectors.configuration(TODAY), copy):
        assert selectors.validity_years("security", version) == 2
        assert selectors.revalidation_years("security", version) == 4
    assert copy.figures.get(code=FigureCode.VALIDITY_YEARS_SECURITY).value == 2


def test_a_new_wording_of_a_provision_ends_one_whose_last_day_lay_later() -> None:
    sofia = make_officer("Sofia Kern")
    given = {
        "code": "cc-90",
        "title": "Visits",
        "citation": "art. 90",
        "url": "",
        "text": "",
        "actor": sofia,
        "now": NOW,
    }
    first = services.write_legal_basis(valid_from=TODAY, **given)  # type: ignore[arg-type]
    services.end_legal_basis(basis=first, last_day=TODAY + timedelta(30), actor=sofia, now=NOW)
    services.write_legal_basis(valid_from=TODAY + timedelta(10), **given)  # type: ignore[arg-type]
    first.refresh_from_db()
    assert first.valid_until == TODAY + timedelta(9)


def test_european_criminal_proceedings_are_a_ground_an_officer_can_use() -> None:
    """UCC-DA art. 28(2): extended by the time that completing them takes, which a person states."""
    rows = [
        row for row in services.versions.profile_lines("eu_like").limit_causes if row.cause == "criminal_proceedings"
    ]
    assert [(row.effect, row.amount, row.by_itself) for row in rows] == [("EXTEND", None, False)]


def test_a_published_version_is_frozen_in_the_database() -> None:
    # given
    published = reference_data()
    with acting(actor=HOUSE, at=NOW):
        draft = Configuration.objects.create(number=9, title="draft", profile="x", author_label="x")
    statements = [
        "UPDATE programme_figure SET value = 1",
        "DELETE FROM programme_figure",
        f"UPDATE programme_figure SET configuration_id = {draft.pk}",
        f"INSERT INTO programme_figure (configuration_id, code, value) VALUES ({published.pk}, 'x', 1)",
        "UPDATE programme_timelimit SET amount = 1",
        "UPDATE programme_separationrule SET mode = 'ALLOWED' WHERE first_act = 'VET'",
        "UPDATE programme_criterion SET weight = 'should'",
        "DELETE FROM programme_criterion",
        "UPDATE programme_applicabilityquestion SET help = ''",
        f"UPDATE programme_configuration SET valid_from = '2030-01-01' WHERE id = {published.pk}",
        f"DELETE FROM programme_configuration WHERE id = {published.pk}",
        "UPDATE programme_criteriaset SET title = 'x'",
        "UPDATE programme_lettertemplate SET body = ''",
        "UPDATE programme_declarationterms SET text = ''",
    ]
    # then
    for statement in statements:
        with pytest.raises(DatabaseError), acting(actor=HOUSE, at=NOW), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_row_may_not_slip_from_a_draft_into_a_published_version() -> None:
    # given
    published = reference_data()
    with acting(actor=HOUSE, at=NOW):
        draft = Configuration.objects.create(number=9, title="draft", profile="x", author_label="x")
        figure = Figure.objects.create(configuration=draft, code=FigureCode.BAR_YEARS, value=1)
    # then
    with pytest.raises(DatabaseError, match="may not change"), transaction.atomic():
        Figure.objects.filter(pk=figure.pk).update(configuration=published)


def test_the_letter_in_the_readers_language_or_else_in_english() -> None:
    # given
    reference_data()
    context = {
        "company": "Brenna Textiles",
        "number": "AEO-2026-000001",
        "received_on": "1 March",
        "check_until": "31 March",
    }
    # then
    assert selectors.letter("application.received", language="fr", context=context).subject.startswith("Nous avons")
    assert selectors.letter("application.received", language="ar", context=context).language == "en"
    assert "Brenna Textiles" in selectors.letter("application.received", language="en", context=context).body
    with pytest.raises(KeyError):
        selectors.letter("application.received", language="en", context={})
    with pytest.raises(LetterTemplate.DoesNotExist):
        selectors.letter("nothing", language="en", context={})


def test_before_the_first_version_there_is_none() -> None:
    reference_data()
    with pytest.raises(Configuration.DoesNotExist):
        selectors.configuration(date(2019, 12, 31))


@pytest.mark.requirement("R-LEG-05")
@pytest.mark.parametrize("kind", ["letter", "terms"])
def test_whoever_wrote_any_part_of_a_text_may_not_publish_it(kind: str) -> None:
    """Four eyes, also where the last word was somebody else's; the database says the same below the page."""
    # given
    reference_data()
    first, last, third = (make_officer(name) for name in ("Sofia Kern", "Henrik Sala", "Ada Lorn"))
    text = _written_by(kind, first, edition=0)
    text = _written_by(kind, last, edition=text.edition)
    assert text.author_id == last.pk
    # then
    for author in (first, last):
        with pytest.raises(Refused, match="Somebody else must publish"):
            _publish(text, author)
    with pytest.raises(DatabaseError, match="may not publish"), transaction.atomic(), acting(actor=first, at=NOW):
        type(text).objects.filter(pk=text.pk).update(published_at=NOW, publisher_id=first.pk)
    assert _publish(text, third).publisher_label == "Ada Lorn"


def _written_by(kind: str, actor: User, *, edition: int) -> LetterTemplate | DeclarationTerms:
    given = {"language": "en", "edition": edition, "actor": actor, "now": NOW}
    if kind == "terms":
        return services.write_terms(text=f"By {actor.full_name}.", valid_from=TODAY, **given)  # type: ignore[arg-type]
    words = {"subject": "Hearing", "body": f"By {actor.full_name}.", "legal_basis": ""}
    return services.write_letter(code="hearing.opened", **words, **given)  # type: ignore[arg-type]


def _publish(text: LetterTemplate | DeclarationTerms, actor: User) -> LetterTemplate | DeclarationTerms:
    if isinstance(text, DeclarationTerms):
        return services.publish_terms(terms=text, edition=text.edition, actor=actor, now=NOW)
    return services.publish_letter(template=text, edition=text.edition, actor=actor, now=NOW)
