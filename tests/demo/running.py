"""Runs `polon demo` as a process of its own and reads what it left, line by line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Ran:
    """What a run of the demonstration did: its exit status, what it printed, and what the store then holds."""

    status: int
    printed: str
    error: str
    documents: list[Json]
    claims: list[Json]
    runs: list[Json]

    def document(self, name: str) -> Json:
        """The last line of a document; an article by its path."""
        return [d for d in self.documents if d["id"] == name or d["url"].endswith(name)][-1]

    def counts(self, source: str, *names: str) -> list[int]:
        """Counts of a source in the last run."""
        line: Json = next(s for s in self.runs[-1]["sources"] if s["source"] == source)
        return [line[name] for name in names]


def lines(folder: Path, kind: str) -> list[Json]:
    files = sorted((folder / kind).rglob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def run(folder: Path, *options: str, **environment: str) -> Ran:
    # A proxy of the user's, and hosts that are none of its business: the demonstration has its own.
    hostile = {"http_proxy": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9", "NO_PROXY": "localhost"}
    clean = {k: v for k, v in os.environ.items() if not k.startswith("POLON_") and k not in {"COLUMNS", "no_proxy"}}
    done = subprocess.run(
        [sys.executable, "-m", "polon", "demo", *options],
        cwd=folder,
        env=clean | hostile | {"COLUMNS": "80", "POLON_DATA": str(folder / "not-here")} | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    kept = (lines(folder / "demo-data", kind) for kind in ("documents", "claims", "runs"))
    return Ran(done.returncode, done.stdout, done.stderr, *kept)
