"""The same firm in an open transaction as for the services."""

from tests.services.conftest import firm

__all__ = ["firm"]
