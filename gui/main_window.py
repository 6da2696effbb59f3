"""The window: puts panes together and joins their signals to the session. It decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QMainWindow, QVBoxLayout, QWidget

from gui import describe, dialogs, preferences, theme
from gui.actions import build_menus
from gui.counting import Counted
from gui.exporting.exports import Exports
from gui.finding import Findings, Found
from gui.jobs import Runner
from gui.labels import named
from gui.libraries import Libraries
from gui.panes.detail_pane import DetailPane
from gui.panes.halves import Halves
from gui.panes.job_bar import JobBar
from gui.panes.message_bar import MessageBar
from gui.panes.recent_menu import RecentMenu
from gui.panes.tree_pane import TreePane
from gui.scan_display import ScanDisplay
from gui.session import Failure, Session
from weights import text
from weights.checkpoint import Checkpoint
from weights.naming import shown_name
from weights.structure import Structure
from weights.tree import Node

_FILTER = "Checkpoints (*.pth *.pt *.bin *.ckpt *.safetensors *.tar *.pkl);;All files (*)"


class MainWindow(QMainWindow):
    """One checkpoint, its tree and its pages."""

    new_window_wanted = Signal(str)
    demo_wanted = Signal()
    quit_wanted = Signal()
    tree_painted = Signal()
    page_painted = Signal(str)
    phase_began = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Weighbridge")
        self.setAcceptDrops(True)
        self.runner = Runner(self)
        self.session = Session(self.runner, self)
        self.findings = Findings(self.session, self.runner, self)
        self.libraries = Libraries(self.runner, self)
        self._has_begun_to_load = False
        self.tree_pane = TreePane(self.runner)
        self.detail = DetailPane(self.runner)
        self.job_bar, self.message_bar = JobBar(), MessageBar()
        self._lay_out()
        self._actions = build_menus(self, self._handlers())
        self._check_scheme()
        recent = RecentMenu(self)
        recent.chosen.connect(lambda path: self.open(Path(path)))
        self._actions["recent"].setMenu(recent)
        self.exports = Exports(self.runner, self, lambda: (self.session.shown, self.detail.current_page()))
        self._actions["export"].setMenu(self.exports.menu)
        self._join_session()
        self._join_panes()
        self._join_libraries()
        self._join_exports()
        self._restore()

    def _lay_out(self) -> None:
        side = named(QWidget(), "side")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side_layout = QVBoxLayout(side)
        side_layout.setContentsMargins(0, 0, 0, 0)
        side_layout.addWidget(self.tree_pane)
        self._halves = Halves(side, self.detail)
        central = QWidget()
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.message_bar)
        layout.addWidget(self._halves, 1)
        layout.addWidget(self.job_bar)
        self.setCentralWidget(central)

    def _join_session(self) -> None:
        session = self.session
        session.opening.connect(self._show_opening)
        session.opened.connect(self._show_checkpoint)
        session.open_failed.connect(self._show_failure)
        session.selected.connect(self._show_selection)
        session.counted.connect(self._show_counted)
        session.count_failed.connect(self._show_count_failed)
        session.count_progressed.connect(
            lambda progress: self.job_bar.progress("Counting", progress.done_bytes, progress.total_bytes)
        )
        session.structure_found.connect(self._show_structure)
        session.scan_failed.connect(self.message_bar.say)
        session.file_changed.connect(self._show_file_changed)
        ScanDisplay(session, self.tree_pane, self.detail, self.job_bar, self)
        self.runner.mistake_found.connect(lambda report: dialogs.show_mistake(self, report))

    def _join_libraries(self) -> None:
        libraries = self.libraries
        libraries.drawing_ready.connect(self.detail.plots_are_ready)
        self.detail.pages_built.connect(libraries.load_counting)
        libraries.counting_ready.connect(self.session.allow_counting)
        libraries.counting_ready.connect(self.findings.allow)
        libraries.counting_ready.connect(lambda: self.phase_began.emit("browsing"))
        libraries.failed.connect(self.message_bar.say)

    def _join_panes(self) -> None:
        self.tree_pane.node_selected.connect(self.session.select)
        self.tree_pane.scan_wanted.connect(self.session.scan_all)
        self.tree_pane.first_painted.connect(self.tree_painted)
        self.tree_pane.first_painted.connect(self.detail.reveal)
        self.detail.node_wanted.connect(self.session.select)
        self.detail.page_painted.connect(self.page_painted)
        self.job_bar.findings_wanted.connect(self._show_overview)
        self.findings.changed.connect(self._show_findings)
        theme.current().changed.connect(self._apply_theme)

    def _join_exports(self) -> None:
        saving = self.exports.saving
        saving.progressed.connect(lambda words, written: self.job_bar.progress(words, written.done, written.total))
        saving.ended.connect(self._show_rest)
        self.exports.said.connect(self.message_bar.say)
        self.detail.heading.copy_wanted.connect(self.exports.copy)
        self.job_bar.cancel_wanted.connect(self._cancel)

    def _cancel(self) -> None:
        if not self.exports.saving.cancel():
            self.session.cancel()

    def open(self, path: Path, wanted: str = "") -> None:
        """Open a file in this window, and select a place in it by its full name."""
        self.message_bar.dismiss()
        self.session.open(path, wanted)

    def load_libraries(self) -> None:
        """Load what draws and what counts, once, behind the first paint."""
        if not self._has_begun_to_load:
            self._has_begun_to_load = True
            self.phase_began.emit("importing")
            self._apply_theme()  # with the icons, whose renderer the first paint did not wait for
            self.libraries.load_drawing()

    def _handlers(self) -> dict[str, Callable[[], object]]:
        pages = {f"page_{n}": lambda n=n: self.detail.choose_page_number(n - 1) for n in range(1, 10)}
        return {
            "open": self._ask_and_open,
            "open_in_new_window": self._ask_and_open_in_new_window,
            "recent": lambda: None,
            "export": lambda: None,
            "reload": self.session.reload,
            "close": self.close,
            "quit": self.quit_wanted.emit,
            "flat_list": lambda: self.tree_pane.set_flat(self._actions["flat_list"].isChecked()),
            "scan_all": self.session.scan_all,
            "scheme_system": lambda: theme.current().follow(None),
            "scheme_light": lambda: theme.current().follow("light"),
            "scheme_dark": lambda: theme.current().follow("dark"),
            "filter": self.tree_pane.focus_query,
            "tree": self.tree_pane.focus_tree,
            "previous_tensor": lambda: self.tree_pane.step(-1),
            "next_tensor": lambda: self.tree_pane.step(1),
            **pages,
            "shortcuts": lambda: dialogs.show_shortcuts(self),
            "demo": self.demo_wanted.emit,
            "about": lambda: dialogs.show_about(self),
        }

    def _show_opening(self, path: Path) -> None:
        name = text.visible(path.name, 60)
        self.job_bar.begin(f"Opening {name}")
        self.detail.show_opening(name)

    def _show_rest(self) -> None:
        """One job is over: show the one that is left, if any."""
        if self.session.opening_path is not None:
            self._show_opening(self.session.opening_path)
        elif not self.exports.saving.is_busy:
            self.job_bar.finish()

    def _show_checkpoint(self, checkpoint: Checkpoint) -> None:
        name = text.visible(shown_name(checkpoint.path))
        self.setWindowTitle(f"{name} — Weighbridge")
        self.message_bar.dismiss()
        totals = checkpoint.totals
        self.job_bar.set_idle_text(
            f"{text.plural(len(checkpoint.tensors), 'tensor')}  ·  "
            f"{text.plural(totals.parameters_unique, 'parameter')}  ·  {text.size(checkpoint.size)} on disk"
        )
        self._show_rest()
        self.tree_pane.show_checkpoint(checkpoint)
        preferences.remember_file(str(checkpoint.path.absolute()))
        if checkpoint.problems:
            self.message_bar.say(describe.problems(checkpoint))

    def _show_failure(self, failure: Failure) -> None:
        self._show_rest()
        self.detail.show_opening("")
        self.message_bar.say(f"{failure.what}: {failure.reason}")

    def _show_selection(self, node: Node) -> None:
        self._show_rest()
        self.tree_pane.select_node(node)
        if self.session.shown is not None:
            self.detail.show_node(self.session.shown)

    def _show_counted(self, counted: Counted) -> None:
        if counted.exact:
            self._show_rest()
            self.tree_pane.set_statistics(counted.node, counted.numbers.statistics)
        if counted.node is self.session.selection:
            self.detail.show_counted(counted)

    def _show_count_failed(self, node: Node, sentence: str) -> None:
        self._show_rest()
        if node is self.session.selection:
            self.detail.show_problem(sentence)

    def _show_structure(self, structure: Structure) -> None:
        self.tree_pane.show_structure(structure)
        if self.session.shown is not None:
            self.detail.show_structure(self.session.shown)

    def _show_findings(self, found: Found) -> None:
        self.job_bar.show_findings(found.count)
        self.tree_pane.show_findings(found.groups)
        self.detail.show_findings(found)

    def _show_overview(self) -> None:
        if self.session.checkpoint is not None:
            self.session.select(self.session.checkpoint.root)
            self.detail.choose_page("overview")

    def _show_file_changed(self, sentence: str) -> None:
        self._show_rest()
        self.detail.show_problem(sentence)
        self.message_bar.say(f"{sentence[0].upper()}{sentence[1:]}.", "Reload", self.session.reload)

    def _ask_and_open(self) -> None:
        for path in self._ask_for_file():
            self.open(Path(path))

    def _ask_and_open_in_new_window(self) -> None:
        for path in self._ask_for_file():
            self.new_window_wanted.emit(path)

    def _ask_for_file(self) -> list[str]:
        open_file = self.session.checkpoint
        folder = str(open_file.path.parent) if open_file else preferences.load("folder")
        path, _ = QFileDialog.getOpenFileName(self, "Open a checkpoint", folder, _FILTER)
        return [path] if path else []

    def _apply_theme(self) -> None:
        self.tree_pane.apply_theme()
        self.detail.apply_theme()
        self._check_scheme()

    def _check_scheme(self) -> None:
        self._actions[f"scheme_{theme.current().asked}"].setChecked(True)

    def _restore(self) -> None:
        self.resize(QSize(1440, 860))
        self.restoreGeometry(preferences.load_state("window"))
        self._halves.restore(preferences.load_number("tree_width"))

    def closeEvent(self, event: QCloseEvent) -> None:
        preferences.save_state("window", self.saveGeometry())
        preferences.save("tree_width", str(self._halves.drawn_width))
        self.findings.stop()
        self.session.close()
        self.runner.shut_down()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.message_bar.dismiss()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        for position, path in enumerate(paths):
            if position == 0:
                self.open(Path(path))
            else:
                self.new_window_wanted.emit(path)
        event.acceptProposedAction()
