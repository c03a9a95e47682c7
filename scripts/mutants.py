"""How many small faults in a package of ``core`` its tests find.

``mutants.py [HOW_MANY] [SEED] [PACKAGE]``; the package is ``scoring`` or ``tally``. Not part of CI:
it takes about a second a mutant. It works in a copy under ``var/mutants`` with an environment of
its own, takes every n-th mutant of the sorted list from a start drawn by the seed (all of them for
0), runs the tests that reach it, and prints the score and each survivor.
"""

import json
import random
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "var/mutants"
MUTMUT = "mutmut==3.8.1"
SLOW = "not five_thousand and not large_group and not hundred_thousand and not published"
TESTS = {
    "scoring": ["tests/core/scoring", "tests/core/ranking"],
    "tally": ["tests/core/tally"],
}
FIRST = {"scoring": "luoshi.core.scoring.vetoes*", "tally": "luoshi.core.tally.disclosure*"}
"""Any few mutants: to run them makes the list of all."""
COPIED = ("src/luoshi/core", "src/luoshi/presets", "src/luoshi/intake", "tests/core", "docs/rules")
SETTINGS = """\
[tool.pytest.ini_options]
pythonpath = ["."]
addopts = "-q -p no:django -p no:randomly -p no:xdist -p no:cacheprovider"
markers = ["data: reads real data"]
[tool.mutmut]
source_paths = ["src"]
only_mutate = ["src/luoshi/core/{package}/*"]
pytest_add_cli_args = ["-k", "{slow}"]
pytest_add_cli_args_test_selection = {tests}
also_copy = ["src", "tests", "docs"]
track_dependencies = false
use_git_change_detection = false
"""
LIVE = (None, 0, 5, 33)
"""Exit codes of mutants that live: not run, survived, reached by no test."""
PROFILE = """\
from hypothesis import settings

settings.register_profile("mutants", deadline=None, max_examples=8, derandomize=True, database=None)
settings.load_profile("mutants")
"""


def prepare(package: str) -> Path:
    """The copy with its settings; the Python of its own environment."""
    shutil.rmtree(WORK / "copy", ignore_errors=True)
    for name in COPIED:
        shutil.copytree(ROOT / name, WORK / "copy" / name)
    for name in ("src/luoshi/__init__.py", "tests/__init__.py", "tests/shared_data.py"):
        shutil.copy(ROOT / name, WORK / "copy" / name)
    settings = SETTINGS.format(package=package, slow=SLOW, tests=json.dumps(TESTS[package]))
    (WORK / "copy/pyproject.toml").write_text(settings, encoding="utf-8")
    (WORK / "copy/tests/conftest.py").write_text(PROFILE, encoding="utf-8")
    python = WORK / "env/bin/python"
    if not python.exists():
        venv.create(WORK / "env", with_pip=True)
        wanted = ["-r", str(ROOT / "requirements/dev.txt"), MUTMUT]
        subprocess.run([python, "-m", "pip", "install", "--quiet", *wanted], check=True)
    return python


def mutmut(python: Path, *arguments: str) -> None:
    subprocess.run([python, "-m", "mutmut", *arguments], cwd=WORK / "copy", check=False)


def outcomes() -> dict[str, int | None]:
    """Every mutant by name with the exit code of its tests: 0 survived, None was not run."""
    found: dict[str, int | None] = {}
    for path in (WORK / "copy/mutants").rglob("*.meta"):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return dict(sorted(found.items()))


def chosen(names: list[str], how_many: int, seed: str) -> list[str]:
    """Every n-th of them, from a start that the seed draws."""
    if not how_many or how_many >= len(names):
        return names
    step, start = len(names) / how_many, random.Random(seed).random()
    return [names[int((i + start) * step)] for i in range(how_many)]


def main(how_many: str = "240", seed: str = "luoshi", package: str = "scoring") -> int:
    """0 where at least nine tenths of the mutants are found."""
    python = prepare(package)
    mutmut(python, "run", "--max-children", "1", FIRST[package])
    names = chosen([*outcomes()], int(how_many), seed)
    mutmut(python, "run", *names)
    told = {name: code for name, code in outcomes().items() if name in set(names)}
    survived = [name for name, code in told.items() if code in LIVE]
    share = 1 - len(survived) / len(told)
    sys.stdout.write("\n".join([*survived, f"{len(told)} mutants, {share:.1%} found", ""]))
    return 0 if share >= 0.9 else 1


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
