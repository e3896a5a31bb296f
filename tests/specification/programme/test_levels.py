"""Levels of a certificate kind are lines of the configuration: drafted, compared, published and frozen with it."""

from typing import Any

import pytest
from django.db import InternalError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from foundation.audit.services import Refused, acting
from foundation.clock.services import now, today
from programme import selectors, services
from programme.models import CertificateLevel, Configuration
from tests.specification.programme.test_pages import officer
from tests.support.programme import HOUSE, make_officer, reference_data

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-BEN-13")]


@pytest.fixture(autouse=True)
def _reference() -> None:
    reference_data()


def drafted(client: Client) -> Configuration:
    sofia = officer(client, "PROGRAMME_ADMIN", name="Sofia Kern")
    like = selectors.configuration(today())
    return services.prepare_configuration(like=like, valid_from=today(), reason="levels", actor=sofia, now=now())


def typed(draft: Configuration, **changes: object) -> dict[str, Any]:
    return {
        "edition": draft.edition,
        "kind": "security",
        "rank": 1,
        "code": "silver",
        "title": "Silver",
        "meaning": "Every criterion is met.",
        "public": "yes",
        "title_fr": "Argent",
        "meaning_fr": "",
        **changes,
    }


def test_a_level_is_added_changed_and_taken_away_in_the_draft(client: Client) -> None:
    draft = drafted(client)
    add = reverse("programme:draft_level")
    assert client.post(add, typed(draft)).status_code == 302
    draft.refresh_from_db()
    level = selectors.levels(draft)[0]
    assert (level.kind, level.rank, level.code, level.public) == ("security", 1, "silver", True)
    with override("fr"):
        assert str(selectors.levels(draft)[0]) == "Argent"
    page = client.get(reverse("programme:draft")).content.decode()
    assert "Security: Silver" in page
    assert "Every criterion is met. (shown to everybody)" in page  # what the version changes, in words

    change = reverse("programme:change_level", args=[level.pk])
    assert 'value="Argent"' in client.get(change).content.decode()
    assert client.post(change, typed(draft, title="Gold", public="no")).status_code == 302
    level.refresh_from_db()
    assert (level.title, level.public) == ("Gold", False)

    draft.refresh_from_db()
    assert (
        client.post(reverse("programme:remove_level", args=[level.pk]), {"edition": draft.edition}).status_code == 302
    )
    assert selectors.levels(draft) == []
    assert client.get(change).status_code == 404


def test_a_rank_or_code_twice_a_stale_page_and_garbage_are_told_and_change_nothing(client: Client) -> None:
    draft = drafted(client)
    add = reverse("programme:draft_level")
    client.post(add, typed(draft))
    draft.refresh_from_db()
    for data, sentence in (
        (typed(draft, code="gold"), "a level of this rank already"),
        (typed(draft, rank=2), "a level of this code already"),
        (typed(draft, rank=2, code="gold", edition=0), "changed this draft"),
        (typed(draft, rank=0, code="gold"), "Enter a rank from 1 to 99."),
        (typed(draft, rank=2, code="gold bar"), "Enter a code of letters, digits and hyphens"),
        (typed(draft, rank=2, code="gold", title=""), "Enter what the level is called."),
        (typed(draft, rank=2, code="gold", title="\x00"), "Null characters"),
        (typed(draft, rank=2, code="gold", kind="moon"), "Select a valid choice"),
    ):
        page = client.post(add, data)
        assert (page.status_code, sentence in page.content.decode()) == (200, True), sentence
    assert [row.code for row in selectors.levels(draft)] == ["silver"]


def test_the_next_version_copies_the_levels_in_their_first_words_and_a_published_one_is_frozen(client: Client) -> None:
    draft = drafted(client)
    client.post(reverse("programme:draft_level"), typed(draft))
    services.publish_configuration(configuration=draft, actor=make_officer("Henrik Sala"), now=now())
    published = selectors.levels(draft)[0]
    with pytest.raises(InternalError, match="may not change"), transaction.atomic(), acting(actor=HOUSE, at=now()):
        CertificateLevel.objects.filter(pk=published.pk).update(title="Gold")

    with override("fr"):
        copy = services.prepare_configuration(
            like=draft, valid_from=today(), reason="next", actor=make_officer("Sofia Kern"), now=now()
        )
    assert CertificateLevel.objects.filter(configuration=copy).values_list("title", "code").get() == (
        "Silver",
        "silver",
    )
    assert selectors.differences(draft, copy) == []


def test_one_profile_grades_its_members_and_the_public_page_says_what_each_level_asks(client: Client) -> None:
    assert [row.title for row in services.profile_lines("ctpat_like").levels] == ["Tier II", "Tier III"]
    assert services.profile_lines("apec_common").levels == []
    criteria = reverse("programme:criteria")
    assert "Levels of certificates" not in client.get(criteria).content.decode()

    services.adopt_profile(
        profile="ctpat_like",
        valid_from=today(),
        author=make_officer("Sofia Kern"),
        publisher=make_officer("Henrik Sala"),
        now=now(),
    )
    page = client.get(criteria).content.decode()
    assert "Security: Tier III" in page
    assert "Security: Tier III" not in client.get(criteria, {"kind": "simplification"}).content.decode()


def test_nobody_changes_a_level_of_a_published_version_through_the_service() -> None:
    in_force = selectors.configuration(today())
    terms = services.LevelTerms("security", 1, "silver", "Silver", "Every criterion is met.", public=True)
    with pytest.raises(Refused, match="published"):
        services.set_level(draft=in_force, terms=terms, edition=0, actor=make_officer("Sofia Kern"), now=now())
