"""The packages that Scrapy loads are this repository's: a foreign `spiders` on the path would hide ours silently."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["spiders", "spiders.telegram", "spiders.news", "pipelines", "pipelines.store"])
def test_packages_come_from_this_repository(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__file__ is not None
    assert Path(module.__file__).resolve().is_relative_to(ROOT / name.partition(".")[0])


def test_scrapy_lists_the_spiders_from_the_project_folder() -> None:
    command = [sys.executable, "-m", "scrapy", "list"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert (result.returncode, result.stdout.split()) == (0, ["news", "telegram"])


@pytest.mark.parametrize("name", ["spiders", "pipelines"])
def test_a_foreign_package_before_ours_is_told_not_run(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "__init__.py").write_text("raise SystemExit('foreign code ran')\n", encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "polon", "crawl", "--sources", str(ROOT / "sources"), "--data", str(tmp_path / "data")],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert result.returncode == 2
    assert f"the package '{name}' of {tmp_path / name} hides Polon's own" in result.stderr
    assert not (tmp_path / "data").exists()
