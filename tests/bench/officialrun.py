"""The official run in a database of its own: ``python -m tests.bench.officialrun FOLDER``.

300 counties, 200 monthly indicators in a hierarchy, twelve months of each: made, scored with traces
stored, and one trace opened; prints one JSON line. Beside it the anchors of the same run: as many
rows of the same bytes put into a bare SQLite file, and the rows of the trace read and decoded.
"""

import json
import os
import sqlite3
import statistics
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

UNITS, BRANCHES, EACH, MONTHS, LOOKS = 300, 20, 10, 12, 15
START, END = date(2025, 1, 1), date(2025, 12, 31)
KNOWN = datetime(2026, 1, 20, 2, 0, tzinfo=UTC)
AT = datetime(2026, 1, 21, 2, 0, tzinfo=UTC)
FUNCTION = "{name: linear, worst: 0, best: 1000}"


def main(folder: Path) -> None:
    """Make, run, look."""
    os.environ |= {"LUOSHI_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "luoshi.web.settings"}
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    city, version, lst = _made()
    from luoshi.web.assessment.actions import run_compute

    begun, worked = time.perf_counter(), time.process_time()
    run = run_compute(
        version=version, lists=[lst], title="年度考核", period_start=START, period_end=END,
        by=city.actor("assessor"), at=AT, known_at=KNOWN,
    )  # fmt: skip
    spent, cpu = time.perf_counter() - begun, time.process_time() - worked
    looks, reads = _looked(city, run)
    told = {
        "run_s": spent, "run_cpu_s": cpu, "bare_run_s": _bare(folder, run),
        "trace_ms": looks, "bare_trace_ms": reads, "nodes": sum(1 for _ in _traces(run)),
    }  # fmt: skip
    sys.stdout.write(json.dumps(told) + "\n")


def _made() -> tuple[Any, Any, Any]:
    """The units, the library, the numbers and the scheme."""
    from luoshi.web.assessment.actions import scheme_create
    from luoshi.web.indicators.models import Indicator
    from luoshi.web.units.models import Unit
    from tests.factories import NOW, make_city, make_list, remember

    city = make_city()
    opened = city.unit.opened_on
    for number in range(UNITS - 2):
        remember(
            Unit.objects.create(
                parent=city.unit, code=f"B{number:03}", kind="county", name=f"第{number}县",
                short_name=f"第{number}县", jurisdiction=city.unit, position=1000 + number,
                opened_on=opened,
            )
        )  # fmt: skip
    by = city.person("supervisor")
    Indicator.objects.bulk_create(
        Indicator(
            jurisdiction=city.unit, code=f"i{number}", name=f"指标{number}", direction="higher",
            frequency="month", authority=city.transport, made_by=by, made_at=NOW,
        )
        for number in range(BRANCHES * EACH)
    )  # fmt: skip
    _observe(city, by)
    version = scheme_create(
        jurisdiction=city.unit, text=_scheme(), by=city.actor("assessor"), at=NOW
    )
    return city, version, make_list(city)


def _observe(city: Any, by: Any) -> None:
    from luoshi.core.indicators.periods import month_end
    from luoshi.web.indicators.models import Indicator, Observation, StatisticsFile
    from luoshi.web.units.models import Unit

    counties = list(Unit.objects.filter(kind="county").values_list("pk", flat=True))
    indicators = list(Indicator.objects.values_list("pk", flat=True))
    for month in range(1, MONTHS + 1):
        published = date(2026, 1, 15)
        at = datetime(2026, 1, 16, 2, 0, tzinfo=UTC)
        file = StatisticsFile.objects.create(
            jurisdiction=city.unit, vintage="flash", published_on=published, source="月报",
            sha256=f"{month:064}", name=f"{month}.csv", size=1, given_by=by, given_at=at,
            applied_by=by, applied_at=at,
        )  # fmt: skip
        end = month_end(2025, month)
        Observation.objects.bulk_create(
            (
                Observation(
                    file=file, indicator_id=indicator, unit_id=unit, period_end=end,
                    value=(unit * 37 + indicator * 101 + month) % 1000, vintage="flash", stage=1,
                    published_on=published, known_at=at,
                )
                for indicator in indicators
                for unit in counties
            ),
            batch_size=2_000,
        )  # fmt: skip


def _scheme() -> str:
    leaves = [
        f"      - {{key: i{n}, title: 指标{n}, weight: {100 // EACH}, "
        f"source: 'indicator.value:i{n}', function: {FUNCTION}}}\n"
        for n in range(BRANCHES * EACH)
    ]
    nodes = (
        f"  - key: b{b}\n    title: 方面{b}\n    weight: {100 // BRANCHES}\n    children:\n"
        + "".join(leaves[b * EACH : (b + 1) * EACH])
        for b in range(BRANCHES)
    )
    return (
        "schema: 1\ntitle: 综合考核\nedition: 2025\nsource: 测量\n"
        "groups:\n  - {key: counties, title: 县区, unit_kinds: [county]}\nnodes:\n" + "".join(nodes)
    )


def _looked(city: Any, run: Any) -> tuple[float, float]:
    """Median ms of a trace page for the assessor, and of reading its rows alone."""
    from django.test import Client

    from luoshi.web.assessment.models import ScoreNode

    client = Client(HTTP_HOST="localhost")
    client.force_login(city.person("assessor"))
    scores = list(run.scores.values_list("pk", "unit")[: LOOKS + 2])
    pages, rows = [], []
    for score, unit in scores:
        begun = time.perf_counter()
        answer = client.get(f"/runs/{run.pk}/units/{unit}/")
        pages.append((time.perf_counter() - begun) * 1e3)
        if answer.status_code != 200:
            raise RuntimeError(f"the trace answered {answer.status_code}")
        begun = time.perf_counter()
        list(ScoreNode.objects.filter(score=score))
        rows.append((time.perf_counter() - begun) * 1e3)
    return statistics.median(pages[2:]), statistics.median(rows[2:])


def _traces(run: Any) -> Any:
    from luoshi.web.assessment.models import ScoreNode

    return ScoreNode.objects.filter(score__run=run).values_list("path", "trace").iterator()


def _bare(folder: Path, run: Any) -> float:
    """Seconds to put as many rows of the same bytes into a bare file."""
    rows = [(path, json.dumps(trace, ensure_ascii=False)) for path, trace in _traces(run)]
    bare = sqlite3.connect(folder / "bare.db")
    bare.execute("PRAGMA journal_mode=WAL")
    bare.execute("PRAGMA synchronous=FULL")
    bare.execute("CREATE TABLE node (path TEXT, trace TEXT)")
    begun = time.perf_counter()
    with bare:
        bare.executemany("INSERT INTO node VALUES (?, ?)", rows)
    spent = time.perf_counter() - begun
    bare.close()
    return spent


if __name__ == "__main__":
    main(Path(sys.argv[1]))
