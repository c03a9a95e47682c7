"""Extraction: score on the gold documents, and bytes read in a second on one core."""

import importlib.util
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from luoshi.core.extract import extract, to_record
from luoshi.intake import read
from tests.bench.figures import Figure
from tests.shared_data import FOLDER


def figures() -> Iterator[Figure]:
    """F1, past results taken for commitments, and KB/s; nothing where the data is absent."""
    if not FOLDER.exists():
        yield Figure("extraction", "skipped: no ../shared/data", None, "")
        return
    records = [
        to_record(candidate, path.name)
        for path in [*FOLDER.glob("seeds/*.txt"), *FOLDER.glob("extraction/docs/*.txt")]
        for candidate in extract(_stored(path), doc=path.name)
    ]
    gold = str(FOLDER / "extraction/gold")
    judged = _evaluator().score(gold, records)
    yield Figure("extraction", "F1, quantified", judged["f1"], ">= 0.80")
    yield Figure("extraction", "past results taken", judged["fp_retrospective"], "<= 3")
    everything = _evaluator().score(gold, records, quantified_only=False)
    yield Figure("extraction", "F1, all kinds", everything["f1"], "")
    yield Figure("extraction", "documents/ KB a CPU-second", _speed(), ">= 200")


def _stored(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as stream:
        return stream.read()


def _evaluator() -> ModuleType:
    path = FOLDER / "extraction/score_commitments.py"
    spec = importlib.util.spec_from_file_location("score_commitments", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _speed() -> int:
    files = [
        (path.name, path.read_bytes())
        for path in sorted(FOLDER.glob("documents/*"))
        if path.suffix in (".txt", ".html", ".csv")
    ]
    begun = time.process_time()
    for name, data in files:
        extract(read(name, data).text, doc=name)
    spent = time.process_time() - begun
    return round(sum(len(data) for _, data in files) / 1024 / spent)
