"""The company that the benchmarks run on: written in bulk, row for row as the services would write it."""
