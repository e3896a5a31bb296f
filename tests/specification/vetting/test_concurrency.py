"""Two officers at the same moment: one result counts, the other sees it; two imports make one version."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from foundation.audit.services import Refused
from tests.support.programme import HOUSE, NOW, reference_data
from tests.support.vetting import check_of, files, import_lines, make_company_of, make_vetting, officer, sdn_line
from vetting import services
from vetting.models import Check, ListEntry, ScreeningHit, Vetting, WatchListVersion

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    """Run the works in threads of their own that start together; gives results or refusals in order."""
    gate = Barrier(len(works))

    def run(work):
        try:
            gate.wait(10)
            return work()
        except Refused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_two_officers_record_one_check_and_one_sees_the_others():
    reference_data()
    vetting = make_vetting()
    check = check_of(vetting)
    officers = [officer("Nadia Sorel"), officer("Emil Vardan")]

    def save(by):
        return lambda: services.record_check(
            check=check, result="CLEAR", source=by.full_name, note="", expires_on=None, version=1, actor=by, now=NOW
        )

    results = at_once(*map(save, officers))

    stale = [result for result in results if isinstance(result, services.StaleEdit)]
    saved = [result for result in results if isinstance(result, Check)]
    assert (len(stale), len(saved)) == (1, 1)
    assert stale[0].theirs.source == saved[0].source
    assert check_of(vetting).version == 2


def test_two_findings_on_one_hit_leave_one():
    reference_data()
    import_lines(sdn_line(1, "ORLIENKO, Viktor"))
    services.screen(operators=[make_company_of("Viktor Orlienko")], cause="test", actor=HOUSE, now=NOW)
    hit = ScreeningHit.objects.get()
    people = [officer("Nadia Sorel"), officer("Emil Vardan")]

    def find(by, same):
        return lambda: services.resolve_hit(hit=hit, same=same, reason=by.full_name, actor=by, now=NOW)

    results = at_once(find(people[0], True), find(people[1], False))

    assert len([result for result in results if isinstance(result, Refused)]) == 1
    hit.refresh_from_db()
    assert hit.reason == hit.resolved_by.full_name


def test_the_same_list_imported_twice_at_once_makes_one_version():
    lines = (sdn_line(1, "ORLIENKO, Viktor"), sdn_line(2, "HADRASK, Benno"))

    def take():
        return services.import_list(code="own", title="Own", actor=HOUSE, now=NOW, **files(*lines))

    results = at_once(*[take] * 4)

    assert len({version.pk for version in results}) == 1
    assert WatchListVersion.objects.count() == 1
    assert ListEntry.objects.count() == 2


def test_the_same_company_screened_twice_at_once_gets_one_hit():
    reference_data()
    import_lines(sdn_line(1, "ORLIENKO, Viktor"))
    operator = make_company_of("Viktor Orlienko")

    at_once(*[lambda: services.screen(operators=[operator], cause="test", actor=HOUSE, now=NOW)] * 4)

    assert ScreeningHit.objects.count() == 1


def test_desk_checks_opened_twice_at_once_are_opened_once():
    reference_data()
    vetting = make_vetting()

    at_once(*[lambda: services.open_vetting(application=vetting.application, actor=HOUSE, now=NOW)] * 4)

    assert Vetting.objects.count() == 1
    assert Check.objects.count() == 13
