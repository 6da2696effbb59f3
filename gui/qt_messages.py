"""What Qt itself says on stderr: nothing of what is no news, and one clear line where it would end the process."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_NO_NEWS = (
    "This plugin does not support propagateSizeHints()",  # of a window without a screen
    "Failed to register with host portal",  # of a desktop without portals
)


class MessageHandler:
    """Holds messages back until a window is up: Qt reports each platform it tries, and aborts if none will do."""

    def __init__(self, if_fatal: str) -> None:
        """`if_fatal` is the line to end with where there can be no window."""
        self._if_fatal = if_fatal
        self._held: list[str] | None = []
        qInstallMessageHandler(self._take)

    def window_is_up(self) -> None:
        """From now on messages are written as they come."""
        held, self._held = self._held or [], None
        for message in held:
            self._write(message)

    def _take(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind == QtMsgType.QtFatalMsg:
            sys.stderr.write(f"weighbridge: error: {message if self._held is None else self._if_fatal}\n")
            sys.stderr.flush()
            os._exit(1)
        if self._held is not None:
            self._held.append(message)
        else:
            self._write(message)

    def _write(self, message: str) -> None:
        if not message.startswith(_NO_NEWS):
            sys.stderr.write(f"{message}\n")
