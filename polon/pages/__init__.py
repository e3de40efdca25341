"""Markup to Documents: pure functions of bytes and URL; they run on a saved page and never fetch."""
