"""A small byte-pair tokenizer, written and read in the form of Llama 3's `tokenizer.model`."""

from __future__ import annotations

import base64
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

# Llama 3's way of splitting, for the ASCII text of the demo.
_PIECES = re.compile(
    r"'(?:[sdmt]|ll|ve|re)|[^\r\nA-Za-z0-9]?[A-Za-z]+|[0-9]{1,3}| ?[^\sA-Za-z0-9]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)

Pair = tuple[bytes, bytes]


def learn(text: str, size: int) -> dict[bytes, int]:
    """The ranks of `size` tokens: all bytes, then the most frequent pairs of `text`, one merged at a time."""
    words = Counter(_split(piece) for piece in _PIECES.findall(text))
    ranks = {bytes((value,)): value for value in range(256)}
    while len(ranks) < size:
        pairs: Counter[Pair] = Counter()
        for word, times in words.items():
            for pair in pairwise(word):
                pairs[pair] += times
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        ranks[best[0] + best[1]] = len(ranks)
        words = Counter({_merge(word, best): times for word, times in words.items()})
    return ranks


def encode(text: str, ranks: dict[bytes, int]) -> list[int]:
    """The ids of a text: in every piece the pair of lowest rank is merged until none is left."""
    return [ranks[token] for piece in _PIECES.findall(text) for token in _merge_all(_split(piece), ranks)]


def write(ranks: dict[bytes, int], path: Path) -> None:
    """One token a line, `base64(bytes) id`, in the order of the ids."""
    lines = (f"{base64.b64encode(token).decode()} {rank}\n" for token, rank in ranks.items())
    path.write_text("".join(lines), encoding="ascii")


def _split(piece: str) -> tuple[bytes, ...]:
    return tuple(bytes((value,)) for value in piece.encode())


def _merge_all(word: tuple[bytes, ...], ranks: dict[bytes, int]) -> tuple[bytes, ...]:
    while known := [pair for pair in pairwise(word) if pair[0] + pair[1] in ranks]:
        word = _merge(word, min(known, key=lambda pair: ranks[pair[0] + pair[1]]))
    return word


def _merge(word: tuple[bytes, ...], pair: Pair) -> tuple[bytes, ...]:
    merged: list[bytes] = []
    for token in word:
        if merged and (merged[-1], token) == pair:
            merged[-1] += token
        else:
            merged.append(token)
    return tuple(merged)
