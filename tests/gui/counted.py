"""Values as a scan finds them, without a file."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from gui.counting import Result, result_of
from tests.weights.statistics.samples import stored
from weights.statistics.scan import scan_now


def result(values: Sequence[float], dtype: torch.dtype = torch.float32) -> Result:
    """What a scan keeps of a tensor with these values."""
    return result_of(scan_now(stored(torch.tensor(values).to(dtype))))
