"""The after-sales service desk of a contractor who makes and installs signs."""
