"""The closed vocabularies of the records: the values that a field of a claim, a decision, a fetch or a run can have."""

from __future__ import annotations

from enum import StrEnum


class Event(StrEnum):
    """What is counted."""

    HELD = "held"
    CAPTURED = "captured"
    RELEASED = "released"
    EXCHANGED = "exchanged"
    DIED = "died"
    SENTENCED = "sentenced"
    OTHER = "other"


class Qualifier(StrEnum):
    """How exact the text says the number is."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"
    RANGE = "range"
    VAGUE = "vague"


class Who(StrEnum):
    """Whether the prisoners are military, civilian, or both."""

    MILITARY = "military"
    CIVILIAN = "civilian"
    MIXED = "mixed"


class Status(StrEnum):
    """Whether the text tells the number as a fact, as a plan, or denies it."""

    FACTUAL = "factual"
    PLANNED = "planned"
    DENIED = "denied"


class Withdrawal(StrEnum):
    """Why a claim no longer holds: its source changed or removed the words, or a newer extractor reads them anew."""

    EDITED = "edited"
    DELETED = "deleted"
    EXTRACTOR = "extractor"


class Access(StrEnum):
    """What the page of an article says of access to its text."""

    PAYWALL = "paywall"


class Verdict(StrEnum):
    """What a reviewer decided."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    FIXED = "fixed"
    SKIPPED = "skipped"
    UNDONE = "undone"


class Outcome(StrEnum):
    """How the crawl of one source ended."""

    OK = "ok"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


class Came(StrEnum):
    """What an address of a news site gave when it was last asked."""

    ARTICLE = "article"
    PAYWALL = "paywall"
    EMPTY = "empty"
    GONE = "gone"
