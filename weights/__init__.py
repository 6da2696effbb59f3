"""Checkpoints and their numbers, without a screen: nothing here knows Qt."""
