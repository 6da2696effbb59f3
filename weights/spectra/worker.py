"""The process that computes singular values: torch lives here, and never in the window's process.

It opens no file: what it computes with arrives on standard input, and it ends as soon as nobody holds the other end.

    in    one line of JSON, the fields of `Order`; then the matrix row by row, `passes` times, as bare numbers
    out   lines of JSON: {"share": 0.25} as the matrix comes in, {"share": null} while the last step runs; at the end
          {"values": [...], "norm": x, "error": x, "device": "cpu"}, the middle two null where all values are exact;
          or {"failed": "a sentence"}
"""

from __future__ import annotations

import json
import os
import select
import sys
import threading
from typing import TYPE_CHECKING, Any

from weights.record import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    import torch

_NICENESS = 10
_AT_ONCE = 1 << 24  # bytes of a block
_NO_TORCH = "torch is needed for this, and cannot be imported"
_NO_MEMORY = "there is not enough memory for this"


@record
class Order:
    """A matrix of `rows` x `columns` elements (float32, float64, complex64 or complex128), and what is wanted of it.

    All values where `passes` is 1; else the `kept` largest, from a space of `directions` for each pass.
    """

    rows: int
    columns: int
    element: str
    passes: int
    kept: int
    directions: int


def main() -> None:
    """Compute what one order asks for, and answer."""
    os.nice(_NICENESS)
    threading.Thread(target=_end_with_the_window, daemon=True).start()
    order = Order(**json.loads(sys.stdin.buffer.readline()))
    try:
        answer = _computed(order)
    except ImportError:
        answer = {"failed": _NO_TORCH}
    except MemoryError:
        answer = {"failed": _NO_MEMORY}
    except RuntimeError as error:  # torch's own; there is no other way to tell what it ran out of
        answer = {"failed": _NO_MEMORY if "memory" in str(error) else "the decomposition did not converge"}
    _say(answer)


def _end_with_the_window() -> None:
    """Wait until the other end of standard input is closed, by intent or by death, and stop whatever runs."""
    poll = select.poll()
    poll.register(sys.stdin, 0)  # nothing but what is always told: hang-up and error
    poll.poll()
    os._exit(1)


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def _computed(order: Order) -> dict[str, Any]:
    import torch  # slow to import, and may be missing

    from weights.spectra.exact import singular_values
    from weights.spectra.randomised import leading_values

    device = "cuda" if torch.cuda.is_available() else "cpu"
    incoming = _Incoming(order, device)
    like = torch.empty(0, dtype=incoming.dtype, device=device)
    if order.passes == 1:
        values = singular_values(incoming.blocks(), like, order.rows, order.columns)
        return {"values": values.tolist(), "norm": None, "error": None, "device": device}
    found = leading_values(
        incoming.blocks,
        like,
        order.columns,
        kept=order.kept,
        directions=order.directions,
        passes=order.passes,
    )
    return {"values": found.values.tolist(), "norm": found.norm, "error": float(found.errors.max()), "device": device}


class _Incoming:
    """The matrix as it comes in, in double precision on the device that computes. Tells how far it has come."""

    def __init__(self, order: Order, device: str) -> None:
        import torch  # as above

        types = {"float32": torch.float32, "float64": torch.float64, "complex64": torch.complex64}
        self._element = types.get(order.element, torch.complex128)
        self.dtype = torch.complex128 if self._element.is_complex else torch.float64
        self._device, self._order = device, order
        self._received = 0  # rows, over all passes

    def blocks(self) -> Iterator[torch.Tensor]:
        """The rows of the next pass, as tensors of shape (n, columns)."""
        import torch  # as above

        order = self._order
        width = order.columns * self._element.itemsize
        at_once = max(1, _AT_ONCE // width)
        for first in range(0, order.rows, at_once):
            rows = min(at_once, order.rows - first)
            data = bytearray(sys.stdin.buffer.read(rows * width))
            if len(data) < rows * width:
                os._exit(1)  # nobody waits for the answer any more
            yield torch.frombuffer(data, dtype=self._element).reshape(rows, -1).to(self._device, self.dtype)
            self._tell(rows)

    def _tell(self, rows: int) -> None:
        self._received += rows
        total = self._order.rows * self._order.passes
        _say({"share": self._received / total if self._received < total else None})


if __name__ == "__main__":
    main()
