"""Singular values of tensors, worked out by torch in a process of its own."""
