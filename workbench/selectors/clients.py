"""The one home of a person with several companies: each client with where it stands, and everything that waits, by date."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from applications import selectors as applications
from applications.models import Application
from applications.states import TERMINAL
from foundation.correspondence.models import Notice
from foundation.correspondence.selectors import action_notices
from foundation.identity.models import Membership, Organisation, User
from foundation.identity.permissions import Acting, Permission, permissions_of
from foundation.identity.selectors import all_actings, memberships

from .standings import standings


@dataclass(frozen=True, slots=True)
class ClientLine:
    """One company a person acts for, as what, until when, and where its file stands."""

    organisation: Organisation
    roles: tuple[str, ...]
    until: date | None
    standing: applications.Standing | None
    application: Application | None
    waiting: int


@dataclass(frozen=True, slots=True)
class Clients:
    """Every company, and one list of what waits at all of them, soonest first."""

    lines: tuple[ClientLine, ...]
    tasks: tuple[Notice, ...]


def clients(user: User, on: date) -> Clients:
    """The companies a person acts for on a day; a constant number of queries. An ended mandate brings nothing."""
    held: dict[int, list[Membership]] = defaultdict(list)
    for row in memberships(user, on):
        held[row.organisation_id].append(row)
    reached = {acting.organisation.pk: acting for acting in all_actings(user, on)}
    tasks = list(action_notices(user, reached.values()).filter(organisation__in=list(held))[:200])
    files = _files(reached)
    found = standings(list(files.values()), on)
    lines = (_line(rows, files.get(key), found, tasks) for key, rows in held.items())
    return Clients(tuple(lines), tuple(tasks))


def _files(reached: dict[int, Acting]) -> dict[int, Application]:
    """The newest open file of each client, as far as each mandate reaches; one query for all."""
    readable = [key for key, acting in reached.items() if Permission.APPLICATION_READ in permissions_of(acting)]
    rows = applications.for_page(Application.objects.filter(operator__organisation__in=readable))
    found: dict[int, Application] = {}
    for row in rows.exclude(status__in=TERMINAL).order_by("created_at", "id"):
        key = row.operator.organisation_id
        if reached[key].may_touch_kinds(row.kinds):
            found[key] = row
    return found


def _line(
    rows: list[Membership],
    application: Application | None,
    found: dict[int, applications.Standing],
    tasks: list[Notice],
) -> ClientLine:
    ends = [row.valid_until for row in rows if row.valid_until]
    return ClientLine(
        organisation=rows[0].organisation,
        roles=tuple(str(row.get_role_display()) for row in rows),
        until=min(ends) if len(ends) == len(rows) and ends else None,
        standing=found.get(application.pk) if application else None,
        application=application,
        waiting=sum(task.organisation_id == rows[0].organisation_id for task in tasks),
    )
