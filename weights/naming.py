"""What a checkpoint is called: a file whose name says nothing is named with its folder."""

from __future__ import annotations

import re
from pathlib import Path

_GENERIC = re.compile(
    r"consolidated\.\d+\.pth|(pytorch_|diffusion_pytorch_|adapter_)?model([-_.]\d+.*)?\.(bin|safetensors|pt|pth)"
    r"|(checkpoint|weights|state_dict|last|best|latest|final|step)([-_]?\d+)?\.(pt|pth|bin|ckpt|pth\.tar)"
    r"|optimizer\.(pt|bin)|.*\.index\.json"
)


def shown_name(path: Path) -> str:
    """`Llama3.2-3B / consolidated.00.pth`; a file with a telling name stays by itself. Not yet escaped."""
    folder = path.absolute().parent.name
    return f"{folder} / {path.name}" if folder and _GENERIC.fullmatch(path.name.lower()) else path.name
