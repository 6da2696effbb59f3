"""The window: shows what `weights` knows."""
