"""Builders of checkpoint files: tiny real ones, big Llama-shaped ones, and files that lie."""
