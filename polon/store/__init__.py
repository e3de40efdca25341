"""The store: append-only JSON Lines below one data folder, one writer at a time, nothing lost by a kill.

`Store` writes; `polon.store.query` reads for people; `polon.store.evidence` keeps the raw bytes.
"""

from polon.store.changes import Change, Written
from polon.store.disk import Repair
from polon.store.errors import Locked, Nothing, Refused, StoreError
from polon.store.known import Known
from polon.store.writer import Store

__all__ = ["Change", "Known", "Locked", "Nothing", "Refused", "Repair", "Store", "StoreError", "Written"]
