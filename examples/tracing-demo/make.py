"""Make this example anew: python examples/tracing-demo/make.py [FOLDER].

SIMULATED. Every child, every relative and every office in it is invented.
"""

from __future__ import annotations

import sys
from pathlib import Path

from undercount.project import write_text
from undercount.testing.worlds import TracingWorld, simulate_tracing

CASES, REQUESTS, SEED = 40, 600, 9
ANEW = """
`python examples/tracing-demo/make.py` makes this example anew.
"""


def make(folder: Path) -> TracingWorld:
    """Write settings, cases, requests, the truth beside them and the README."""
    world = simulate_tracing(CASES, REQUESTS, seed=SEED)
    world.write(folder)
    readme = folder / "README.md"
    write_text(readme, readme.read_text(encoding="utf-8") + ANEW)
    return world


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    print(make(where).how)
