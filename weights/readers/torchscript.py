"""TorchScript archives (`torch.jit.save`): the tensors of `data.pkl` and `constants.pkl`; the code is never run."""

from __future__ import annotations

from weights.checkpoint import Found, Problem
from weights.readers import torch_legacy
from weights.readers.archive import Archive
from weights.readers.describe import describe
from weights.readers.flatten import flatten
from weights.readers.inert import Global
from weights.readers.torch_zip import place_records
from weights.readers.vocabulary import Vocabulary, imports
from weights.tensors import Storage
from weights.tree import Content, Path

# Where the tensors of each pickle lie, and what its contents are listed under.
_PICKLES: tuple[tuple[str, Path], ...] = (("data", ()), ("constants", ("constants",)))


def read(archive: Archive) -> Found:
    """Raises Malformed, Unreadable, FileChanged."""
    contents: list[Content] = []
    storages: list[Storage] = []
    stubs: list[Global] = []
    problems: list[Problem] = []
    about = ""
    for name, below in _PICKLES:
        member = f"{archive.root}/{name}.pkl"
        vocabulary = Vocabulary(torch_legacy.open_nested)
        loaded = vocabulary.load(archive.open(member))
        archive.check_crc(member)
        stubs += vocabulary.globals
        if name == "constants" and loaded.value == ():
            continue
        storages += place_records(archive, f"{archive.root}/{name}/", vocabulary, len(storages))
        found = flatten(loaded.value, storages, below)
        about = about or describe(loaded.value, found.contents)
        contents += found.contents
        problems += found.problems
    return Found(
        kind="torchscript",
        about=f"A TorchScript program; its code is not run. {about}",
        contents=contents,
        storages=storages,
        imports=imports(stubs),
        problems=[*archive.problems, *problems],
    )
