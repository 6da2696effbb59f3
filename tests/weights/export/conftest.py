"""What all tests of the readers share."""

from tests.weights.readers.reading import opened

__all__ = ["opened"]
