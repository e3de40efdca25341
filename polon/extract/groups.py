"""Families of groups, from `groups.toml`: which are units, services, places; and which a unit belongs to."""

from __future__ import annotations

import tomllib
from importlib import resources

_TABLE = tomllib.loads((resources.files("polon.extract") / "groups.toml").read_text(encoding="utf-8"))


def _family(name: str) -> frozenset[str]:
    return frozenset(_TABLE[name])


UNITS = _family("unit")
SERVICES = _family("service")
GARRISONS = _family("garrison")
PRISONS = _family("prison")
PLACES = GARRISONS | PRISONS
RANKS = _family("rank")
SEXES = _family("sex")
KINDS = UNITS | SERVICES | GARRISONS | _family("calling")
"""Groups that say what somebody is, and that comrades and colleagues share."""
FAMILIES = (UNITS, SERVICES, RANKS, SEXES)
"""Groups of one family stand for each other: of nested units only the narrowest, of ranks only one."""
_WITHIN = {unit: frozenset(wider) for unit, wider in _TABLE["part_of"].items()}


def narrowest(groups: frozenset[str]) -> frozenset[str]:
    """Units and services without those that another of them belongs to, or held."""
    wider = {name for group in groups for name in _WITHIN.get(group, ())}
    return groups - wider
