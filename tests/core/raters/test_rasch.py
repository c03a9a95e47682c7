"""Severities as published, places of extreme scores, and marks the model cannot use."""

import csv

import numpy as np
import pytest

from luoshi.core.errors import Invalid
from luoshi.core.raters import many_facet_rasch
from luoshi.core.raters.marks import Numbers
from tests.shared_data import shared


def table(name: str) -> list[list[str]]:
    path = shared("judging", "rasch_mfrm", "raschpy_global", f"mfrm_global_{name}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def estimates(name: str) -> Numbers:
    return np.array([float(row[1]) for row in table(name)])


def test_severities_and_difficulties_are_those_published() -> None:
    rows = table("scores")
    marks = np.array([[float(mark) for mark in row[2:]] for row in rows])
    fit = many_facet_rasch(marks.reshape(8, len(rows) // 8, -1))
    for found, name, near in (
        (fit.severity, "rater_stats", 0.999),
        (fit.difficulty, "item_stats", 0.999),
        (fit.ability, "person_stats", 0.999),
        (fit.thresholds, "threshold_stats", 0.999),
    ):
        published = estimates(name)
        assert np.corrcoef(found, published)[0, 1] >= near, name
        assert np.abs(found - published).mean() < 0.1, name
    assert abs(fit.severity.sum()) < 1e-9


def test_a_perfect_score_has_a_finite_place_before_all() -> None:
    rng = np.random.default_rng(5)
    marks = rng.integers(0, 4, (6, 5, 3)).astype(float)
    marks[:, 2] = 3
    marks[:, 4] = 0
    fit = many_facet_rasch(marks)
    assert (fit.ability.argmax(), fit.ability.argmin()) == (2, 4)
    assert np.isfinite(fit.ability).all()


def test_marks_that_are_absent_do_not_matter() -> None:
    """A strict rater who saw other contenders is found as strict."""
    rng = np.random.default_rng(6)
    place = np.linspace(-1, 1, 12)[None, :, None] - np.array([1.0, 0, 0, -1])[:, None, None]
    chance = 1 / (1 + np.exp(-(place + np.zeros(60)[None, None, :])))
    marks = (rng.random(chance.shape) < chance).astype(float)
    marks[0, 8:] = np.nan
    marks[3, :4] = np.nan
    fit = many_facet_rasch(marks)
    assert (fit.severity.argmax(), fit.severity.argmin()) == (0, 3)
    assert np.corrcoef(fit.ability, place[1, :, 0])[0, 1] > 0.9


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda marks: marks + 0.5, "marks-not-whole"),
        (lambda marks: marks - 1, "marks-not-whole"),
        (lambda marks: marks * 0, "mark-never-given"),
        (lambda marks: marks * 2, "mark-never-given"),
        (lambda marks: np.where(marks >= 0, np.nan, marks), "raters-disconnected"),
    ],
)
def test_what_it_cannot_use(change: object, code: str) -> None:
    marks = np.random.default_rng(1).integers(0, 3, (4, 5, 2)).astype(float)
    assert callable(change)
    with pytest.raises(Invalid) as refused:
        many_facet_rasch(change(marks))
    assert refused.value.code == code
