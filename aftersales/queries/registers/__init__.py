"""The registers of clause 4(9), each declared once: columns, filters and where their rows come from."""
