"""What it costs. `make bench` prints every figure; timings are compared within one run, never across machines."""
