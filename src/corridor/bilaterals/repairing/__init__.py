"""A published schedule after a change: somebody cancels, comes later, a table is lost, two more meet."""
