"""What the window remembers from one run to the next, where the platform keeps such things."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

_MAX_RECENT = 12
_MAX_DIGITS = 9


def load(key: str, default: str = "") -> str:
    """A remembered text, or the default."""
    value = QSettings().value(key, default)
    return value if isinstance(value, str) else default


def save(key: str, value: str) -> None:
    """Remember a text."""
    QSettings().setValue(key, value)


def load_number(key: str) -> int:
    """A remembered whole number; 0 where there is none."""
    value = load(key)
    return int(value) if value.isdecimal() and len(value) < _MAX_DIGITS else 0


def load_state(key: str) -> QByteArray:
    """A remembered arrangement of a window; empty where there is none."""
    value = QSettings().value(key)
    return value if isinstance(value, QByteArray) else QByteArray()


def save_state(key: str, state: QByteArray) -> None:
    """Remember the arrangement of a window."""
    QSettings().setValue(key, state)


def recent_files() -> list[str]:
    """The paths that were opened last, newest first."""
    value = QSettings().value("recent", [])
    paths = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return [path for path in paths if isinstance(path, str)][:_MAX_RECENT]


def remember_file(path: str) -> None:
    """Put a path at the head of the recent files."""
    others = [other for other in recent_files() if other != path]
    QSettings().setValue("recent", [path, *others][:_MAX_RECENT])


def forget_files() -> None:
    """Empty the list of recent files."""
    QSettings().remove("recent")
