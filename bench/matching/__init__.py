"""How well needs are matched with services, on the labelled set in ``bench/data/matching``."""
