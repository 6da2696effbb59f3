"""What a page is handed: a place in a checkpoint, and what is known beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from gui.counting import Numbers
from weights.checkpoint import Checkpoint
from weights.record import record
from weights.structure import Structure
from weights.tensors import Readable
from weights.tree import Node

if TYPE_CHECKING:
    from weights.statistics.summary import Statistics


class Known(Protocol):
    """What has been counted so far. It grows while a checkpoint is scanned; whoever holds it sees the present state."""

    def numbers(self, node: Node) -> Numbers | None:
        """The distribution and figures of a tensor, under whichever name it was counted; None while not known."""

    def statistics(self, node: Node) -> Statistics | None:
        """Its figures alone, which are kept longer."""


class NothingKnown:
    """Of a checkpoint that nobody has counted anything in."""

    def numbers(self, node: Node) -> Numbers | None:
        return None

    def statistics(self, node: Node) -> Statistics | None:
        return None


@record
class Shown:
    """A place in a checkpoint, the checkpoint's structure (empty until it is worked out), and the numbers known."""

    checkpoint: Checkpoint
    node: Node
    structure: Structure
    known: Known

    @property
    def data(self) -> Readable | None:
        """The tensor, where its values can be read."""
        tensor = self.node.tensor
        return tensor.data if tensor is not None and tensor.problem is None else None

    @property
    def why_no_data(self) -> str:
        """Why its values cannot be read, as a sentence of a page."""
        problem = self.node.tensor.problem if self.node.tensor is not None else None
        return problem or "Its values are not in the file"
