"""Working out the parts of a tensor in threads, a few of them ahead of whoever takes them in."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from weights.tensors import Readable, Stored

_THREADS = 2
_AHEAD = 2 * _THREADS  # parts in work, or done and not yet taken in

Part = TypeVar("Part")
Made = TypeVar("Made")


def worked_ahead(data: Readable, work: Callable[[Part], Made], parts: Iterable[Part]) -> Iterator[Made]:
    """What `work`, which reads `data`, makes of each part, in order. Closing it waits for the parts in work.

    A source that is best read in order is read by one thread. Raises what `work` does.
    """
    source = data.storage.source if isinstance(data, Stored) else None
    waiting: deque[Future[Made]] = deque()
    pool = ThreadPoolExecutor(1 if source is not None and source.sequential else _THREADS)
    try:
        for part in parts:
            waiting.append(pool.submit(work, part))
            if len(waiting) == _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
