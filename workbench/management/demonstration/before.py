"""What happens in the demonstration before an application: interest, talks, a look at a draft, supply chains."""

from django.utils.dateparse import parse_date

from applications import services as applications
from applications.models import Application
from foundation.identity.models import User
from foundation.identity.selectors import members
from foundation.identity.states import StaffRole
from operators import services as operators
from operators.models import Operator

from .beside import Beside
from .cast import BRENNA, SOLVANE, VELIN
from .country import Country

INTERESTED = (
    (("courier",), 6),
    (("courier",), 34),
    (("courier_postal", "courier"), 410),
    (("online_seller",), 3),
    (("online_seller", "exporter"), 12),
    (("ecommerce_platform",), 95),
    (("importer",), 260),
)
# Name, number, country, role, tier, and the address to which it was asked to become an AEO itself.
PARTNERS = (
    ("Solvane Foods Ltd", "XA1047733", "XA", "CUSTOMER", "DIRECT", ""),
    ("Bellweather Wool Ltd", "XA2330172", "XA", "CUSTOMER", "DIRECT", ""),
    ("Halvorsen Seeds Ltd", "XA5520931", "XA", "CUSTOMER", "DIRECT", ""),
    ("Norr Ferries", "", "XB", "CARRIER", "DIRECT", ""),
    ("Kolm Guards", "", "XA", "GUARDS", "INDIRECT", "office@kolm-guards.example"),
)
HOLDER, BAKER = "XA2450178", "XA2930202"
INVITATION = "Our customers ask for safe partners. Becoming an AEO would help us both."


def before_applying(country: Country) -> None:
    """A handful of each, enough that every page shows something."""
    for place, (tokens, employees) in enumerate(INTERESTED):
        applications.register_interest(type_tokens=tokens, employees=employees, now=country.moment(40 - place * 3))
    _chain(country, Operator.objects.get(tin=BRENNA))
    _indirect(country, Operator.objects.get(tin=SOLVANE))
    _north(country)
    _talk(country, Application.objects.select_related("operator__organisation", "office").get(operator__tin=VELIN))


def _owner(operator: Operator) -> User:
    membership = operator.organisation.memberships.filter(role="ADMINISTRATOR").order_by("id").first()
    if membership is None:
        raise LookupError(f"{operator} has no administrator.")
    return membership.user


def _chain(country: Country, operator: Operator) -> None:
    now = country.moment(30)
    for name, tin, nation, role, tier, invited in PARTNERS:
        fields = {"name": name, "tin": tin, "country": nation, "role": role, "tier": tier}
        partner = operators.save_partner(operator=operator, fields=fields, actor=_owner(operator), now=now)
        if invited:
            told = country.moment(27)
            operators.invite_partner(
                partner=partner, email=invited, message=INVITATION, actor=_owner(operator), now=told
            )
    stores = list(operator.sites.order_by("id")[1:3])
    if len(stores) > 1:
        operators.save_group(operator=operator, name="Stores", sites=stores, actor=_owner(operator), now=now)


def _indirect(country: Country, operator: Operator) -> None:
    operators.save_indirect_export(
        operator=operator,
        year=country.on.year,
        customer="Halvorsen Seeds Ltd",
        customer_tin="XA5520931",
        first_half=6,
        second_half=5,
        actor=_owner(operator),
        now=country.moment(20),
    )


def _talk(country: Country, draft: Application) -> None:
    """The company of the first draft has talked with its contact officer and invites the same person to its draft."""
    operator, owner = draft.operator, _owner(draft.operator)
    officer = _case_officer(country, operator)
    asked = applications.ask_consultation(
        operator=operator,
        topic="Which of our places count, and is a security plan of our insurer enough?",
        wanted="By telephone, mornings.",
        user=owner,
        now=country.moment(9),
    )
    applications.log_talk(
        consultation=asked,
        held_on=country.moment(6).date(),
        people=f"{owner.full_name}, {officer.full_name}",
        topics="Places, security plan",
        advice="Enter both places. The plan of the insurer is a good start; add who closes the yard at night.",
        actor=officer,
        now=country.moment(5),
    )
    applications.invite_review(application=draft, question="The yard", user=owner, now=country.moment(3))
    preparer = members(operator.organisation, country.on, ("PREPARER",)).exclude(pk=owner.pk).get()
    Beside(country, draft, {"owner": owner, "preparer": preparer, "officer": officer}).write()
    applications.draw_up_plan(application=draft, user=owner, now=country.moment(1))
    applications.save_step(
        application=draft,
        fields={
            "weakness": "Nobody checks the fence at night.",
            "action": "A round every evening, written down.",
            "responsible": owner.full_name,
            "due_on": parse_date(f"{country.on.year + 1}-01-15"),
        },
        done=False,
        user=owner,
        now=country.moment(1, hour=11),
    )


def _north(country: Country) -> None:
    """At the northern office one company waits for a talk, and another lets its contact officer look at its draft."""
    holder, baker = Operator.objects.get(tin=HOLDER), Operator.objects.get(tin=BAKER)
    applications.ask_consultation(
        operator=holder,
        topic="We want to import as well. Is a second application needed?",
        wanted="After lunch, by telephone.",
        user=_owner(holder),
        now=country.moment(2),
    )
    asked = applications.ask_consultation(
        operator=baker,
        topic="We are sixteen people. What is enough for us?",
        user=_owner(baker),
        now=country.moment(8),
    )
    applications.log_talk(
        consultation=asked,
        held_on=country.moment(7).date(),
        people=f"{_owner(baker).full_name}, {country.log_ins['case_officer'].full_name}",
        topics="The form for small firms",
        advice="Read the green lines: they say what is enough for a small firm. Let me look before you sign.",
        actor=country.log_ins["case_officer"],
        now=country.moment(7, hour=15),
    )
    draft = Application.objects.get(operator=baker)
    applications.invite_review(application=draft, question="Before we sign", user=_owner(baker), now=country.moment(1))


def _case_officer(country: Country, operator: Operator) -> User:
    return country.officer(StaffRole.CASE_OFFICER, operator.office.code if operator.office else "")
