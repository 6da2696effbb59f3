"""Every way in which reading a checkpoint, or writing what was made of it, can go wrong.

    WeighbridgeError
    ├── CannotOpen          the file as a whole: missing, a folder, a device, no permission, no known format
    │   └── Malformed       its bytes contradict the format they claim
    ├── Unreadable          one tensor: its place in the file cannot be true, or its bytes are not there
    ├── FileChanged         the file is no longer the one that was opened
    ├── CannotWrite         a file of ours: no room, no permission, a name that is taken
    ├── NotComputed         a decomposition that torch could not make, or had no memory for
    └── BadQuery            a term of a filter that does not parse

Each message is one sentence for a person, without a path in front: whoever reports it adds the place.
"""


class WeighbridgeError(Exception):
    """Anything that Weighbridge says about its input."""


class CannotOpen(WeighbridgeError):
    """The file as a whole cannot be shown."""


class Malformed(CannotOpen):
    """The bytes contradict the format they claim to be in."""


class Unreadable(WeighbridgeError):
    """One tensor cannot be read; the others can."""


class FileChanged(WeighbridgeError):
    """The file was changed, replaced or deleted after it was opened."""


class CannotWrite(WeighbridgeError):
    """A file that was to be made could not be."""


class NotComputed(WeighbridgeError):
    """Linear algebra that was asked for could not be done."""


class BadQuery(WeighbridgeError):
    """A term of a query does not parse."""
