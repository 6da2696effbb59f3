"""`python -m tests.builders llama-3.2-3b OUT`: write one of the big files that the project is measured on."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.builders import llama


def build(name: str, out: Path) -> None:
    """Write a big file by its name; a file half written is left under another one."""
    unfinished = out.with_suffix(".unfinished")
    out.parent.mkdir(parents=True, exist_ok=True)
    if name in llama.SIZES:
        llama.write(unfinished, llama.SIZES[name])
    else:
        llama.write_hundred_thousand(unfinished)
    unfinished.rename(out)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.builders", description=__doc__)
    parser.add_argument("name", choices=[*llama.SIZES, "hundred-thousand"])
    parser.add_argument("out", type=Path, help="the file to write, or a folder for consolidated.00.pth")
    arguments = parser.parse_args()
    out: Path = arguments.out
    build(arguments.name, out / "consolidated.00.pth" if out.is_dir() else out)


if __name__ == "__main__":
    main()
