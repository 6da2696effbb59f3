"""Files made of a checkpoint: its values, its figures, and Python that reads them. No screen needed."""
