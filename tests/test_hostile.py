"""Files that lie: nothing runs, nothing hangs, nothing crashes, and what is wrong is said in a sentence."""

from __future__ import annotations

import os
import pickletools
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.hostile import Case, Outcome, calls, cases
from tests.builders.opcodes import call, pickle
from tests.sandbox import MEMORY, SECONDS, Report, Sandbox

# Control characters but the line's end, zero-width and bidi characters, line separators, lone surrogates.
_HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as running:
        yield running


@pytest.fixture
def folder() -> Iterator[Path]:
    """Like `tmp_path`, but gone at once: some of the files are large."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.mark.parametrize("case", list(cases()), ids=str)
def test_a_file_that_lies(case: Case, sandbox: Sandbox, folder: Path) -> None:
    path = case.write(folder)
    before = sorted(os.listdir(folder))
    report = sandbox.inspect(path, folder)
    assert sorted(os.listdir(folder)) == before, "something ran, or something was written beside the file"
    _check_contained(report)
    _check_outcome(case.outcome, report, path)


def _check_contained(report: Report) -> None:
    assert report.status in (0, 1), report.stderr
    assert "Traceback" not in report.stderr
    assert report.seconds < SECONDS
    assert report.peak < MEMORY
    assert all(line.startswith("weighbridge: error: ") for line in report.stderr.splitlines())
    assert not _HIDDEN.search(report.stderr + report.stdout), "raw characters of the file reach the terminal"


def _check_outcome(outcome: Outcome, report: Report, path: Path) -> None:
    document = report.document
    if outcome is Outcome.REFUSED or (outcome in (Outcome.EITHER, Outcome.SAID) and document is None):
        assert report.status == 1
        assert document is None
        assert len(report.stderr.splitlines()) == 1
        return
    assert document["path"] == str(path)
    is_marked = bool(document["problems"] or any(tensor["problem"] for tensor in document["tensors"]))
    assert report.status == (1 if is_marked else 0)
    assert is_marked or outcome not in (Outcome.MARKED, Outcome.SAID)


@pytest.mark.parametrize("what", list(calls.CALLS))
def test_a_call_is_listed_and_not_made(what: str, sandbox: Sandbox, folder: Path) -> None:
    (case,) = (case for case in calls.cases() if case.name == f"zip: {what} as a value")
    module, attribute, _ = calls.CALLS[what]
    imports = sandbox.inspect(case.write(folder), folder).document["imports"]
    assert {"global": f"{module}.{attribute}", "called": True, "known": False} in imports


def test_the_canary_sings_where_a_pickle_is_run(folder: Path) -> None:
    (folder / "payload").write_bytes(pickle(call("os", "system", calls.SHELL)))
    program = "import pickle; pickle.load(open('payload', 'rb'))"
    subprocess.run([sys.executable, "-c", program], cwd=folder, check=True)
    assert (folder / "canary").exists()


@pytest.mark.parametrize("opcode", pickletools.opcodes, ids=lambda opcode: opcode.name)
def test_an_opcode_that_finds_nothing_it_needs(opcode: pickletools.OpcodeInfo, sandbox: Sandbox, folder: Path) -> None:
    path = folder / "model.pth"
    path.write_bytes(b"\x80\x04" + opcode.code.encode("latin-1") + b"\xff" * 8 + b".")
    _check_contained(sandbox.inspect(path, folder))
