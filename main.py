"""The entry point: arguments, then the command line or the window."""

import gc
import sys
import time

COMMANDS = ("inspect", "compare", "verify")


def main() -> int:
    """Run `weighbridge` with the arguments of this process; returns its exit status."""
    started = time.time()
    arguments = sys.argv[1:]
    if arguments and arguments[0] in COMMANDS:
        from weights import cli  # one of the two ways; the other is not even imported

        status = cli.run(arguments)
        gc.freeze()  # the process ends: nothing need be looked at once more before it is freed
        return status
    from gui import launch  # one of the two ways; the other is not even imported

    return launch.run(arguments, started)


if __name__ == "__main__":
    sys.exit(main())
