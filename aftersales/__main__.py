"""`python -m aftersales`, where the script's folder isn't on the PATH."""

import sys

from aftersales.cli import main

sys.exit(main())
