"""The fixed parts of the window: tree, detail, job bar, message bar."""
