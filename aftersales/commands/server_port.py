"""Ports: whether one is free, and which one is."""

from __future__ import annotations

import errno
import os
import socket

TRIED_PORTS = 50


def is_free(host: str, port: int) -> bool:
    """Whether a server can listen on `port` of `host` now. Raises PermissionError where this user may not."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as sock:
        if os.name != "nt":  # there it would let two servers share a port
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def find_free_port(host: str, wanted: int) -> int | None:
    """The first free port above `wanted`."""
    for port in range(wanted + 1, min(wanted + 1 + TRIED_PORTS, 65536)):
        try:
            if is_free(host, port):
                return port
        except PermissionError:  # Windows keeps whole ranges for itself
            continue
    return None
