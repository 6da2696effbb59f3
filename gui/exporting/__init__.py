"""Saving and copying what the window shows: asking where, doing it as a job, and saying how it went."""
