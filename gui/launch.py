"""From arguments to the event loop: says in one line why there can be no window, where there can be none."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from gui.arguments import parse

_NO_DISPLAY = "weighbridge: error: there is no display for a window; try: weighbridge inspect PATH\n"


def run(argv: Sequence[str], started: float) -> int:
    """Open the window and stay until it closes. Returns the exit status."""
    arguments = parse(argv)
    if arguments.register or arguments.unregister:
        return _tell_the_desktop(arguments.register)
    if not _has_display():
        sys.stderr.write(_NO_DISPLAY)
        return 1
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler  # heavy: not needed for the answers above

    def fatal_only(kind: QtMsgType, context: object, message: str) -> None:
        """Qt aborts the process when its platform cannot start; say why instead."""
        if kind == QtMsgType.QtFatalMsg:
            sys.stderr.write(_NO_DISPLAY)
            sys.stderr.flush()
            os._exit(1)
        sys.stderr.write(f"{message}\n")

    qInstallMessageHandler(fatal_only)
    return _run_window(arguments, started)


def _run_window(arguments: object, started: float) -> int:
    from gui.app import build_parsed  # heavy: Qt

    try:
        application, window = build_parsed(arguments, started)  # type: ignore[arg-type]
    except OSError as error:
        sys.stderr.write(f"weighbridge: error: {error.filename}: {error.strerror}\n")
        return 1
    status = application.exec()
    window.close()
    return status


def _has_display() -> bool:
    if sys.platform in ("darwin", "win32"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _tell_the_desktop(to_open: bool) -> int:
    """`--register` and `--unregister`: make checkpoints open with a double-click, or no longer."""
    from gui.desktop_entry import register, unregister  # only when asked for
    from weights.errors import WeighbridgeError

    try:
        lines = register() if to_open else unregister()
    except WeighbridgeError as error:
        sys.stderr.write(f"weighbridge: error: {error}\n")
        return 1
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0
