"""``python -m sentra.law``: the law's command line without the rest of the product."""

import sys

from sentra.law.cli import main

sys.exit(main())
