"""Times every kind of query over a checkpoint's tensors, all of them with known statistics, and prints milliseconds.

`python -m tests.benchmarks.queries FILE`
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Sequence

from weights import query
from weights.opening import open_checkpoint
from weights.query_terms import Subject
from weights.statistics.scan import scan_now
from weights.steps import result_of

QUERIES = (
    *("w1", "w1 7", "-weight", "*.experts.?.w[12]*", "*w1*", "/w[12]/", "/(expert|attention).*w.*$/"),
    *("shape:3072x*", "shape:*", "dtype:bf16", "kind:tensor", "params>1M", "dims=2 bytes<4k"),
    *("nan>0", "zeros<50% absmax<1e4 -std<1e-9", "-w1 -norm *7* /7/ params>1 nan>0"),
)
TIMES = 5


def main() -> None:
    checkpoint = open_checkpoint(sys.argv[1])
    index = result_of(query.index_of(checkpoint.root))
    first = checkpoint.tensors[0].tensor
    assert first is not None
    assert first.data is not None
    known = dict.fromkeys(checkpoint.tensors, scan_now(first.data).statistics())
    gc.freeze()  # as the window does
    for text in QUERIES:
        print(_median(text, index, known.get), text)


def _median(text: str, index: Sequence[Subject], stats_of: query.StatsOf) -> float:
    taken = []
    for _ in range(TIMES):
        started = time.perf_counter()
        for _ in query.search(query.parse(text), index, stats_of):
            pass
        taken.append(1000 * (time.perf_counter() - started))
    return statistics.median(taken)


if __name__ == "__main__":
    main()
