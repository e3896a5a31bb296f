"""The shape of every state table in the house. An app lists its transitions once; buttons, API and triggers read that list."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Transition:
    """One legal move: from any of `sources` to `target`. `needs_reason` refuses an empty reason."""

    name: str
    sources: tuple[str, ...]
    target: str
    needs_reason: bool = False


@dataclass(frozen=True)
class Table:
    """All legal moves of one model, with the states a new row may start in."""

    initial: tuple[str, ...]
    transitions: tuple[Transition, ...]
    by_name: dict[str, Transition] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = {transition.name: transition for transition in self.transitions}
        if len(names) != len(self.transitions):
            raise ValueError("Two transitions of one table share a name.")
        object.__setattr__(self, "by_name", names)

    def pairs(self) -> list[tuple[str, str]]:
        """Every (from, to) that some transition allows, sorted, without repetition."""
        return sorted({(source, t.target) for t in self.transitions for source in t.sources})

    def allowed(self, status: str) -> list[str]:
        """The names of the transitions that may start in `status`."""
        return [t.name for t in self.transitions if status in t.sources]


def values(choices: Iterable[tuple[str, object]]) -> list[str]:
    """The stored values of a `TextChoices.choices` list, for a CheckConstraint."""
    return [value for value, _label in choices]
