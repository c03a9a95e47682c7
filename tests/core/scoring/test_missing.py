from decimal import Decimal

import pytest

from luoshi.core.scoring import Gap, MissingPolicy
from luoshi.core.scoring.missing import Candidate, settle

D = Decimal


def candidates(*pairs: tuple[int, int | None]) -> list[Candidate]:
    return [
        Candidate(f"c{i}", D(weight), None if value is None else D(value))
        for i, (weight, value) in enumerate(pairs)
    ]


@pytest.mark.parametrize(
    ("policy", "threshold", "pairs", "kept", "gap"),
    [
        ("skip_and_reweight", None, [(60, 1), (40, 2)], [1, 2], None),
        (
            "skip_and_reweight",
            None,
            [(60, 1), (40, None)],
            [1],
            ("c1", "0.6", "reweighted"),
        ),
        ("skip_and_reweight", None, [(60, None), (40, None)], [], ("c0 c1", "0", "nothing")),
        ("skip_and_reweight", None, [(0, 1), (40, None)], [], ("c1", "0", "nothing")),
        ("skip_and_reweight", None, [(0, 1)], [], ("", "0", "nothing")),
        ("skip_and_reweight", None, [], [], ("", "0", "nothing")),
        ("zero", None, [(60, 1), (40, None)], [1, 0], ("c1", "0.6", "zero")),
        ("zero", None, [(60, None)], [0], ("c0", "0", "zero")),
        ("zero", None, [], [], ("", "0", "nothing")),
        ("block", "1", [(60, 1), (40, None)], [], ("c1", "0.6", "blocked")),
        ("block", "0.6", [(60, 1), (40, None)], [1], ("c1", "0.6", "reweighted")),
        ("block", "0.61", [(60, 1), (40, None)], [], ("c1", "0.6", "blocked")),
        ("block", "1", [(60, 1), (0, None)], [1], ("c1", "1", "reweighted")),
        ("block", "0.1", [(60, None)], [], ("c0", "0", "nothing")),
    ],
)
def test_policy(
    policy: str,
    threshold: str | None,
    pairs: list[tuple[int, int | None]],
    kept: list[int],
    gap: tuple[str, str, str] | None,
) -> None:
    missing = MissingPolicy(policy, None if threshold is None else D(threshold))
    members, found = settle(candidates(*pairs), missing)
    assert [member.value for member in members] == kept
    expected = gap and Gap(policy, tuple(gap[0].split()), D(gap[1]), gap[2])
    assert found == expected
