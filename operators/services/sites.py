"""Places of a company: added one by one or from a file, changed with a check for stale edits, closed, put into groups."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from foundation.audit.services import Actor, Refused, acting, locked, record
from operators import rules
from operators.models import Operator, Site, SiteGroup

from .companies import StaleEdit, last_editor, write

SITE_FIELDS = frozenset({"name", "address", "city", "region", "activity", "keeps_records"})
MOST_LINES = 500


def add_site(
    *,
    operator: Operator,
    name: str,
    address: str,
    city: str,
    region: str,
    activity: str,
    keeps_records: bool = False,
    actor: Actor,
    now: datetime,
) -> Site:
    """Add a place of the company. The very same place again, as from a double click, is the one that is there."""
    entered = {
        "name": name,
        "address": address,
        "city": city,
        "region": region,
        "activity": activity,
        "keeps_records": keeps_records,
    }
    with acting(actor=actor, at=now):
        locked(operator)
        same = Site.objects.filter(operator=operator, closed_on__isnull=True, **entered).first()
        if same is not None:
            return same
        site = Site.objects.create(operator=operator, **entered)
        _record("site.added", site)
        return site


def add_sites(*, operator: Operator, lines: Sequence[Mapping[str, Any]], actor: Actor, now: datetime) -> list[Site]:
    """Add the places of a file, all or none; a group named in a line is made when it is not there yet."""
    with acting(actor=actor, at=now):
        locked(operator)
        if not lines or len(lines) > MOST_LINES:
            raise Refused(_("A file holds between 1 and %(most)s places.") % {"most": MOST_LINES})
        known = Site.objects.filter(operator=operator, closed_on__isnull=True).values_list("name", flat=True)
        taken = rules.names_taken([str(line["name"]) for line in lines], known)
        if taken:
            raise Refused(_("These places are there already: %(names)s.") % {"names": ", ".join(taken)})
        groups = _groups_named({str(line.get("group", "")) for line in lines} - {""}, operator)
        rows = [
            Site(
                operator=operator,
                group=groups.get(str(line.get("group", "")).upper()),
                **{name: line[name] for name in SITE_FIELDS if name in line},
            )
            for line in lines
        ]
        made = Site.objects.bulk_create(rows)
        record(
            "site.imported",
            subject=operator,
            organisation_id=operator.organisation_id,
            disclosed=True,
            data={"count": len(made), "names": [row.name for row in made]},
        )
        return made


def _groups_named(names: Collection[str], operator: Operator) -> dict[str, SiteGroup]:
    found = {row.name.upper(): row for row in SiteGroup.objects.filter(operator=operator)}
    for name in sorted(names):
        if name.upper() not in found:
            found[name.upper()] = SiteGroup.objects.create(operator=operator, name=name)
    return found


def edit_site(
    *, site: Site, changes: Mapping[str, Any], version: int | None = None, actor: Actor, now: datetime
) -> Site:
    """Change a place that is open. `version` is the one the editor saw; a newer one raises StaleEdit."""
    with acting(actor=actor, at=now):
        row = locked(site)
        if row.closed_on is not None:
            raise Refused(_("This place is closed. Add a new one instead."))
        changed = {
            name: value for name, value in changes.items() if name in SITE_FIELDS and getattr(row, name) != value
        }
        if version is not None and version != row.version:
            raise StaleEdit(row, last_editor(row))
        if changed:
            write(row, {**changed, "version": row.version + 1})
            _record("site.edited", row, sorted(changed))
        return row


def close_site(*, site: Site, on: date, actor: Actor, now: datetime) -> Site:
    """Close a place; it stays in the record, for files that speak of it."""
    with acting(actor=actor, at=now):
        row = locked(site)
        if row.closed_on is None:
            write(row, {"closed_on": on})
            _record("site.closed", row)
        return row


def save_group(
    *,
    operator: Operator,
    name: str,
    sites: Collection[Site],
    group: SiteGroup | None = None,
    version: int | None = None,
    actor: Actor,
    now: datetime,
) -> SiteGroup:
    """Make a group of like places, or change its name and places. A place stands in one group at most: the last one."""
    with acting(actor=actor, at=now):
        if (
            any(site.operator_id != operator.pk or site.closed_on for site in sites)
            or len(sites) < rules.LEAST_IN_GROUP
        ):
            raise Refused(_("Choose at least two open places of the company."))
        row = locked(group) if group is not None else None
        if row is not None and version is not None and version != row.version:
            raise StaleEdit(row, last_editor(row))
        row = _named(row, operator, name.strip())
        chosen = {site.pk for site in sites}
        Site.objects.filter(group=row).exclude(pk__in=chosen).update(group=None)
        Site.objects.filter(pk__in=chosen).update(group=row)
        _record_group("site_group.saved", row, [site.name for site in sites])
        return row


def _named(row: SiteGroup | None, operator: Operator, name: str) -> SiteGroup:
    try:
        with transaction.atomic():
            if row is None:
                return SiteGroup.objects.create(operator=operator, name=name)
            write(row, {"name": name, "version": row.version + 1})
            return row
    except IntegrityError as error:
        raise Refused(_("Another group has this name. Choose a different one.")) from error


def dissolve_group(*, group: SiteGroup, actor: Actor, now: datetime) -> int:
    """Take a group apart; its places stay. Gives the number of places."""
    with acting(actor=actor, at=now):
        row = locked(group)
        freed = row.sites.update(group=None)
        _record_group("site_group.dissolved", row, [])
        row.delete()
        return freed


def _record(event: str, site: Site, changed: list[str] | None = None) -> None:
    data = {"site": site.public_id, "name": site.name, "changed": changed or []}
    organisation = site.operator.organisation_id
    record(event, subject=site, organisation_id=organisation, disclosed=True, data=data)


def _record_group(event: str, group: SiteGroup, names: list[str]) -> None:
    data = {"group": group.public_id, "name": group.name, "sites": names}
    record(event, subject=group, organisation_id=group.operator.organisation_id, disclosed=True, data=data)
