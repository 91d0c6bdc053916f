"""How good schedules are, and how soon.

    python -m bench.scheduling                     events of our own, three engines beside each other
    python -m bench.scheduling --published         the published instances, against their optima
    python -m bench.scheduling --repair            changes of published schedules, repaired and certified

The second ends with 1 if an answer disagrees. CP-SAT needs OR-Tools, which does not go together with the
tools of the workshop: ``--cp-sat PYTHON`` names an interpreter that has it.
"""

from __future__ import annotations

import argparse
import sys

from bench.scheduling import published, repairs, synthetic


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--published", action="store_true")
    parser.add_argument(
        "--only", default="", metavar="TEXT", help="published instances with this in the name"
    )
    parser.add_argument(
        "--originals", action="store_true", help="of the published only these, at a spread of 2"
    )
    parser.add_argument("--seconds", type=float, default=60, help="for each answer")
    parser.add_argument("--people", type=int, nargs="+", default=[50, 200, 500, 1000, 3000])
    parser.add_argument("--repair", action="store_true")
    parser.add_argument("--changes", type=int, default=100, help="of each kind, to repair")
    parser.add_argument("--cp-sat", metavar="PYTHON", default=sys.executable)
    options = parser.parse_args()
    if options.published:
        return published.run(options.only, options.seconds, originals=options.originals)
    if options.repair:
        return repairs.run(options.people, options.changes)
    return synthetic.run(options.people, options.seconds, options.cp_sat)


if __name__ == "__main__":
    sys.exit(main())
