"""Walks one operator from registration to its stage, act by act, each at its own moment and by the person who would."""

from collections.abc import Callable

from foundation.correspondence import services as correspondence
from workbench.management.demonstration.cast import Part, Stage
from workbench.management.demonstration.country import Country

from .company import Founding
from .decision import Deciding
from .filing import Filing
from .visit import Visiting


class Journey(Founding, Filing, Visiting, Deciding):
    """The whole way."""


# Each leg of a walk, and the first stage that needs it.
LEGS: tuple[tuple[Stage, Callable[[Journey], None]], ...] = (
    (Stage.UNVERIFIED, Journey.register),
    (Stage.DRAFT, Journey.apply),
    (Stage.ASKED_EARLY, Journey.accept),
    (Stage.VETTING, Journey.check),
    (Stage.PLANNED, Journey.plan),
    (Stage.VISITING, Journey.visiting),
    (Stage.PROPOSED, Journey.propose),
    (Stage.HEARING, Journey.decide),
    (Stage.ACTIVE, Journey.hold),
)


def walk(country: Country, part: Part) -> Journey:
    """Walk one operator to its stage."""
    journey = Journey(country, part)
    with correspondence.without_email():
        for stage, leg in LEGS:
            if journey.until(stage):
                leg(journey)
    return journey
