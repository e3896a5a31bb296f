"""Importing watch lists: whole or not at all, versions by content, counts of what changed, downloads."""

from io import BytesIO

import pytest
from django.core.management import CommandError, call_command

from foundation.audit.models import Event
from foundation.correspondence.models import OutboxItem
from tests.support.programme import HOUSE, NOW, reference_data
from tests.support.vetting import alt_line, files, import_lines, sdn_line
from vetting import services, tasks
from vetting.adapters.download import DownloadFailed, address_fault
from vetting.models import ListEntry, WatchList, WatchListVersion
from vetting.selectors import lists

pytestmark = pytest.mark.django_db
ONE = sdn_line(1, "ORLIENKO, Viktor", remarks="DOB 1958; nationality Velgoria.")
TWO = sdn_line(2, "HADRASK, Benno")
THREE = sdn_line(3, "TOLMARIC TRADING LTD", kind="")


def counts(version):
    return (version.number, version.entries, version.added, version.changed, version.removed)


def test_a_first_import_adds_every_entry_and_queues_the_screening():
    version = import_lines(ONE, TWO)

    assert counts(version) == (1, 2, 2, 0, 0)
    entry = ListEntry.objects.get(source_id="1")
    assert (entry.name, entry.entity_type, entry.facts["dates_of_birth"]) == ("ORLIENKO, Viktor", "person", ["1958"])
    item = OutboxItem.objects.get(topic="vetting.tasks.rescreen_delta")
    assert item.payload == {"version": version.pk}


def test_the_same_files_again_make_no_version():
    first = import_lines(ONE, TWO)

    assert import_lines(ONE, TWO) == first
    assert WatchListVersion.objects.count() == 1
    assert OutboxItem.objects.filter(topic="vetting.tasks.rescreen_delta").count() == 1


def test_a_second_import_counts_what_was_added_changed_and_removed():
    import_lines(ONE, TWO)
    second = import_lines(sdn_line(1, "ORLIENKO, Viktor Andreevich"), THREE)

    assert counts(second) == (2, 2, 1, 1, 1)
    gone = ListEntry.objects.get(source_id="2")
    assert gone.removed_in == second
    assert ListEntry.objects.get(source_id="1").added_in.number == 1


def test_an_entry_that_comes_back_counts_as_added_again():
    import_lines(ONE, TWO)
    import_lines(ONE)
    third = import_lines(ONE, TWO)

    assert counts(third) == (3, 2, 1, 0, 0)
    assert ListEntry.objects.get(source_id="2").removed_in is None


def test_a_new_alias_changes_the_entry():
    import_lines(ONE, alt=(alt_line(1, 11, "ORLENKO, Victor"),))
    second = import_lines(ONE, alt=(alt_line(1, 11, "ORLENKO, Viktor"),))

    assert counts(second)[2:] == (0, 1, 0)


def test_a_file_with_faults_is_refused_with_its_lines_and_changes_nothing():
    import_lines(ONE, TWO)
    bad = files(ONE, '"x","Y","individual"', alt=(alt_line(7, 70, "STRAY, Alias"),))

    with pytest.raises(services.ListRefused) as refusal:
        services.import_list(code="test", title="Test", actor=HOUSE, now=NOW, **bad)

    assert refusal.value.breaches[0].startswith("SDN, line 2: 3 columns found, 12 expected")
    assert any("ALT, line 1, ent_num" in line for line in refusal.value.breaches)
    assert counts(WatchListVersion.objects.get())[:2] == (1, 2)
    assert ListEntry.objects.filter(removed_in__isnull=True).count() == 2


def test_a_file_that_loses_more_than_a_fifth_is_asked_about_first():
    import_lines(ONE, TWO, THREE)

    with pytest.raises(services.ListRefused, match="2 of 3 entries are missing"):
        import_lines(ONE, accept_losses=False)
    assert ListEntry.objects.filter(removed_in__isnull=True).count() == 3

    assert counts(import_lines(ONE, accept_losses=True)) == (2, 1, 0, 0, 2)


def test_the_demonstration_list_ships_and_is_refused_where_it_is_not_allowed(settings):
    version = services.import_demonstration_list(actor=HOUSE, now=NOW)
    assert version.entries == 58
    assert version.watch_list.demonstration

    settings.DEMONSTRATION_ALLOWED = False
    with pytest.raises(services.ListRefused):
        services.import_demonstration_list(actor=HOUSE, now=NOW)


def test_the_command_takes_three_files_and_prints_the_version(tmp_path, capsys):
    paths = []
    for name, content in files(ONE, TWO).items():
        path = tmp_path / f"{name}.csv"
        path.write_bytes(content.read())
        paths.append(str(path))

    call_command("import_watchlist", *paths, "--source", "ofac", "--code", "own", "--title", "Own list")

    assert capsys.readouterr().out == "list,version,entries,added,changed,removed\nown,1,2,2,0,0\n"


@pytest.mark.parametrize("given", [[], ["one"], ["one", "two"]])
def test_the_command_wants_three_files(given):
    with pytest.raises(CommandError) as error:
        call_command("import_watchlist", *given)
    assert error.value.returncode == 2


def test_the_command_names_a_file_it_cannot_read(tmp_path):
    with pytest.raises(CommandError, match="can't be read"):
        call_command("import_watchlist", *[str(tmp_path / "none.csv")] * 3)


def test_the_command_imports_the_demonstration_list():
    call_command("import_watchlist", "--demonstration")
    assert WatchList.objects.get().code == "demonstration"


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("https://lists.example/ofac/", True),
        ("https://lists.example", True),
        ("http://lists.example/ofac/", False),
        ("file:///etc/passwd", False),
        ("https://user:word@lists.example/", False),
        ("https://lists.example:8443/", False),
        ("https://lists.example/?file=", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_only_a_plain_https_folder_is_an_address(address, right):
    assert (address_fault(address) == "") is right


def watch(address="https://lists.example/ofac"):
    return services.configure_list(code="test", title="Test", address=address, stale_after_days=3, actor=HOUSE, now=NOW)


def test_a_download_takes_the_three_files_as_a_version():
    content = files(ONE, TWO)
    asked = []

    def fetch(address):
        asked.append(address)
        return {"SDN": content["sdn"], "ALT": content["alt"], "ADD": content["add"]}

    version = services.download_list(watch_list=watch(), actor=HOUSE, now=NOW, fetch=fetch)

    assert counts(version) == (1, 2, 2, 0, 0)
    assert asked == ["https://lists.example/ofac"]


def test_a_list_without_address_is_never_fetched():
    def fetch(address):
        raise AssertionError

    assert services.download_list(watch_list=watch(address=""), actor=HOUSE, now=NOW, fetch=fetch) is None


def test_a_failed_download_changes_nothing_and_is_shown_to_officers():
    import_lines(ONE)
    later = NOW.replace(day=20)

    def fetch(address):
        raise DownloadFailed("https://lists.example/ofac/sdn.csv answered 302.")

    assert services.download_list(watch_list=watch(), actor=HOUSE, now=later, fetch=fetch) is None

    standing = lists(later.date())[0]
    assert standing.failure == "https://lists.example/ofac/sdn.csv answered 302."
    assert (standing.current.number, standing.stale, standing.days) == (1, True, 6)


def test_a_downloaded_file_that_does_not_fit_is_written_down_with_its_line():
    def fetch(address):
        return {"SDN": BytesIO(b"<html>"), "ALT": BytesIO(b""), "ADD": BytesIO(b"")}

    services.download_list(watch_list=watch(), actor=HOUSE, now=NOW, fetch=fetch)

    assert "SDN, line 1" in Event.objects.get(name="watch_list.download_failed").reason


def test_the_task_fetches_only_lists_with_an_address(monkeypatch):
    fetched = []
    monkeypatch.setattr(tasks.services, "download_list", lambda watch_list, actor, now: fetched.append(watch_list.code))
    import_lines(ONE, code="by-hand")
    watch()

    tasks.download_lists()

    assert fetched == ["test"]


def test_the_queued_screening_runs_as_a_task():
    reference_data()
    version = import_lines(ONE)

    tasks.rescreen_delta(version=version.pk)
    tasks.rescreen_delta(version=version.pk)

    assert Event.objects.filter(name="screening.run").count() == 2
