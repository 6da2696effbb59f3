"""The entry point: arguments, then the command line or the window."""

import gc
import sys
import time

INTERRUPTED = 130
COMMANDS = ("inspect", "compare", "verify")


def main() -> int:
    """Run `weighbridge` with the arguments of this process; returns its exit status."""
    started = time.time()
    try:
        return _run(sys.argv[1:], started)
    except KeyboardInterrupt:  # while modules are still being imported
        return INTERRUPTED


def _run(arguments: list[str], started: float) -> int:
    """The command that the first argument names, or else the window."""
    if arguments and arguments[0] in COMMANDS:
        from weights import cli  # one of the two ways; the other is not even imported

        status = cli.run(arguments)
        gc.freeze()  # the process ends: nothing need be looked at once more before it is freed
        return status
    from gui import launch  # one of the two ways; the other is not even imported

    return launch.run(arguments, started)


if __name__ == "__main__":
    sys.exit(main())
