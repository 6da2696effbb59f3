"""Make checkpoints open with Weighbridge on a double-click, for the present user of a Linux desktop.

Three files go into the user's data folder, as the freedesktop.org specifications for desktop entries, shared MIME
info and icon themes say. Nothing here needs Qt or a display.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from weights.errors import WeighbridgeError

ENTRY = "weighbridge.desktop"
MIME_TYPES = ("application/x-pytorch-checkpoint", "application/x-safetensors")

_RESERVED_IN_QUOTES = '\\"`$'
_PLAIN = re.compile(r"[\w./+-]+", re.ASCII)


class CannotRegister(WeighbridgeError):
    """The desktop could not be told."""


def register(command: Sequence[str] | None = None) -> list[str]:
    """Write the desktop entry, the MIME types and the icon; returns a line for each thing that was done.

    `command` starts the program; by default whatever started this process. Raises CannotRegister.
    """
    _check_platform()
    contents = {
        _entry(): _desktop_entry(started_by() if command is None else command),
        _mime_types(): _resource("desktop", "weighbridge.xml"),
        _icon(): _resource("icons", "weighbridge.svg"),
    }
    for path, text in contents.items():
        _write(path, text)
    done = [f"wrote {path}" for path in contents]
    done += _refresh()
    done += _run("xdg-mime", "default", ENTRY, *MIME_TYPES)
    return done


def unregister() -> list[str]:
    """Take back what `register` wrote; returns a line for each thing that was done. Raises CannotRegister."""
    _check_platform()
    done: list[str] = []
    for path in (_entry(), _mime_types(), _icon()):
        if path.exists():
            _remove(path)
            done.append(f"removed {path}")
    done += _resign()
    return done + _refresh() if done else ["nothing was registered"]


def started_by() -> list[str]:
    """The command that started this process: the console script, or the interpreter with `main.py`."""
    script = Path(sys.argv[0]).absolute()
    is_program = script.suffix != ".py" and os.access(script, os.X_OK)
    return [str(script)] if is_program else [sys.executable, str(script)]


def _check_platform() -> None:
    if not sys.platform.startswith("linux"):
        raise CannotRegister("opening on a double-click can only be set up on Linux desktops so far")


def _folder(variable: str, default: str) -> Path:
    """The folder that a variable of the XDG base directories names, absolute or it does not count, or its default."""
    named = Path(os.environ.get(variable, ""))
    return named if named.is_absolute() else Path.home() / default


def _data_home() -> Path:
    return _folder("XDG_DATA_HOME", ".local/share")


def _entry() -> Path:
    return _data_home() / "applications" / ENTRY


def _mime_types() -> Path:
    return _data_home() / "mime" / "packages" / "weighbridge.xml"


def _icon() -> Path:
    return _data_home() / "icons" / "hicolor" / "scalable" / "apps" / "weighbridge.svg"


def _choices() -> Path:
    """Where `xdg-mime` notes which program opens what."""
    return _folder("XDG_CONFIG_HOME", ".config") / "mimeapps.list"


def _resign() -> list[str]:
    """Take the lines in which `xdg-mime` notes this program out of the user's list; all others stay."""
    ours = {f"{name}={ENTRY}" for name in MIME_TYPES}
    try:
        lines = _choices().read_text(encoding="utf-8").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError):  # none, or none that is ours to change
        return []
    kept = [line for line in lines if line.strip().removesuffix(";") not in ours]
    if kept == lines:
        return []
    _write(_choices(), "".join(kept))
    return [f"took our lines out of {_choices()}"]


def _desktop_entry(command: Sequence[str]) -> str:
    program = " ".join(_quoted(argument) for argument in command)
    return _resource("desktop", ENTRY).replace("Exec=weighbridge", f"Exec={program}")


def _quoted(argument: str) -> str:
    """An argument as the `Exec` key wants it: quoted, its per cent signs doubled, then escaped as any value is.

    A plain one stays bare: `xdg-open`, where no desktop environment runs, takes the quotes for part of the name.
    """
    if _PLAIN.fullmatch(argument):
        return argument
    if any(ord(character) < 0x20 for character in argument):
        raise CannotRegister("the program's own path holds a control character, which no desktop entry can")
    inner = "".join(f"\\{character}" if character in _RESERVED_IN_QUOTES else character for character in argument)
    return f'"{inner}"'.replace("%", "%%").replace("\\", "\\\\")


def _resource(folder: str, name: str) -> str:
    return files("resources").joinpath(folder, name).read_text(encoding="utf-8")


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CannotRegister(f"{path} cannot be written: {error.strerror}") from error


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise CannotRegister(f"{path} cannot be removed: {error.strerror}") from error


def _refresh() -> list[str]:
    """Have the desktop's own tools read the folders again, where they are installed."""
    return [
        *_run("update-mime-database", str(_data_home() / "mime")),
        *_run("update-desktop-database", str(_data_home() / "applications")),
    ]


def _run(tool: str, *arguments: str) -> list[str]:
    """Run a tool of the desktop; returns what to say of it. Desktops without the tool look for themselves."""
    if shutil.which(tool) is None:
        return [f"{tool} is not installed; the desktop may need a new login"]
    finished = subprocess.run([tool, *arguments], capture_output=True, text=True, check=False)
    if finished.returncode != 0:
        return [f"{tool} failed: {finished.stderr.strip() or f'exit status {finished.returncode}'}"]
    return [f"ran {tool}"]
