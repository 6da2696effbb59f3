"""What the tests of several modules share."""

from pathlib import Path

import pytest

from tests.weights.report.inspecting import Inspect


@pytest.fixture
def inspect(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Inspect:
    return Inspect(tmp_path, capsys)
