"""What the reader of OFAC's list files takes, and how it refuses what it cannot take."""

from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest

from vetting.adapters.ofac import Alias, EntityType, LineError, ListFileRefused, WatchListFile, read_ofac

REPOSITORY = Path(__file__).resolve().parents[3]
PUBLISHED = REPOSITORY.parent / "shared" / "data" / "lists" / "ofac"
DEMONSTRATION = REPOSITORY / "vetting" / "reference" / "demonstration_list"

NULLS = b",-0- " * 7
SDN = (
    b'7,"VARDAK, Ilya","individual","DEMO"' + NULLS + b',"DOB circa 1961; alt. DOB 03 Mar 1962; POB Sarnik, Velgoria; '
    b"nationality Velgoria; citizen Kestria; Passport VD1 (Velgoria) issued 01 Jan 2001; "
    b"National ID No. 77-1 (Kestria); a.k.a. 'Red Vardak'; a.k.a. 'Cut of\"\r\n"
    b'8,"VARDAK TRADING CO.",-0- ,"DEMO"' + NULLS + b",-0- \r\n"
    b'9,"SEA VARDAK","vessel","DEMO",-0- ,"VK77",Tug,-0- ,-0- ,"Velgoria",-0- ,'
    b'"Vessel Registration Identification IMO 12."\r\n\x1a\r\n'
)
ALT = b'7,1,"aka","VARDAC, Ilia",-0- \r\n8,2,"fka","OLD VARDAK",-0- \r\n\x1a\r\n'
ADD = b'8,1,"1 Quay","Sarnik","Velgoria",-0- \r\n8,2,-0- ,-0- ,-0- ,-0- \r\n\x1a\r\n'


def read(sdn: bytes = SDN, alt: bytes | None = ALT, add: bytes | None = ADD, **options: int) -> WatchListFile:
    return read_ofac(BytesIO(sdn), BytesIO(alt) if alt else None, BytesIO(add) if add else None, **options)


def refused(sdn: bytes = SDN, alt: bytes | None = None, add: bytes | None = None, **options: int) -> list[LineError]:
    with pytest.raises(ListFileRefused) as caught:
        read_ofac(
            BytesIO(sdn),
            None if alt is None else BytesIO(alt),
            None if add is None else BytesIO(add),
            **options,
        )
    return caught.value.errors


def published(name: str) -> Path:
    path = PUBLISHED / name
    if not path.exists():
        pytest.skip("the published lists are not beside the clone")
    return path


def test_an_entry_holds_what_its_remarks_say() -> None:
    person, *_ = read().entries

    assert person.entity_type is EntityType.PERSON
    assert person.dates_of_birth == ("circa 1961", "03 Mar 1962")
    assert person.places == ("Sarnik, Velgoria",)
    assert person.nationalities == ("Velgoria", "Kestria")
    assert [(found.kind, found.number, found.country) for found in person.identifiers] == [
        ("passport", "VD1", "Velgoria"),
        ("national", "77-1", "Kestria"),
    ]


def test_a_published_alias_is_strong_and_one_in_the_remarks_is_weak() -> None:
    person, *_ = read().entries

    assert person.aliases == (
        Alias("VARDAC, Ilia", "strong"),
        Alias("Red Vardak", "weak"),
        Alias("Cut of", "weak"),
    )


def test_a_vessel_keeps_its_flag_call_sign_and_number() -> None:
    vessel = read().entries[2]

    assert vessel.entity_type is EntityType.VESSEL
    assert vessel.nationalities == ("Velgoria",)
    assert {found.number for found in vessel.identifiers} == {"VK77", "12"}


def test_an_address_without_any_word_is_left_out() -> None:
    assert [address.city for address in read().entries[1].addresses] == ["Sarnik"]


def test_the_digest_names_the_bytes_of_all_three_files() -> None:
    assert read().digest == read().digest
    assert read().digest != read(alt=ALT.replace(b"VARDAC", b"VARDAQ")).digest
    assert read().digest != read(add=None).digest


@pytest.mark.parametrize("encoded", ["Žarko Ñandú".encode(), "Ñandú".encode("latin-1")], ids=["utf-8", "latin-1"])
def test_names_in_either_encoding_are_read(encoded: bytes) -> None:
    entries = read(SDN.replace(b"VARDAK TRADING CO.", encoded), None, None).entries

    assert "Ñandú" in entries[1].name


def test_a_byte_order_mark_and_unix_line_ends_do_no_harm() -> None:
    assert len(read(b"\xef\xbb\xbf" + SDN.replace(b"\r\n", b"\n"), None, None).entries) == 3


ROW = b'8,"VARDAK TRADING CO.",-0- ,"DEMO"'


@pytest.mark.parametrize(
    ("wrong", "line", "field", "words"),
    [
        (SDN.replace(b'8,"VARDAK', b'x8,"VARDAK'), 2, "ent_num", "is not a number"),
        (SDN.replace(b'8,"VARDAK', b'7,"VARDAK'), 2, "ent_num", "earlier line"),
        (SDN.replace(b'"VARDAK TRADING CO."', b"-0- "), 2, "SDN_Name", "missing"),
        (SDN.replace(b"VARDAK TRADING CO.", b"V" * 351), 2, "SDN_Name", "at most 350"),
        (SDN.replace(b'"vessel"', b'"boat"'), 3, "SDN_Type", "‘boat’ is not known"),
        (SDN.replace(ROW, ROW + b",-0- "), 2, "", "13 columns found, 12 expected"),
        (SDN.replace(b'CO.",', b"CO.,"), 2, "", "quotation mark"),
        (b"", 0, "", "empty"),
        (b"\x1a\r\n", 0, "", "empty"),
        (b"PK\x03\x04\x14\x00archive", 1, "", "not a text file"),
        ("8,name".encode("utf-16"), 1, "", "not a text file"),
        (ALT, 1, "", "This is the ALT file (5 columns). Upload the SDN file here (12 columns)."),
        (ADD, 1, "", "This is the ADD file"),
    ],
)
def test_a_bad_sdn_file_is_refused_with_its_line_and_field(wrong: bytes, line: int, field: str, words: str) -> None:
    (error,) = refused(wrong)

    assert (error.file, error.line, error.field) == ("SDN", line, field)
    assert words in error.message


@pytest.mark.parametrize(
    ("wrong", "line", "field", "words"),
    [
        (ALT.replace(b"8,2,", b"99,2,"), 2, "ent_num", "no entry 99"),
        (ALT.replace(b"8,2,", b"8,1,"), 2, "alt_num", "earlier line"),
        (ALT.replace(b'"fka"', b'"xka"'), 2, "alt_type", "‘aka’, ‘fka’ or ‘nka’"),
        (ALT.replace(b'"OLD VARDAK"', b"-0- "), 2, "alt_name", "missing"),
        (SDN, 1, "", "This is the SDN file (12 columns). Upload the ALT file here (5 columns)."),
    ],
)
def test_a_bad_alias_file_is_refused_with_its_line_and_field(wrong: bytes, line: int, field: str, words: str) -> None:
    (error,) = refused(alt=wrong)

    assert (error.file, error.line, error.field) == ("ALT", line, field)
    assert words in error.message


def test_an_address_for_an_unknown_entry_is_refused() -> None:
    (error,) = refused(add=ADD.replace(b"8,1,", b"12345678901,1,"))

    assert str(error).startswith("ADD, line 1, ent_num: ‘12345678901’ is not a number.")


def test_every_fault_is_told_at_once_and_a_faulty_entry_does_not_blame_its_alias() -> None:
    errors = refused(SDN.replace(b'"vessel"', b'"boat"').replace(b'"individual"', b'"man"'), alt=ALT)

    assert [(error.file, error.line) for error in errors] == [("SDN", 1), ("SDN", 3)]


def test_no_more_than_a_hundred_faults_are_told() -> None:
    assert len(refused(SDN + b"not a row\r\n" * 5_000)) == 100


def test_a_file_above_the_limit_is_refused_even_without_line_ends() -> None:
    (error,) = refused(b"9" * 5_000, limit_bytes=1_000)

    assert "larger than 1,000 bytes" in error.message


def test_the_published_list_is_read_whole() -> None:
    with (
        published("sdn.csv").open("rb") as sdn,
        published("alt.csv").open("rb") as alt,
        published("add.csv").open("rb") as add,
    ):
        entries = read_ofac(sdn, alt, add).entries

    kinds = Counter(entry.entity_type for entry in entries)
    assert kinds == {
        EntityType.PERSON: 4_620,
        EntityType.ORGANISATION: 3_673,
        EntityType.VESSEL: 406,
        EntityType.AIRCRAFT: 277,
    }
    assert sum(alias.quality == "strong" for entry in entries for alias in entry.aliases) > 11_800
    assert sum(len(entry.addresses) for entry in entries) > 11_000


def test_the_consolidated_list_is_read_too() -> None:
    with published("cons_prim.csv").open("rb") as sdn, published("cons_alt.csv").open("rb") as alt:
        assert len(read_ofac(sdn, alt).entries) == 442


def test_aliases_of_another_day_are_refused() -> None:
    with (
        published("sdn.csv").open("rb") as sdn,
        published("alt_2026snapshot.csv").open("rb") as alt,
        pytest.raises(ListFileRefused, match="SDN, ALT and ADD of the same day"),
    ):
        read_ofac(sdn, alt)


def test_the_demonstration_list_is_read_and_holds_every_kind() -> None:
    with (
        (DEMONSTRATION / "sdn.csv").open("rb") as sdn,
        (DEMONSTRATION / "alt.csv").open("rb") as alt,
        (DEMONSTRATION / "add.csv").open("rb") as add,
    ):
        entries = read_ofac(sdn, alt, add).entries

    assert len(entries) == 58
    assert {entry.entity_type for entry in entries} == set(EntityType)
