"""The page of a whole file: what it is, how large, of what types, where its bytes are, and what was found in it."""

from __future__ import annotations

from collections.abc import Generator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from gui import theme
from gui.describe import Figure
from gui.figures import FigureLine
from gui.finding import Found
from gui.jobs import Runner
from gui.labels import label
from gui.models.entries import Entry, child_name
from gui.pages.entry_table import EntryTable
from gui.pages.finding_section import FindingSection
from gui.pages.import_list import ImportList
from gui.pages.type_mix import TypeMix
from gui.shown import Shown
from weights import text
from weights.checkpoint import Checkpoint, Problem
from weights.composition import Composition, compose
from weights.errors import WeighbridgeError
from weights.tree import full_name

_SLOT = "composition"
_ROWS = 8
_MAX_PROBLEMS = 50
_SIDE_BY_SIDE = 720  # from this width on, parts and largest tensors stand beside each other
_RUNS_NOTHING = "Nothing of this is run here. A program that unpickles the file would import these names:"


class OverviewPage(QScrollArea):
    """Says everything about a checkpoint that its headers say, and what deserves a second look."""

    node_wanted = Signal(object)  # Node
    place_wanted = Signal(object)  # Place

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self._runner = runner
        self._checkpoint: Checkpoint | None = None
        self._about = _wrapping(label(selectable=True))
        self._figures = FigureLine()
        self._types = TypeMix()
        self._parts = EntryTable(child_name, whole_height=True)
        self._largest = EntryTable(full_name, whole_height=True)
        self._problems = _wrapping(label(selectable=True))
        self._findings = FindingSection()
        self._imports = ImportList()
        self._lay_out()
        self._findings.place_wanted.connect(self.place_wanted)
        for table in (self._parts, self._largest):
            table.node_wanted.connect(self.node_wanted)

    def _lay_out(self) -> None:
        content = QWidget()
        content.setObjectName("overview")
        layout = QVBoxLayout(content)
        layout.setContentsMargins(0, theme.UNIT * 2, 0, theme.GROUP)
        layout.setSpacing(theme.GROUP)
        layout.addWidget(self._about)
        layout.addWidget(self._figures)
        self._type_group = _group("Element types", self._types)
        self._part_group = _group("Where the bytes are", self._parts)
        self._largest_group = _group("Largest tensors", self._largest)
        self._problem_group = _group("Problems", self._problems)
        self._finding_group = _group("Findings", self._findings)
        self._import_group = _group(
            "What the pickle names", _wrapping(label(_RUNS_NOTHING, role="secondary")), self._imports
        )
        self._pair = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._pair.setSpacing(theme.MARGIN)
        self._pair.addWidget(self._part_group, 1, Qt.AlignmentFlag.AlignTop)
        self._pair.addWidget(self._largest_group, 1, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._problem_group)
        layout.addWidget(self._finding_group)
        layout.addWidget(self._type_group)
        layout.addLayout(self._pair)
        layout.addWidget(self._import_group)
        layout.addStretch(1)
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_node(self, shown: Shown) -> None:
        """Show a checkpoint; what needs a walk over all its tensors follows from a job."""
        checkpoint = shown.checkpoint
        if checkpoint is self._checkpoint:
            return
        self._checkpoint = checkpoint
        self._about.setText(_sentence(checkpoint))
        self._figures.show_figures(_figures(checkpoint))
        self._problems.setText(_problem_lines(checkpoint.problems))
        self._problem_group.setVisible(bool(checkpoint.problems))
        for group in (self._type_group, self._part_group, self._largest_group, self._import_group):
            group.hide()  # while it is filled, or the whole page would be laid out anew for each line
        self._imports.show_imports(checkpoint.imports)
        self._import_group.setVisible(bool(checkpoint.imports))
        self._compose(checkpoint)
        self.verticalScrollBar().setValue(0)

    def show_findings(self, found: Found) -> None:
        """Show what was found so far."""
        self._findings.show_found(found)
        self._finding_group.setVisible(bool(found.groups or found.examined or found.waiting))

    def drawing(self) -> QWidget | None:
        """All of the page, also what is scrolled out of sight."""
        return self.widget()

    def apply_theme(self) -> None:
        """Take up the colours in force."""
        for part in (self._types, self._parts, self._largest, self._findings):
            part.apply_theme()

    def _compose(self, checkpoint: Checkpoint) -> None:
        def work() -> Generator[None, None, Composition]:
            return (yield from compose(checkpoint, _ROWS))

        self._runner.start(_SLOT, work, done=self._show_composition, failed=self._say)

    def _show_composition(self, composition: Composition) -> None:
        if self._checkpoint is None:
            return
        whole = self._checkpoint.totals.bytes_unique
        self._types.show_shares(composition.types)
        parts = {part.node: (part.parameters, part.size) for part in composition.parts}
        self._parts.show_nodes(list(parts), whole, parts.__getitem__, hidden=(Entry.SHAPE, Entry.TYPE))
        self._largest.show_nodes(composition.largest, whole, hidden=(Entry.PARAMETERS,))
        self._type_group.setVisible(bool(composition.types))
        self._part_group.setVisible(len(composition.parts) > 1)
        self._largest_group.setVisible(len(composition.largest) > 1)

    def _say(self, error: WeighbridgeError) -> None:
        self._problems.setText(text.visible(str(error)))
        self._problem_group.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.viewport().width() >= _SIDE_BY_SIDE
        self._pair.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)


def _group(title: str, *contents: QWidget) -> QWidget:
    """A quiet heading over what belongs to it."""
    group = QWidget()
    layout = QVBoxLayout(group)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.UNIT * 2)
    layout.addWidget(label(title, role="faint", font=theme.label_font()))
    for content in contents:
        layout.addWidget(content)
    return group


def _wrapping(line: QLabel) -> QLabel:
    line.setWordWrap(True)
    return line


def _sentence(checkpoint: Checkpoint) -> str:
    about = text.visible(checkpoint.about)
    return about if about.endswith(".") else f"{about}."


def _figures(checkpoint: Checkpoint) -> list[Figure]:
    totals = checkpoint.totals
    rows = [Figure("parameters", text.count(totals.parameters_unique), tooltip="Shared storage counted once")]
    if totals.parameters_listed != totals.parameters_unique:
        listed = text.count(totals.parameters_listed)
        rows.append(Figure("listed", listed, tooltip="Every name counted, also where several share a storage"))
    rows.append(Figure("tensors", text.count(len(checkpoint.tensors))))
    if checkpoint.values:
        rows.append(Figure("other values", text.count(len(checkpoint.values))))
    rows.append(
        Figure("values take", text.size(totals.bytes_unique), tooltip=f"{text.count(totals.bytes_unique)} bytes")
    )
    rows.append(Figure("file", text.size(checkpoint.size), tooltip=f"{text.count(checkpoint.size)} bytes"))
    rows.append(Figure("format", text.visible(checkpoint.kind)))
    if totals.bytes_unreferenced:
        rows.append(
            Figure(
                "unreferenced",
                text.size(totals.bytes_unreferenced),
                "attention",
                "Bytes of storages that no tensor in the file reaches",
            )
        )
    return rows


def _problem_lines(problems: Sequence[Problem]) -> str:
    lines = [
        text.visible(f"{problem.where}: {problem.message}" if problem.where else problem.message, 400)
        for problem in problems[:_MAX_PROBLEMS]
    ]
    if len(problems) > _MAX_PROBLEMS:
        lines.append(f"and {text.count(len(problems) - _MAX_PROBLEMS)} more")
    return "\n".join(lines)
