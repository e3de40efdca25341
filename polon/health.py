"""How each source does, by what the runs have told of it. Pure: runs go in, the newest first, and a state comes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from polon.records import Outcome, Run, SourceRun

LASTING = frozenset((
    "preview_off", "group", "bot", "user", "nonexistent", "restricted", "other_channel", "read_twice",
    "layout_changed", "empty_page", "robots", "extraction", "exception", "store",
))  # fmt: skip
"""Causes that do not pass by themselves: the first failure is an alarm."""

TOLD = LASTING | {"throttled", "stale_page"}
"""Causes that are told of a run that was well: another way gave the posts, or most of them could be read."""

IN_A_ROW = 3
"""So many failures in a row are an alarm, whatever the cause."""

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """One source as it stands: `state` is `ok`, `never`, `interrupted` or the cause of the failure in one word.

    `since` is when the first run of this state began, `ended` when the last run ended, `read` when the last one that
    was well did; `failures` counts in a row; `new` are the documents and `claims` the claims of the last seven days.
    `noted` are the causes that do not pass by themselves which the last run met although it was well: a preview that is
    off, where a mirror gave the posts; single posts that could not be read.
    """

    source: str
    state: str
    alarm: bool
    failures: int = 0
    since: datetime | None = None
    ended: datetime | None = None
    read: datetime | None = None
    new: int = 0
    claims: int = 0
    newest: int | None = None
    unseen: int = 0
    history: int | None = None
    via: str | None = None
    reason: str | None = None
    noted: tuple[str, ...] = ()


def health(sources: Sequence[str], runs: Iterable[Run], now: datetime) -> list[Health]:
    """The state of each source, alarms first, then by name; `runs` are the newest first."""
    seen: dict[str, list[tuple[Run, SourceRun]]] = {name: [] for name in sources}
    for run in runs:
        for line in run.sources:
            if line.source in seen and run.command == "crawl":
                seen[line.source].append((run, line))
    found = [_health(name, lines, now) for name, lines in seen.items()]
    return sorted(found, key=lambda one: (not one.alarm, one.source))


def word_of(line: SourceRun) -> str:
    """The state that a run found a source in, in one word: the cause stands first in its reason."""
    if line.outcome is not Outcome.FAILED:
        return line.outcome.value
    match = re.match(r"[a-z][a-z0-9_]*", line.reason or "")
    return match[0] if match else "failed"


def _health(name: str, lines: Sequence[tuple[Run, SourceRun]], now: datetime) -> Health:
    told = [(run, line) for run, line in lines if line.outcome is not Outcome.INTERRUPTED] or list(lines)
    if not told:
        return Health(source=name, state="never", alarm=False)
    run, last = told[0]
    state = word_of(last)
    same = _leading(told, lambda line: word_of(line) == state)
    failures = len(_leading(told, lambda line: line.outcome is Outcome.FAILED))
    week = [line for run_, line in lines if run_.started > now - WEEK]
    whole = next((line for _, line in lines if line.newest is not None), last)
    return Health(
        source=name,
        state=state,
        alarm=failures >= IN_A_ROW or (failures > 0 and state in LASTING),
        failures=failures,
        since=same[-1][0].started,
        ended=run.ended,
        read=next((run_.ended for run_, line in lines if line.outcome is Outcome.OK), None),
        new=sum(line.new for line in week),
        claims=sum(line.claims for line in week),
        newest=whole.newest,
        unseen=whole.unseen,
        history=whole.history,
        via=last.via,
        reason=last.reason,
        noted=tuple(sorted(TOLD & last.errors.keys())) if last.outcome is Outcome.OK else (),
    )


def _leading(lines: Sequence[tuple[Run, SourceRun]], fits: Callable[[SourceRun], bool]) -> list[tuple[Run, SourceRun]]:
    return list(takewhile(lambda pair: fits(pair[1]), lines))
