"""Checkpoints and their numbers, without a screen: nothing here knows Qt."""

__version__ = "0.1.0"
