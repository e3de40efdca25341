"""An annotated set on disk: docs.jsonl, gold.jsonl, and perhaps the claims of another tool."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from polon.commands.inputs import InputError, read_inputs
from polon.evaluate import Annotation, Comparison, annotation_of, compare
from polon.extract import claims_of
from polon.records import Document


@dataclass(slots=True)
class GoldSet:
    """The comparison of each document, its text, and the lines that could not be used."""

    comparisons: list[Comparison] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


class _Gold(msgspec.Struct):
    id: str
    claims: list[Annotation]


class _Claim(msgspec.Struct):
    document: str


def read_set(docs: Path, gold: Path, claims: Path | None) -> GoldSet:
    """Compares every document of `gold` with what the extractor finds in it, or with the claims of a file.

    Raises OSError where a file cannot be read; a line that cannot be used is a problem, and the others count.
    """
    found = GoldSet()
    documents: dict[str, Document] = {}
    for item in read_inputs([str(docs)], None, None):
        if isinstance(item, InputError):
            found.problems.append(str(item))
        else:
            documents[item.id] = item
    docs.stat()  # read_inputs tells of a missing file as of a bad line
    others = _others(claims, found) if claims is not None else None
    for place, line in _lines(gold):
        try:
            entry = msgspec.json.decode(line, type=_Gold)
            _check(entry, documents)
        except (msgspec.DecodeError, ValueError) as error:
            found.problems.append(f"{place}: {error}")
            continue
        document = documents[entry.id]
        given = [annotation_of(c) for c in claims_of(document)] if others is None else others.get(entry.id, [])
        found.texts[entry.id] = document.text
        found.comparisons.append(compare(entry.id, entry.claims, given))
    return found


def _check(entry: _Gold, documents: dict[str, Document]) -> None:
    document = documents.get(entry.id)
    if document is None:
        raise ValueError(f"there is no document {entry.id!r}")
    for claim in entry.claims:
        if document.text[claim.start : claim.end] != claim.surface:
            raise ValueError(f"{claim.surface!r} does not stand at {claim.start} to {claim.end} of {entry.id!r}")


def _others(path: Path, found: GoldSet) -> dict[str, list[Annotation]]:
    claims: dict[str, list[Annotation]] = {}
    for place, line in _lines(path):
        try:
            name = msgspec.json.decode(line, type=_Claim).document
            claims.setdefault(name, []).append(msgspec.json.decode(line, type=Annotation))
        except msgspec.DecodeError as error:
            found.problems.append(f"{place}: {error}")
    return claims


def _lines(path: Path) -> Iterator[tuple[str, bytes]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield f"{path}, line {number}", line
