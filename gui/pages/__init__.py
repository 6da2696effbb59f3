"""What the detail pane can show of a selection, one page a file."""
