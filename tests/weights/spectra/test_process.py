"""The process that computes: what it answers, how it fails, and that nothing of it stays."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
import torch

from tests.generators import result_of
from tests.gui.pages.stored import stored
from tests.weights.spectra.matrices import VALUES, of_values
from weights.errors import NotComputed, Unreadable
from weights.spectra import cost, process
from weights.spectra.process import WORKER, Steps, spectrum
from weights.tensors import Stored

SMALL = torch.tensor([[3.0, 0.0], [0.0, 1.0], [0.0, 0.0]])


def python(code: str) -> Sequence[str]:
    """A worker that runs this code instead."""
    return sys.executable, "-c", code


WITHOUT_TORCH = python("import sys; sys.modules['torch'] = None; from weights.spectra.worker import main; main()")
ENDS_AT_ONCE = python("")
CRASHES = python("import os, signal, sys; sys.stdin.readline(); os.kill(os.getpid(), signal.SIGKILL)")
OUT_OF_MEMORY = python(
    "from weights.spectra import exact, worker\n"
    "def singular_values(*_): raise RuntimeError('not enough memory: you tried to allocate 8 bytes')\n"
    "exact.singular_values = singular_values\n"
    "worker.main()"
)
DOES_NOT_CONVERGE = python(
    "from weights.spectra import exact, worker\n"
    "def singular_values(*_): raise RuntimeError('linalg.svd: failed to converge')\n"
    "exact.singular_values = singular_values\n"
    "worker.main()"
)
NEVER_ANSWERS = python("import time; print('{\"share\": 0.5}', flush=True); time.sleep(1000)")


@pytest.fixture(autouse=True)
def no_process_is_left_behind() -> Iterator[None]:
    pipes = len(os.listdir("/proc/self/fd"))
    yield
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    assert len(os.listdir("/proc/self/fd")) == pipes


def wait_for_share(steps: Steps, share: float) -> None:
    while next(steps).share != share:
        pass


def test_all_values_of_a_matrix() -> None:
    values = VALUES["ill-conditioned"]
    found = result_of(spectrum(stored(of_values(values, 3000))))
    assert found.values == pytest.approx(values.numpy(), rel=0, abs=1e-14)
    assert found.is_exact


def test_the_largest_values_of_a_large_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cost, "MOST_EXACT", 200)
    monkeypatch.setattr(process, "DIRECTIONS", 32)
    monkeypatch.setattr(process, "KEPT", 16)
    matrix = torch.randn(300, 400, generator=torch.Generator().manual_seed(3)) + 1.0
    found = result_of(spectrum(stored(matrix)))
    true = np.linalg.svd(matrix.double().numpy(), compute_uv=False)
    assert found.error is not None
    assert found.values == pytest.approx(true[:16], rel=found.error + 1e-12)
    assert found.norm == pytest.approx(float(matrix.double().norm()))


def test_tells_how_far_it_is() -> None:
    told = list(dict.fromkeys(progress.share for progress in spectrum(stored(torch.ones(100_000, 64)))))
    assert told[0] == 0
    assert told[-1] is None
    assert all(0 < share < 1 for share in told[1:-1] if share is not None)
    assert len(told) > 2


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (WITHOUT_TORCH, "torch is needed"),
        (ENDS_AT_ONCE, "ended early"),
        (CRASHES, "ended early"),
        (OUT_OF_MEMORY, "not enough memory"),
        (DOES_NOT_CONVERGE, "did not converge"),
        (("/there/is/no/such/program",), "cannot be started"),
    ],
)
def test_a_process_that_fails_is_said(command: Sequence[str], sentence: str) -> None:
    with pytest.raises(NotComputed, match=sentence):
        result_of(spectrum(stored(torch.ones(2000, 2000)), command))


@pytest.mark.parametrize("tensor", [SMALL, torch.zeros(3000, 3000)], ids=["all sent", "pipe full"])
def test_stopping_ends_a_process_that_never_answers(tensor: torch.Tensor) -> None:
    steps = spectrum(stored(tensor), NEVER_ANSWERS)
    wait_for_share(steps, 0.5)
    next(steps)
    steps.close()


def test_what_cannot_be_read_ends_the_process() -> None:
    whole = stored(SMALL)
    with pytest.raises(Unreadable, match="reaches byte"):
        result_of(spectrum(Stored(whole.storage, whole.dtype, (9, 9), (9, 1))))


def test_an_empty_matrix_has_none() -> None:
    with pytest.raises(NotComputed, match="no elements"):
        result_of(spectrum(stored(torch.empty(0, 7))))


def test_the_process_ends_when_nobody_waits_for_it_any_more() -> None:
    order = {"rows": 100, "columns": 100, "element": "float32", "passes": 1, "kept": 1, "directions": 1}
    question = json.dumps(order).encode() + b"\n" + bytes(100 * 100 * 4)
    run = subprocess.run(WORKER, input=question, capture_output=True, check=False, timeout=60)
    assert run.returncode == 1
    assert b"values" not in run.stdout
