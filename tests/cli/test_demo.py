"""``luoshi demo`` as a person meets it."""

import pytest
from click.testing import CliRunner

from luoshi.cli import main


@pytest.mark.parametrize("scale", ["0", "many", "-5", "2000k", "1.5k"])
def test_wrong_scale_is_told_in_both_languages(scale: str) -> None:
    answer = CliRunner().invoke(main, ["demo", f"--scale={scale}"])
    assert answer.exit_code == 2
    assert "应是 1 至 1000000 的整数" in answer.output
    assert "A whole number from 1 to 1000000" in answer.output
