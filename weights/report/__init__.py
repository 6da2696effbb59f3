"""What the command line says about a checkpoint: gathered once, then written as text or as JSON."""
