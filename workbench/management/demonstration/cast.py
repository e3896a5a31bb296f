"""Who plays: officers beside the log-ins of each role, and the operators with the stage each has reached."""

from dataclasses import dataclass
from enum import StrEnum

from foundation.identity.states import StaffRole as R

NORTH, SOUTH, HQ, EVERYWHERE = "NOR", "SOU", "HQ", ""

# The office of each demonstration log-in; names come with the log-ins.
LOG_INS: dict[str, str] = {
    "case_officer": NORTH,
    "vetting_officer": NORTH,
    "validator": NORTH,
    "third_party_validator": NORTH,
    "decision_maker": NORTH,
    "appeal_officer": HQ,
    "account_manager": NORTH,
    "team_leader": NORTH,
    "regional_manager": NORTH,
    "border_officer": "NOR-VELM",
    "back_office": HQ,
    "duty_officer": HQ,
    "programme_admin": HQ,
    "mra_officer": HQ,
    "oga_user": HQ,
    "guest_officer": SOUTH,
    "committee_member": HQ,
    "auditor": EVERYWHERE,
    "executive": EVERYWHERE,
}

# Colleagues without a log-in: name, role, office.
COLLEAGUES: tuple[tuple[str, str, str], ...] = (
    ("Nadia Sorel", R.CASE_OFFICER, NORTH),
    ("Lena Brandt", R.DECISION_MAKER, NORTH),
    ("Sten Aldous", R.VALIDATOR, NORTH),
    ("Karim Adeni", R.ACCOUNT_MANAGER, NORTH),
    ("Ilse Maro", R.VETTING_OFFICER, NORTH),
    ("Bruno Teske", R.CASE_OFFICER, SOUTH),
    ("Yara Domin", R.VETTING_OFFICER, SOUTH),
    ("Una Karst", R.VALIDATOR, SOUTH),
    ("Felix Oram", R.VALIDATOR, SOUTH),
    ("Ivo Marek", R.DECISION_MAKER, SOUTH),
    ("Tilda Renn", R.ACCOUNT_MANAGER, SOUTH),
    ("Hugo Serra", R.TEAM_LEADER, SOUTH),
    ("Ada Holm", R.CASE_OFFICER, HQ),
    ("Matti Koor", R.VETTING_OFFICER, HQ),
    ("Elin Vasse", R.VALIDATOR, HQ),
    ("Orla Finn", R.VALIDATOR, HQ),
    ("Peter Lind", R.DECISION_MAKER, HQ),
    ("Rosa Tamm", R.ACCOUNT_MANAGER, HQ),
)


class Stage(StrEnum):
    """How far an operator has come; each stage includes those before it."""

    UNVERIFIED = "UNVERIFIED"
    VERIFIED = "VERIFIED"
    DRAFT = "DRAFT"
    READY = "READY"
    SUBMITTED = "SUBMITTED"
    ASKED_EARLY = "ASKED_EARLY"
    NOT_ACCEPTED = "NOT_ACCEPTED"
    VETTING = "VETTING"
    ASKED = "ASKED"
    WITHDRAWN = "WITHDRAWN"
    DETERMINED = "DETERMINED"
    PLANNED = "PLANNED"
    NOTIFIED = "NOTIFIED"
    VISITING = "VISITING"
    REVIEW = "REVIEW"
    WITH_TRADER = "WITH_TRADER"
    CLOSED = "CLOSED"
    PROPOSED = "PROPOSED"
    HEARING = "HEARING"
    REFUSED = "REFUSED"
    GRANTED = "GRANTED"
    ACTIVE = "ACTIVE"
    SUSPENDED = "SUSPENDED"
    REVOKED = "REVOKED"
    SURRENDERED = "SURRENDERED"


@dataclass(frozen=True, slots=True)
class Part:
    """One operator: who it is, what it applies for, how far it has come and how many days ago it sent the application."""

    name: str
    tin: str
    region: str
    city: str
    employees: int
    types: tuple[str, ...]
    stage: Stage
    days: int
    kinds: tuple[str, ...] = ("simplification", "security")
    sector: str = "food"
    sites: int = 1
    finding: bool = False


SIMPLE = ("simplification",)
SECURE = ("security",)
S = Stage
PARTS: tuple[Part, ...] = (
    Part(
        "Brenna Pass Carriers Ltd",
        "XA2205418",
        "NORTH",
        "Halvik",
        84,
        ("road_carrier", "warehouse"),
        S.WITH_TRADER,
        52,
        sector="transport",
        sites=3,
        finding=True,
    ),
    Part("Solvane Foods Ltd", "XA1047733", "NORTH", "Halvik", 25, ("exporter", "manufacturer"), S.ASKED, 35, sites=2),
    Part("Velin Motors Ltd", "XA3318840", "SOUTH", "Oster Vale", 310, ("importer",), S.DRAFT, 4, sector="vehicles"),
    Part(
        "Vessany Rail Freight JSC",
        "XA4410071",
        "NORTH",
        "Velm",
        640,
        ("rail_carrier",),
        S.VETTING,
        150,
        sector="transport",
    ),
    Part(
        "Amberley Textiles Ltd",
        "XA1180096",
        "NORTH",
        "Halvik",
        18,
        ("importer", "exporter"),
        S.VETTING,
        55,
        kinds=SIMPLE,
        sector="textiles",
    ),
    Part(
        "Northline Forwarding Ltd", "XA2270085", "NORTH", "Velm", 37, ("forwarder",), S.VETTING, 48, sector="transport"
    ),
    Part(
        "Oskmed Pharma Distribution Ltd",
        "XA5540102",
        "SOUTH",
        "Oster Vale",
        122,
        ("distributor",),
        S.VETTING,
        40,
        sector="medicines",
    ),
    Part(
        "Meridian Customs Brokers",
        "XA6610105",
        "SOUTH",
        "Karsa",
        9,
        ("broker",),
        S.VETTING,
        32,
        kinds=SIMPLE,
        sector="services",
    ),
    Part(
        "Velmar Glassworks JSC",
        "XA7730109",
        "CENTRE",
        "Lenmar",
        420,
        ("manufacturer", "exporter"),
        S.VETTING,
        30,
        sector="glass",
    ),
    Part("Nordal Seeds Ltd", "XA1190112", "NORTH", "Halvik", 14, ("exporter",), S.SUBMITTED, 6, sector="farming"),
    Part("Lindal Roasters Ltd", "XA1250118", "SOUTH", "Oster Vale", 22, ("importer",), S.SUBMITTED, 3, kinds=SIMPLE),
    Part("Torvik Timber JSC", "XA1310121", "NORTH", "Velm", 96, ("exporter",), S.SUBMITTED, 24, sector="timber"),
    Part("Kestrian Cold Stores Ltd", "XA1370124", "CENTRE", "Lenmar", 45, ("warehouse",), S.ASKED_EARLY, 15),
    Part(
        "Paper Lane Printing Ltd",
        "XA1430127",
        "SOUTH",
        "Karsa",
        31,
        ("importer",),
        S.NOT_ACCEPTED,
        75,
        kinds=SIMPLE,
        sector="paper",
    ),
    Part(
        "Redfern Chemicals JSC",
        "XA1490130",
        "CENTRE",
        "Lenmar",
        210,
        ("importer", "manufacturer"),
        S.ASKED,
        45,
        sector="chemicals",
    ),
    Part("Olvane Ceramics Ltd", "XA1550133", "SOUTH", "Karsa", 28, ("exporter",), S.WITHDRAWN, 70, sector="glass"),
    Part(
        "Hadley Machine Tools Ltd",
        "XA1610136",
        "NORTH",
        "Halvik",
        66,
        ("manufacturer", "exporter"),
        S.DETERMINED,
        60,
        sector="machines",
    ),
    Part(
        "Port Road Terminals Ltd",
        "XA1670139",
        "SOUTH",
        "Karsa",
        130,
        ("terminal_operator",),
        S.PLANNED,
        66,
        sector="transport",
    ),
    Part(
        "Halvorsen Seeds Ltd",
        "XA1730142",
        "NORTH",
        "Velm",
        33,
        ("importer", "exporter"),
        S.NOTIFIED,
        72,
        sector="farming",
    ),
    Part(
        "Silverbirch Furniture Ltd",
        "XA1790145",
        "SOUTH",
        "Oster Vale",
        58,
        ("manufacturer", "exporter"),
        S.VISITING,
        80,
        sector="timber",
    ),
    Part("Granary Mills JSC", "XA1850148", "CENTRE", "Lenmar", 155, ("importer", "manufacturer"), S.REVIEW, 88),
    Part("Estwick Dairy Ltd", "XA1910151", "NORTH", "Halvik", 47, ("exporter",), S.CLOSED, 105),
    Part(
        "Corran Steel JSC",
        "XA1970154",
        "SOUTH",
        "Karsa",
        380,
        ("importer", "manufacturer"),
        S.PROPOSED,
        110,
        sector="metal",
    ),
    Part(
        "Meadowfield Organics Ltd",
        "XA2030157",
        "NORTH",
        "Velm",
        12,
        ("exporter",),
        S.PROPOSED,
        104,
        kinds=SIMPLE,
        sector="farming",
    ),
    Part(
        "Quay Logistics Ltd", "XA2090160", "SOUTH", "Oster Vale", 75, ("forwarder",), S.HEARING, 118, sector="transport"
    ),
    Part(
        "Redstone Imports Ltd",
        "XA2150163",
        "CENTRE",
        "Lenmar",
        19,
        ("importer",),
        S.REFUSED,
        170,
        kinds=SIMPLE,
        sector="household",
    ),
    Part(
        "Lakeside Instruments Ltd",
        "XA2210166",
        "NORTH",
        "Halvik",
        52,
        ("manufacturer", "exporter"),
        S.GRANTED,
        112,
        sector="machines",
    ),
    Part(
        "Ardent Electronics JSC",
        "XA2270169",
        "CENTRE",
        "Lenmar",
        260,
        ("importer", "manufacturer"),
        S.ACTIVE,
        480,
        sector="electronics",
    ),
    Part("Bellweather Wool Ltd", "XA2330172", "NORTH", "Velm", 41, ("exporter",), S.ACTIVE, 430, sector="textiles"),
    Part(
        "Castor Bearings JSC",
        "XA2390175",
        "SOUTH",
        "Karsa",
        190,
        ("manufacturer", "exporter"),
        S.ACTIVE,
        400,
        sector="machines",
    ),
    Part("Dunmore Fisheries Ltd", "XA2450178", "NORTH", "Halvik", 23, ("exporter",), S.ACTIVE, 350),
    Part(
        "Eastgate Brokers Ltd",
        "XA2510181",
        "SOUTH",
        "Oster Vale",
        11,
        ("broker",),
        S.ACTIVE,
        320,
        kinds=SIMPLE,
        sector="services",
    ),
    Part(
        "Fairway Couriers Ltd",
        "XA2570184",
        "CENTRE",
        "Lenmar",
        88,
        ("road_carrier",),
        S.ACTIVE,
        300,
        sector="transport",
    ),
    Part(
        "Glenrock Minerals JSC",
        "XA2630187",
        "SOUTH",
        "Karsa",
        510,
        ("exporter",),
        S.ACTIVE,
        290,
        kinds=SECURE,
        sector="metal",
    ),
    Part(
        "Ironwood Paper JSC",
        "XA2750193",
        "NORTH",
        "Velm",
        240,
        ("manufacturer", "exporter"),
        S.SUSPENDED,
        420,
        sector="paper",
    ),
    Part("Juniper Spirits Ltd", "XA2810196", "SOUTH", "Oster Vale", 29, ("exporter",), S.REVOKED, 460),
    Part(
        "Kelvin Optics Ltd",
        "XA2870199",
        "CENTRE",
        "Lenmar",
        64,
        ("importer",),
        S.SURRENDERED,
        390,
        kinds=SIMPLE,
        sector="machines",
    ),
    Part("Larch Street Bakery Ltd", "XA2930202", "NORTH", "Halvik", 16, ("importer",), S.READY, 2, kinds=SIMPLE),
    Part(
        "Mossbank Plastics Ltd",
        "XA2990205",
        "SOUTH",
        "Karsa",
        49,
        ("importer", "manufacturer"),
        S.VERIFIED,
        9,
        sector="plastics",
    ),
    Part(
        "Orlenko Trading Ltd",
        "XA3050208",
        "NORTH",
        "Velm",
        7,
        ("importer",),
        S.VETTING,
        20,
        kinds=SIMPLE,
        sector="household",
    ),
    Part(
        "Pinecrest Toys Ltd",
        "XA3110211",
        "SOUTH",
        "Oster Vale",
        5,
        ("importer",),
        S.UNVERIFIED,
        1,
        kinds=SIMPLE,
        sector="household",
    ),
    Part(
        "Ardent Components Ltd",
        "XA3170214",
        "CENTRE",
        "Lenmar",
        34,
        ("manufacturer",),
        S.VERIFIED,
        200,
        sector="electronics",
    ),
)
COVERED = ("XA3170214", "XA2270169")  # the first is covered by the certificates of the second
LISTED = frozenset(part.tin for part in PARTS if part.stage in (S.ACTIVE, S.SUSPENDED) and part.tin != "XA2630187")
