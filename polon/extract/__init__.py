"""Text to claims: pure functions of text, publication date and language; no files, no network, no clock, no state.

The one exception reads the packaged language files, once.
"""

from __future__ import annotations

from polon.extract.claims import claims_from, claims_of, extractor, read_text
from polon.extract.lexicon import available, experimental
from polon.extract.patterns import LanguageError

__all__ = ["LanguageError", "available", "claims_from", "claims_of", "experimental", "extractor", "read_text"]
