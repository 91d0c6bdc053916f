"""One asks another for a meeting, who accepts or declines, by page or by mail. Limits hold under locks."""
