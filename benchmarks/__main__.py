"""`make bench`: every benchmark one after the other, each comparing its ways side by side in one run."""

from __future__ import annotations

import sys

from benchmarks import imports, law_engine

if __name__ == "__main__":
    sys.exit(law_engine.main() or imports.main([]))
