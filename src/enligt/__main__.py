"""``python -m enligt`` is ``enligt``."""

import sys

from enligt.cli import main

if __name__ == "__main__":
    sys.exit(main())
