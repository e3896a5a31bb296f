"""How often and of whom a criterion is asked. Which criteria a file meets at all is a rule of the programme (PRG-R01 to R04)."""

from collections.abc import Collection, Mapping, Sequence


def asked_of_trader(answered_by: str) -> bool:
    """APP-R01 (CRITERIA.md, answered_by): what Customs looks up is shown and may be corrected, never demanded."""
    return answered_by != "customs"


def places_asked(
    scope: str,
    sites: Sequence[int],
    groups: Mapping[int, int] | None = None,
    exceptions: Collection[int] = (),
    answered: Collection[int] = (),
) -> dict[int | None, tuple[int, ...]]:
    """APP-R02 (CRITERIA.md, scope; R-SAC-16): each place a question is asked for, with the places its answer speaks for.

    ‘site’ is asked for each open site, ‘site_group’ once; of a group of like sites (`groups`: site → group) one member
    answers for all, that is the first with an answer, else the first; a site among `exceptions` answers for itself.
    """
    if scope == "company" or not sites:
        return {None: ()}
    alone = {site for site in sites if site in exceptions}
    together: dict[int | None, list[int]] = {}
    for site in sites:
        if site not in alone:
            together.setdefault((groups or {}).get(site), []).append(site)
    asked: dict[int | None, tuple[int, ...]] = {}
    for group, members in together.items():
        if group is not None:
            asked[next((site for site in members if site in answered), members[0])] = tuple(members)
        elif scope == "site":
            asked.update({site: (site,) for site in members})
        else:
            asked[None] = tuple(members)
    asked.update({site: (site,) for site in alone})
    order = {site: place for place, site in enumerate(sites)}
    return dict(sorted(asked.items(), key=lambda item: -1 if item[0] is None else order[item[0]]))
