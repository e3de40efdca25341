"""The JSON Schema of a source file, from the struct that reads it: for editors that check TOML as it is written."""

from __future__ import annotations

from typing import Any

import msgspec

from polon.source_forms import FORMS
from polon.sources import NOT_FOR, STARTS, Kind, Source

DIALECT = "https://json-schema.org/draft/2020-12/schema"

TABLES = {"Expect": "expect.", "Mirror": "mirrors.", "Selectors": "selectors."}
"""Before the keys of inner tables stands the key that holds the table."""


def schema() -> dict[str, Any]:
    """The schema, in the dialect of 2020-12: keys and their forms, and which keys each kind of source has.

    What a schema cannot say is checked by Polon alone: zones, addresses, selectors, and that no two
    files read the same thing.
    """
    parts = msgspec.json.schema(Source)["$defs"]
    told = _told(parts.pop("Source"), "")
    del told["properties"]["name"]  # the file's own name
    told["required"].remove("name")
    return {
        "$schema": DIALECT,
        **told,
        "title": "A source of Polon",
        "allOf": [_of_kind(kind) for kind in Kind],
        "$defs": {name: _told(part, TABLES.get(name, "")) for name, part in parts.items()},
    }


def _of_kind(kind: Kind) -> dict[str, Any]:
    """What holds for sources of one kind: the keys without meaning there, and one that is needed."""
    needed: dict[str, Any] = {"required": ["channel"]}
    if kind is Kind.NEWS:
        needed = {"anyOf": [{"required": [key], "properties": {key: {"minItems": 1}}} for key in STARTS]}
    without = dict.fromkeys(NOT_FOR[kind], False)
    asked = {"required": ["kind"], "properties": {"kind": {"const": kind.value}}}
    return {"if": asked, "then": {"properties": without, **needed}}


def _told(part: dict[str, Any], place: str) -> dict[str, Any]:
    """A part with each key's form in words; without null, which TOML does not have."""
    properties = part.get("properties")
    if properties is None:
        return part
    told = {key: {**_given(value), **_form(f"{place}{key}")} for key, value in properties.items()}
    return {**part, "properties": told}


def _form(key: str) -> dict[str, str]:
    return {"description": FORMS[key]} if key in FORMS else {}


def _given(value: dict[str, Any]) -> dict[str, Any]:
    """What a key may hold where it is given."""
    kept = {key: inner for key, inner in value.items() if key != "default"}
    for choice in kept.pop("anyOf", []):
        if choice != {"type": "null"}:
            kept.update(choice)
    if "pattern" in kept:
        kept["pattern"] = kept["pattern"].replace("\\Z", "$")  # Python's end of a text, in the words of ECMA-262
    return kept
