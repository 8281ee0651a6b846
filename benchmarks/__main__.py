"""`make bench`: every benchmark one after the other, each comparing its ways side by side in one run."""

from __future__ import annotations

import sys

from benchmarks import imports, screening, what_if

if __name__ == "__main__":
    sys.exit(screening.main([]) or what_if.main([]) or imports.main([]))
