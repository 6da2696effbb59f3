"""The entry point: arguments, then the command line or the window."""

import sys
import time

COMMANDS = ("inspect", "compare", "verify")


def main() -> int:
    """Run `weighbridge` with the arguments of this process; returns its exit status."""
    started = time.time()
    arguments = sys.argv[1:]
    if arguments and arguments[0] in COMMANDS:
        from weights import cli  # one of the two ways; the other is not even imported

        return cli.run(arguments)
    from gui import launch  # one of the two ways; the other is not even imported

    return launch.run(arguments, started)


if __name__ == "__main__":
    sys.exit(main())
