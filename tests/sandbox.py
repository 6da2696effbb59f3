"""Runs the command line on hostile files, each in a process of its own that may not use much memory or time.

A server process imports everything once, then forks for each file: hundreds of files cost one start.
"""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import traceback
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

MEMORY = 2 << 30
SECONDS = 2 * 20  # of the processor, for a walk and for the command
PATIENCE = 60  # of the clock, for what sleeps for ever
LOOKED_AT = 100
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Report:
    """How it went. `status` is the exit status, negative for a signal; `seconds` of the processor; `peak` in bytes."""

    status: int
    seconds: float
    peak: int
    stdout: str
    stderr: str

    @property
    def document(self) -> Any:
        """What was printed, as strict JSON; None where nothing was."""
        return json.loads(self.stdout, parse_constant=_refuse) if self.stdout else None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not strict JSON")


class Sandbox:
    """The server, from the test's side."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.sandbox"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.communicate()

    def inspect(self, path: Path, folder: Path) -> Report:
        """`weighbridge inspect --stats --json --values 3 PATH` in a folder, after a walk over all in the file."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([str(path), str(folder)]) + "\n")
        self._process.stdin.flush()
        return Report(**json.loads(self._process.stdout.readline()))


def _serve() -> None:
    _warm_up()
    for line in sys.stdin:
        print(json.dumps(_contained(*map(Path, json.loads(line)))), flush=True)


def _warm_up() -> None:
    """Have everything imported and the kernels ready before the first fork; not torch, whose pages forks would copy."""
    from tests.builders.containers import torch_zip
    from tests.builders.opcodes import pickle, push, tensor, zip_storage

    kinds = ("Float", "Double", "BFloat16", "Long", "Byte")
    tensors = {kind: tensor(zip_storage(2, f"{kind}Storage", kind), (2,)) for kind in kinds}
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
        path = Path(folder) / "model.pth"
        path.write_bytes(torch_zip(pickle(push(tensors)), dict.fromkeys(kinds, bytes(16))))
        _inspect(path)


def _contained(path: Path, folder: Path) -> dict[str, object]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            _become_inspector(path, folder, out.fileno(), err.fileno())
        _, status, usage = os.wait4(child, 0)
        out.seek(0)
        err.seek(0)
        return {
            "status": os.waitstatus_to_exitcode(status),
            "seconds": usage.ru_utime + usage.ru_stime,
            "peak": usage.ru_maxrss * 1024,
            "stdout": out.read().decode(),
            "stderr": err.read().decode(),
        }


def _become_inspector(path: Path, folder: Path, out: int, err: int) -> None:
    """In the child: hold it to the limits, look at the file, and leave without cleaning up after the server."""
    status = 99
    try:
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.chdir(folder)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        signal.alarm(PATIENCE)
        walk(path)
        status = _inspect(path)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _inspect(path: Path) -> int:
    from weights import cli

    return cli.run(["inspect", "--stats", "--json", "--values", "3", str(path)])


def walk(path: Path) -> int:
    """Open a file and look at its first tensors; how many could be read. Lets through what is a bug of ours."""
    from weights.errors import WeighbridgeError
    from weights.opening import open_checkpoint

    try:
        checkpoint = open_checkpoint(path)
    except WeighbridgeError:
        return 0
    read = 0
    for node in checkpoint.tensors[:LOOKED_AT]:
        with suppress(WeighbridgeError):
            read += node.tensor is not None and _look(node.tensor.data)
        checkpoint.shared_with(node)
    checkpoint.close()
    return read


def _look(data: Any) -> bool:
    from weights.statistics.scan import scan_now

    if data is None:
        return False
    data.read(tuple((0, min(length, 2)) for length in data.shape))
    scan_now(data).statistics()
    return True


if __name__ == "__main__":
    _serve()
