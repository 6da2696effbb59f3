"""Two-dimensional views of tensors: as pictures, and row by row."""
