"""The application object and its one window: arguments in, window shown, heavy libraries loaded behind it."""

from __future__ import annotations

import gc
import sys
import time
import traceback
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, QProcess, QSize, Qt, QTimer
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from gui import icons, theme
from gui.arguments import parse
from gui.counting import Counted
from gui.main_window import MainWindow
from gui.screenshot import Screenshot
from gui.session import Failure
from gui.trace import Trace
from weights.text import visible

SWITCH_INTERVAL = 0.0001
"""Seconds after which a thread gives way: at Python's own 5 ms a busy worker makes each repaint 25 times as slow."""

COLLECTIONS = (50_000, 20, 100)
"""When the garbage collector looks at young, middle-aged and old objects: each look holds up the window, and with
Python's own numbers an index of a hundred thousand names is looked at over and over while it is made."""


def build(argv: Sequence[str], started: float | None = None) -> tuple[QApplication, MainWindow]:
    """The application and its window, shown, without entering the event loop.

    `argv` are the arguments after the program's name; `started` is when the process began, in seconds since the epoch.
    """
    return build_parsed(parse(argv), time.time() if started is None else started)


def build_parsed(arguments: Namespace, started: float) -> tuple[QApplication, MainWindow]:
    """As `build`, from parsed arguments. Raises OSError if the trace cannot be written."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    gc.set_threshold(*COLLECTIONS)
    application = _application()
    theme.current().follow(arguments.scheme)
    trace = Trace(arguments.trace, started)
    window = MainWindow()
    trace.setParent(window)
    _join(application, window, trace)
    if arguments.size is not None:
        window.resize(QSize(*arguments.size))
    window.show()
    trace.record("window_shown")
    trace.watch_event_loop()
    if arguments.screenshot is not None:
        Screenshot(window, arguments)
    _open_first(window, arguments)
    return application, window


def _application() -> QApplication:
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    application = QApplication(["weighbridge"])
    application.setOrganizationName("weighbridge")
    application.setApplicationName("weighbridge")
    application.setApplicationDisplayName("Weighbridge")
    application.setDesktopFileName("weighbridge")
    return application


def _join(application: QApplication, window: MainWindow, trace: Trace) -> None:
    window.new_window_wanted.connect(lambda path: _start_another([path]))
    window.demo_wanted.connect(lambda: window.open(demo_folder()))
    window.quit_wanted.connect(application.closeAllWindows)
    window.tree_painted.connect(lambda: trace.record("tree_painted"))
    window.tree_painted.connect(window.load_libraries)
    window.phase_began.connect(lambda _: application.setWindowIcon(icons.application_icon()))
    window.phase_began.connect(trace.enter)
    window.page_painted.connect(lambda page: trace.record("page_painted", page=page))
    window.session.counted.connect(lambda counted: _record_count(trace, counted))
    window.session.scan_finished.connect(lambda end: trace.record("scan_finished", tensors=end.tensors))
    window.session.open_failed.connect(_tell_terminal)
    if sys.platform == "darwin":  # only there; a filter of every event is not free
        FileOpenEvents(window, application)
    sys.excepthook = lambda kind, error, trail: _report(window, kind, error, trail)


def _record_count(trace: Trace, counted: Counted) -> None:
    if counted.exact:
        trace.record("scan_finished", tensor=counted.node.name)


def _tell_terminal(failure: Failure) -> None:
    """Whoever started the program from a terminal reads there, too, what could not be opened."""
    sys.stderr.write(f"weighbridge: error: {visible(failure.what, 400)}: {failure.reason}\n")


def _open_first(window: MainWindow, arguments: Namespace) -> None:
    """Open what the arguments name, at the first turn of the event loop; further files get windows of their own."""
    files = [demo_folder()] if arguments.demo else arguments.files
    if not files:
        QTimer.singleShot(0, window, window.load_libraries)
        return
    QTimer.singleShot(0, window, lambda: window.open(files[0], arguments.select or ""))
    for other in files[1:]:
        _start_another([str(other)])
    window.session.first_selected.connect(
        lambda found: _go_to(window, arguments, found), Qt.ConnectionType.SingleShotConnection
    )


def _go_to(window: MainWindow, arguments: Namespace, found: bool) -> None:
    """Show the page that was asked for, or say what is not there."""
    if arguments.select and not found:
        window.message_bar.say(f"There is nothing named {arguments.select} in this file")
    page = arguments.page
    if page and not window.detail.choose_page(page):  # some are offered once the structure is known
        window.session.structure_found.connect(
            lambda _: _go_to_page(window, page), Qt.ConnectionType.SingleShotConnection
        )


def _go_to_page(window: MainWindow, page: str) -> None:
    if not window.detail.choose_page(page):
        window.message_bar.say(f"There is no page {page} for this")


def demo_folder() -> Path:
    """The tiny checkpoint that comes with the program."""
    from importlib.resources import files  # not on the way of other files to the first paint

    return Path(str(files("resources") / "demo" / "base"))


def _start_another(arguments: Sequence[str]) -> None:
    """Start the program again: one window a process, so that nothing one file does can harm another."""
    main = Path(__file__).resolve().parent.parent / "main.py"
    QProcess.startDetached(sys.executable, [str(main), *arguments])


class FileOpenEvents(QObject):
    """Files that the desktop hands to a running application (macOS) open like any other."""

    def __init__(self, window: MainWindow, application: QApplication) -> None:
        super().__init__(window)
        self._window = window
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FileOpen and isinstance(event, QFileOpenEvent):
            if self._window.session.checkpoint is None:
                self._window.open(Path(event.file()))
            else:
                _start_another([event.file()])
            return True
        return False


def _report(window: MainWindow, kind: type[BaseException], error: BaseException, trail: TracebackType | None) -> None:
    """A mistake of ours on the main thread: shown with its traceback, and written to stderr."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.exit(130)
        return
    report = "".join(traceback.format_exception(kind, error, trail))
    sys.stderr.write(report)
    window.runner.mistake_found.emit(report)
