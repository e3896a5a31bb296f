"""Two people who prepare or publish at the same moment: one wins, the other reads why not, and nobody meets an error."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from foundation.audit.services import Refused
from programme import selectors, services
from programme.models import Configuration, LetterTemplate
from programme.states import SetStatus
from tests.support.programme import NOW, TODAY, make_officer, reference_data

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run the works in threads that start together; gives results or refusals in order."""
    gate = Barrier(len(works))

    def run(work: Callable[[], Any]) -> Any:
        try:
            gate.wait(10)
            return work()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def refusals(results: list[Any]) -> list[str]:
    return [str(result) for result in results if isinstance(result, Refused)]


def test_of_several_who_prepare_a_configuration_at_once_one_does_and_the_others_are_told() -> None:
    reference_data()
    people = [make_officer(f"Preparer {n}") for n in range(4)]

    def prepare(actor: Any) -> Callable[[], Configuration]:
        return lambda: services.prepare_configuration(
            profile="eu_like", valid_from=TODAY, reason="", actor=actor, now=NOW
        )

    results = at_once(*map(prepare, people))

    assert refusals(results) == ["A version already waits to be published. Publish or drop it first."] * 3
    assert Configuration.objects.filter(status=SetStatus.DRAFT).count() == 1


def test_of_two_who_publish_one_draft_at_once_one_does_and_the_other_is_told() -> None:
    reference_data()
    draft = services.prepare_configuration(
        profile="eu_like", valid_from=TODAY, reason="", actor=make_officer("Sofia Kern"), now=NOW
    )
    people = [make_officer("Henrik Sala"), make_officer("Ada Lorn")]

    def publish(actor: Any) -> Callable[[], Configuration]:
        return lambda: services.publish_configuration(configuration=draft, edition=draft.edition, actor=actor, now=NOW)

    results = at_once(*map(publish, people))

    (told,) = refusals(results)
    assert "has been published meanwhile" in told
    (done,) = (result for result in results if isinstance(result, Configuration))
    assert selectors.configuration(TODAY).publisher_label == done.publisher_label


def test_a_draft_that_was_dropped_meanwhile_is_refused_in_words() -> None:
    reference_data()
    sofia, henrik = make_officer("Sofia Kern"), make_officer("Henrik Sala")
    draft = services.prepare_configuration(profile="eu_like", valid_from=TODAY, reason="", actor=sofia, now=NOW)
    gone = Configuration.objects.get(pk=draft.pk)
    services.drop_configuration(configuration=draft, actor=sofia, now=NOW)
    with pytest.raises(Refused, match="dropped this draft meanwhile"):
        services.publish_configuration(configuration=gone, actor=henrik, now=NOW)
    with pytest.raises(Refused, match="dropped this draft meanwhile"):
        services.set_start(draft=gone, valid_from=TODAY, reason="", edition=0, actor=henrik, now=NOW)


def test_of_two_who_begin_the_same_letter_at_once_one_does_and_the_other_is_told() -> None:
    reference_data()
    people = [make_officer("Sofia Kern"), make_officer("Henrik Sala")]

    def write(actor: Any) -> Callable[[], LetterTemplate]:
        return lambda: services.write_letter(
            code="hearing.opened",
            language="en",
            subject=f"Hearing, {actor.full_name}",
            body="Dear {company}",
            legal_basis="",
            edition=0,
            actor=actor,
            now=NOW,
        )

    results = at_once(*map(write, people))

    (told,) = refusals(results)
    (done,) = (result for result in results if isinstance(result, LetterTemplate))
    assert told.startswith(f"{done.author_label} changed this draft")
    assert selectors.letter_drafts().get().subject == f"Hearing, {done.author_label}"
