"""From arguments to the event loop: says in one line why there can be no window, where there can be none."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Sequence

from gui.arguments import parse

NO_DISPLAY = "there is no display for a window; try: weighbridge inspect PATH"


def run(argv: Sequence[str], started: float) -> int:
    """Open the window and stay until it closes. Returns the exit status."""
    arguments = parse(argv)
    if arguments.register or arguments.unregister:
        return _tell_the_desktop(arguments.register)
    return _open_window(arguments, started)


def _open_window(arguments: Namespace, started: float) -> int:
    """Ends the process when the window closes; returns only where there can be no window."""
    if not _has_display():
        return _fail(NO_DISPLAY)
    from gui.qt_messages import MessageHandler  # heavy: Qt, which the answers above do not need

    messages = MessageHandler(if_fatal=NO_DISPLAY)
    from gui.app import build_parsed  # heavy: widgets

    try:
        application, window = build_parsed(arguments, started)
    except OSError as error:
        return _fail(f"{error.filename}: {error.strerror}")
    messages.window_is_up()
    status = application.exec()
    window.close()  # cancels, waits for every worker, and keeps what is to be remembered
    sys.stdout.flush()
    sys.stderr.flush()
    # Here, not by way of the interpreter's end: that destroys widgets and application in any order, and may crash.
    os._exit(status)


def _fail(reason: str) -> int:
    sys.stderr.write(f"weighbridge: error: {reason}\n")
    return 1


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
        return _fail(str(error))
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 0
