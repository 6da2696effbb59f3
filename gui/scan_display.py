"""Shows in the window how the scan of the checkpoint is getting on, and what it finds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from gui.panes.detail_pane import DetailPane
from gui.panes.job_bar import JobBar
from gui.panes.tree_pane import TreePane
from gui.scanning import ScanEnd, ScanStep
from gui.session import Session
from weights.tree import Node


class ScanDisplay(QObject):
    """Joins the session's scan to the tree, to the page on show, and to the job bar."""

    def __init__(
        self, session: Session, tree_pane: TreePane, detail: DetailPane, job_bar: JobBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._tree_pane, self._detail, self._job_bar = session, tree_pane, detail, job_bar
        session.what_is_visible = tree_pane.visible_nodes
        self._join()

    def _join(self) -> None:
        session = self._session
        session.opened.connect(lambda _: self._forget())
        session.scanned.connect(self._show_numbers)
        session.scan_progressed.connect(self._show_step)
        session.scan_finished.connect(self._show_end)
        session.scan_offered.connect(self._show_end)
        session.scan_failed.connect(lambda _: self._forget())
        session.file_changed.connect(lambda _: self._forget())
        session.file_changed.connect(lambda _: self._tree_pane.forget_numbers())
        session.branches_summed.connect(self._tree_pane.show_branches)
        self._job_bar.scan_wanted.connect(session.scan_all)

    def _forget(self) -> None:
        self._job_bar.finish_scan("")

    def _show_numbers(self, nodes: Sequence[Node]) -> None:
        shown = self._session.shown
        if shown is not None:
            found = [(node, shown.known.statistics(node)) for node in nodes]
            self._tree_pane.take_in_statistics((node, known) for node, known in found if known is not None)
            self._detail.take_in_numbers()

    def _show_step(self, step: ScanStep) -> None:
        self._job_bar.show_scan(step.in_words(), step.share)

    def _show_end(self, end: ScanEnd) -> None:
        offer = f"Scan all: {end.left.in_words()}" if end.left is not None else ""
        self._job_bar.finish_scan(end.in_words(), offer)
