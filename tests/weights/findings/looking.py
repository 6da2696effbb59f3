"""Looking through the tensors of a real file, all at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.builders import tiny
from tests.generators import result_of
from tests.gui.places import structure_of
from weights.checkpoint import Checkpoint
from weights.findings.finding import Finding
from weights.findings.inquiry import Inquiry
from weights.opening import open_checkpoint
from weights.statistics.scan import scan_now


def opened(folder: Path, content: Any) -> Checkpoint:
    """What torch saved, opened."""
    path = folder / "file.pth"
    path.write_bytes(tiny.saved(content))
    return open_checkpoint(path)


def inquire(checkpoint: Checkpoint) -> Inquiry:
    """Every readable tensor counted and looked at."""
    inquiry = Inquiry(checkpoint, structure_of(checkpoint))
    result_of(inquiry.prepare())
    for node in checkpoint.tensors:
        if node.tensor is not None and node.tensor.data is not None and node.tensor.problem is None:
            result_of(inquiry.examine(node, scan_now(node.tensor.data).statistics()))
    return inquiry


def found_in(folder: Path, content: Any) -> list[Finding]:
    """All findings in what torch saved."""
    checkpoint = opened(folder, content)
    try:
        return inquire(checkpoint).findings
    finally:
        checkpoint.close()
