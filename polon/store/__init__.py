"""The store: append-only JSON Lines below one data folder, one writer at a time, nothing lost by a kill."""
