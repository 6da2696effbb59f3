"""Facts about a checkpoint that deserve a second look, each with its evidence and its place. No scores, no advice."""
