"""Run the command line as `python -m quoth`."""

import sys

from quoth.cli import main

if __name__ == "__main__":
    sys.exit(main())
