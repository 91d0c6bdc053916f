"""A second person of the group looks at a service before others see it: what is submitted waits here, is
shared or returned with a comment."""
