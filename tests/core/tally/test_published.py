"""Published outcomes, each from the marks and from rules written as data."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from luoshi.core.ranking import rank
from luoshi.core.tally import Ballot, Tally, read_sealed, sealed_bytes, tally
from tests.shared_data import shared

Rows = list[dict[str, str]]


def table(*parts: str) -> Rows:
    with shared("judging", *parts).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def count(ballots: Iterable[Ballot], contenders: Iterable[str], **plain: Any) -> Tally:
    made = list(ballots)
    rules = {
        "title": "published",
        "contenders": [{"key": each, "name": each} for each in contenders],
        "shown_from": 1,
        **plain,
    }
    return tally(read_sealed(sealed_bytes(rules, made, paper=len(made))))


def panel(size: int) -> list[dict[str, Any]]:
    return [{"key": "panel", "name": "panel", "size": size}]


SKATING = {
    "classes": panel(9),
    "trim": {"drop": 1, "least": 3},
    "rounding": {"total": 2, "mode": "half_up", "means": 2, "parts": 2},
}
"""ISU: the mean without the highest and the lowest, to two decimals; times factor, to two."""


def test_skating_components_and_their_totals() -> None:
    published = {row["performance_id"]: row for row in table("figure_skating", "performances.csv")}
    programmes: dict[tuple[str, ...], dict[str, Rows]] = defaultdict(lambda: defaultdict(list))
    for row in table("figure_skating", "aspects_with_judges.csv"):
        if row["section"] == "components":
            one = published[row["performance_id"]]
            programmes[one["competition"], one["program"]][row["performance_id"]].append(row)
    means, totals = 0, 0
    for performances in programmes.values():
        result = count(
            judges(performances), performances, criteria=factors(performances), **SKATING
        )
        assert {each.contender for each in result.standings} == set(performances)
        for each in result.standings:
            found = [value for _, value in sorted(each.classes[0].means.items())]
            rows = sorted(performances[each.contender], key=lambda row: row["aspect_desc"])
            assert found == [Decimal(row["scores_of_panel_published"]) for row in rows]
            assert each.total == Decimal(published[each.contender]["total_component_score"])
            means, totals = means + len(rows), totals + 1
    assert (means, totals, len(programmes)) == (1085, 217, 8)


def factors(performances: Mapping[str, Rows]) -> list[dict[str, str]]:
    rows = next(iter(performances.values()))
    return [
        {"key": row["aspect_desc"], "name": "c", "maximum": "10", "weight": row["factor"]}
        for row in rows
    ]


def judges(performances: Mapping[str, Rows]) -> Iterable[Ballot]:
    """0.0 is how the protocols write that a judge gave no mark."""
    for judge in (f"J{at}" for at in range(1, 10)):
        marks = {
            key: {
                row["aspect_desc"]: "abstain" if Decimal(row[judge]) == 0 else row[judge]
                for row in rows
            }
            for key, rows in performances.items()
        }
        yield Ballot("panel", marks)


DIVING = {
    "classes": panel(7),
    "trim": {"drop": 1, "least": 7},
    "rounding": {"total": 2, "mode": "half_up"},
}
"""FINA 2000: the middle five of seven × difficulty × 3/5, which is their mean × 3 × difficulty."""


def test_diving_totals_and_ranks() -> None:
    dives: dict[tuple[str, str, str], Rows] = defaultdict(list)
    for row in table("diving_sydney2000", "dives.csv"):
        dives[row["event"], row["round"], row["diver"]].append(row)
    totals = {key: dive_total(rows) for key, rows in dives.items()}
    rounds: dict[tuple[str, str], dict[str, tuple[Decimal, str]]] = defaultdict(dict)
    for row in table("diving_sydney2000", "round_totals.csv"):
        event, stage, diver = row["event"], row["round"], row["diver"]
        assert totals[event, stage, diver] == Decimal(row["round_total_calc"])
        before = {"Prelim": "", "Semi": "Prelim", "Final": "Semi"}[stage]
        carried = totals[event, before, diver] if before else Decimal(0)
        place = (totals[event, stage, diver] + carried, row["rank_published"])
        rounds[event, stage][diver] = place
    for divers in rounds.values():
        found = rank({diver: points for diver, (points, _) in divers.items()})
        assert {each.key: str(each.rank) for each in found} == {
            diver: published for diver, (_, published) in divers.items()
        }
    assert sum(map(len, rounds.values())) == 153


def dive_total(rows: Rows) -> Decimal | None:
    criteria = [
        {
            "key": row["dive_no"],
            "name": "dive",
            "maximum": "10",
            "step": "0.5",
            "weight": str(3 * Decimal(row["difficulty"])),
        }
        for row in rows
    ]
    ballots = (
        Ballot("panel", {"diver": {row["dive_no"]: row[f"J{judge}"] for row in rows}})
        for judge in range(1, 8)
    )
    return count(ballots, ["diver"], criteria=criteria, **DIVING).standings[0].total


EUROVISION = {
    "criteria": [{"key": "points", "name": "points", "maximum": 12}],
    "classes": [
        {"key": "jury", "name": "jury", "size": 50},
        {"key": "televote", "name": "televote", "size": 50},
    ],
    "combine": "sum",
    "tie_break": ["televote"],
    "rounding": {"total": 0, "mode": "half_up"},
}
"""EBU: 12, 10, 8 … 1 points of each jury and each televote, added; the televote parts ties."""


def test_eurovision_points_and_places() -> None:
    published = table("eurovision", "finals_2016_2019_results.csv")
    checked = 0
    for year in range(2016, 2020):
        songs = {row["country"]: row for row in published if row["year"] == str(year)}
        votes = table("eurovision", f"final_{year}_votes_long.csv")
        found = count(points(votes, list(songs)), songs, **EUROVISION)
        for each in found.standings:
            row = songs[each.contender]
            given = {one.key: str(one.total) for one in each.classes}
            assert given == {"jury": row["jury"], "televote": row["televote"]}
            assert (str(each.total), str(each.rank)) == (row["total"], row["place"])
            checked += 1
    assert checked == 104


def points(votes: Rows, songs: list[str]) -> Iterable[Ballot]:
    """A country gives nothing to those it does not name and stands aside for its own song."""
    given: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in votes:
        given[row["constituency"], row["voter"]][row["candidate"]] = row["points"]
    for (constituency, voter), marks in given.items():
        yield Ballot(
            constituency,
            {
                song: {"points": "abstain" if song == voter else marks.get(song, "0")}
                for song in songs
            },
        )
