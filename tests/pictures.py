"""Draw README's pictures from the real window: `python -m tests.pictures`.

With a folder, `python -m tests.pictures FOLDER [CHECKPOINT]` draws every page instead, light and dark, small and
large, at one and at two pixels a unit, for someone to look at.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).parent.parent
README_FOLDER = ROOT / "docs" / "pictures"
TENSOR = "layers.3.attention.wq.weight"


@dataclass(frozen=True)
class Picture:
    """One picture: its file's name without the suffix, what is selected, and how it is drawn."""

    name: str
    select: str | None = None
    page: str | None = None
    scheme: str = "light"
    size: str = "1440x860"
    scale: int = 1

    def draw(self, folder: Path, source: list[str]) -> Path:
        """Start the window on `source`, save its picture and return the picture's path."""
        path = folder / f"{self.name}.png"
        selection = ["--select", self.select] if self.select else []
        page = ["--page", self.page] if self.page else []
        options = [*page, "--scheme", self.scheme, "--size", self.size, "--screenshot", str(path)]
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(self.scale)}
        command = [sys.executable, str(ROOT / "main.py"), *source, *selection, *options]
        subprocess.run(command, env=environment, check=True)
        return path


IN_README = (
    Picture("tensor-light", TENSOR),
    Picture("overview-light"),
    Picture("heatmap-light", TENSOR, "heatmap"),
    Picture("layers-dark", TENSOR, "layers", scheme="dark"),
    Picture("rows-light", "tok_embeddings.weight", "rows"),
)
PAGES = (
    Picture("overview"),
    Picture("contents", "layers"),
    Picture("distribution", "layers", "distribution"),
    *(Picture(page, TENSOR, page) for page in ("tensor", "heatmap", "layers", "rows", "spectrum")),
)


def variants(picture: Picture) -> Iterator[Picture]:
    """The same page in both schemes, two sizes and two scales."""
    for scheme in ("light", "dark"):
        for size in ("900x560", "1440x860"):
            for scale in (1, 2):
                name = f"{picture.name}-{scheme}-{size}-{scale}x"
                yield replace(picture, name=name, scheme=scheme, size=size, scale=scale)


def main() -> None:
    """Draw what the arguments ask for, and print each path."""
    match sys.argv[1:]:
        case []:
            folder, pictures, source = README_FOLDER, list(IN_README), ["--demo"]
        case [name, *source]:
            folder, pictures = Path(name), [each for page in PAGES for each in variants(page)]
            source = source or ["--demo"]
    folder.mkdir(parents=True, exist_ok=True)
    for picture in pictures:
        print(picture.draw(folder, source))


if __name__ == "__main__":
    main()
