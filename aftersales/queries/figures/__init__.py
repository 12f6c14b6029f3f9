"""Figures for leadership: what is counted, over which rows, by what, and the rows behind each number."""
