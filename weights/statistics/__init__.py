"""Exact distributions, and what follows from them."""
