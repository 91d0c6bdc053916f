"""What was said, typed by several people at once, commented, approved, corrected visibly and given out."""
