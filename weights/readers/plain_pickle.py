"""A pickle by itself, as `pickle.dump` writes it: dictionaries of numpy arrays, mostly."""

from __future__ import annotations

from weights.checkpoint import Found, Problem
from weights.readers import torch_legacy
from weights.readers.describe import describe
from weights.readers.flatten import flatten
from weights.readers.vocabulary import Vocabulary, imports
from weights.source import Source
from weights.text import plural


def read(source: Source) -> Found:
    """Raises Malformed, Unreadable, FileChanged."""
    vocabulary = Vocabulary(torch_legacy.open_nested)
    loaded = vocabulary.load(source)
    for record in vocabulary.records.values():
        record.problem = "its values are not in the file: a pickle by itself holds no storages"
    storages = vocabulary.storages()
    found = flatten(loaded.value, storages)
    rest = source.size - loaded.end
    trailing = [Problem("", f"{plural(rest, 'byte')} after the end of the pickle are not read")] if rest else []
    return Found(
        kind="pickle",
        about=describe(loaded.value, found.contents),
        contents=found.contents,
        storages=storages,
        imports=imports(vocabulary.globals),
        problems=[*trailing, *found.problems],
    )
