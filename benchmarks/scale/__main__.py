"""`python -m benchmarks.scale --pages 100000 --times 10 100`."""

import sys

from benchmarks.scale.measuring import main

sys.exit(main(sys.argv[1:]))
