"""Tests of the distributions and of what follows from them."""
