"""The seed texts, whose claims were annotated by hand, through the real command and the real scorer.

Texts, annotations and scorer are not part of the project; where they are absent the test is skipped.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / ".." / "shared" / "gold"

pytestmark = pytest.mark.skipif(
    not (GOLD / "score.py").is_file() or not (GOLD / "seeds").is_dir(),
    reason="no annotated seed texts beside the repository",
)


@pytest.fixture(scope="module")
def score() -> ModuleType:
    """The scorer, loaded from its path and leaving nothing beside it."""
    spec = importlib.util.spec_from_file_location("score", GOLD / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    kept, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = kept
    return module


@pytest.fixture(scope="module")
def predicted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `polon extract` writes of the seed texts."""
    done = subprocess.run(
        [sys.executable, "-m", "polon", "extract", str(GOLD / "seeds" / "docs.jsonl"), "--format", "jsonl"],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    file = tmp_path_factory.mktemp("seeds") / "claims.jsonl"
    file.write_bytes(done.stdout)
    return file


def scored(
    score: ModuleType, gold: Path, predicted: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> dict[str, Any]:
    monkeypatch.setattr(sys, "argv", ["score.py", str(gold), str(predicted), "--json"])
    assert score.main() == 0
    result: dict[str, Any] = json.loads(capsys.readouterr().out)
    return result


def test_the_seed_texts_are_read_as_annotated(
    score: ModuleType, predicted: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    result = scored(score, GOLD / "seeds" / "gold.jsonl", predicted, monkeypatch, capsys)
    assert result["documents"] == 2
    assert result["gold"] >= 14
    assert result["found"]["f1"] >= 0.95, result
    assert result["record"]["f1"] >= 0.85, result


def test_the_scorer_tells_a_wrong_number_from_a_right_one(
    score: ModuleType,
    predicted: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What shows that the test above can fail."""
    lines = [json.loads(line) for line in predicted.read_text("utf-8").splitlines()]
    spoilt = tmp_path / "spoilt.jsonl"
    spoilt.write_text("".join(json.dumps(line | {"value": line["value"] + 1}) + "\n" for line in lines), "utf-8")
    result = scored(score, GOLD / "seeds" / "gold.jsonl", spoilt, monkeypatch, capsys)
    assert result["record"]["f1"] == 0
