"""The commands that need no display: arguments in, text or JSON out, problems to stderr, and an exit status.

Nothing heavy is imported here: an `inspect` without numbers is done before numpy would be loaded.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING

from weights.errors import BadQuery, WeighbridgeError
from weights.opening import open_checkpoint
from weights.report.listing import Listing, Wishes, gather
from weights.text import visible

if TYPE_CHECKING:
    from weights.checkpoint import Checkpoint
    from weights.query import Query

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

_MAX_FIRST_VALUES = 100_000
_MAX_WORKERS = 256
_MAX_LINE = 5000
_ABOUT_QUERIES = (
    "A QUERY's terms are separated by spaces and must all hold; one with a - before it must not. A term is a word of a "
    "name, a number that is a whole part of it, a pattern with * and ? for the whole name, a /regular expression/, "
    "shape:3072x*, dtype:bf16, kind:tensor|value|object, or a comparison (< <= > >= =) with a number, which may end in "
    "k, M, G or %: of params, bytes, dims, and with --stats of nan, inf, zeros, min, max, mean, std, absmax, l2."
)


def run(arguments: Sequence[str]) -> int:
    """Run the command that the first argument names. Returns the exit status; bad input raises nothing."""
    if arguments[0] != "inspect":
        _complain(f"{arguments[0]} is not available in this version")
        return WRONG_USAGE
    try:
        return _inspect(_parser().parse_args(_with_queries_joined(arguments[1:])))
    except SystemExit as stop:  # how argparse ends: after --help, or on wrong usage
        return stop.code if isinstance(stop.code, int) else WRONG_USAGE
    except BadQuery as error:
        _complain(f"--match: {error}")
        return WRONG_USAGE
    except KeyboardInterrupt:
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="weighbridge inspect",
        description="List what is in a checkpoint. Only headers are read, unless statistics or values are asked for; "
        "nothing in a file is ever run.",
        epilog=f"{_ABOUT_QUERIES} Exit status: 0 done, 1 not done or done in part, 2 wrong usage.",
    )
    add = parser.add_argument
    add("path", metavar="PATH", help="a checkpoint file, or a folder that holds one")
    add("--json", action="store_true", help="one JSON document instead of text")
    add("--stats", action="store_true", help="read all data and add exact statistics")
    add("--match", metavar="QUERY", help="list only what matches, such as 'wq dtype:bf16 params>1M'; see below")
    add(
        "--values", metavar="N", type=_count(_MAX_FIRST_VALUES), default=0, help="add the first N values of each tensor"
    )
    add("--jobs", metavar="N", type=_count(_MAX_WORKERS), default=0, help="threads that read, one a processor if 0")
    return parser


def _with_queries_joined(arguments: Sequence[str]) -> list[str]:
    """The arguments, each query joined to its option: one that begins with a minus would be taken for an option."""
    joined: list[str] = []
    words = iter(arguments)
    for word in words:
        query = next(words, None) if word == "--match" else None
        joined.append(word if query is None else f"{word}={query}")
    return joined


def _count(most: int) -> Callable[[str], int]:
    """A type for argparse: a whole number from 0 to `most`."""

    def count(word: str) -> int:
        if not (word.isascii() and word.isdigit() and len(word) < 10 and int(word) <= most):
            raise argparse.ArgumentTypeError(f"{word!r} is not a whole number from 0 to {most}")
        return int(word)

    return count


def _inspect(options: argparse.Namespace) -> int:
    wishes = Wishes(
        query=_query(options.match, options.stats),
        statistics=options.stats,
        first_values=options.values,
        workers=options.jobs or _processors(),
    )
    try:
        with closing(open_checkpoint(options.path)) as checkpoint, _progress(options.stats) as scanned:
            listing = _gathered(checkpoint, wishes, scanned)
    except WeighbridgeError as error:
        _complain(f"{options.path}: {error}")
        return FAILED
    if not _write(_pieces(listing, options.json)):
        return FAILED
    for problem in listing.shortcomings():
        _complain(": ".join(part for part in (options.path, problem.where, problem.message) if part))
    return FAILED if listing.shortcomings() else DONE


def _gathered(checkpoint: Checkpoint, wishes: Wishes, scanned: Callable[[int, int], None]) -> Listing:
    """The listing, once it is complete; `scanned` is told of its progress."""
    steps = gather(checkpoint, wishes)
    while True:
        try:
            scanned(*next(steps))
        except StopIteration as end:
            listing: Listing = end.value
            return listing


def _query(text: str | None, has_statistics: bool) -> Query | None:
    if text is None:
        return None
    from weights.query import parse  # only where there is a query

    query = parse(text)
    if query.needs_statistics and not has_statistics:
        raise BadQuery(f"{text}: this asks for statistics; add --stats")
    return query


def _processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _progress(wanted: bool) -> Iterator[Callable[[int, int], None]]:
    """What to tell of a scan's progress: a bar, where someone watches a terminal."""
    if not (wanted and sys.stderr.isatty()):
        yield lambda done, total: None
        return
    from weights.report.progress import ProgressLine  # only where there is a terminal

    line = ProgressLine(sys.stderr)
    try:
        yield line.show
    finally:
        line.clear()


def _pieces(listing: Listing, as_json: bool) -> Iterator[str]:
    if as_json:
        from weights.report.document import write_document  # one of the two ways

        return write_document(listing)
    from weights.report.plain_text import write_text  # one of the two ways

    return (f"{line}\n" for line in write_text(listing))


def _write(pieces: Iterator[str]) -> bool:
    """Write to stdout; False where nobody takes it. What its encoding lacks becomes an escape."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        sys.stdout.writelines(pieces)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        _abandon_stdout()
        return False
    except OSError as error:
        _abandon_stdout()
        _complain(f"cannot write the output: {error.strerror}")
        return False
    return True


def _abandon_stdout() -> None:
    """Let what is still buffered go nowhere, or Python complains about it when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _complain(message: str) -> None:
    sys.stderr.write(f"weighbridge: error: {visible(message, _MAX_LINE)}\n")
