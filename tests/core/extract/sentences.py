"""How the tests here read one invented sentence as part of a plan for 2024."""

from luoshi.core.extract import Candidate, extract

PLAN = "二、2024年工作安排\n"


def planned(sentence: str) -> tuple[Candidate, ...]:
    return extract(PLAN + sentence, year=2024)


def only(sentence: str) -> Candidate:
    (candidate,) = planned(sentence)
    return candidate


def figures(sentence: str) -> list[tuple[str | None, str, str, str | None]]:
    """Metric, comparator, value and unit of each candidate."""
    return [(c.metric, c.comparator, str(c.value), c.unit) for c in planned(sentence)]
