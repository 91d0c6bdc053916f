"""What a meeting is about: items that write themselves, that members suggest and that moderators order."""
