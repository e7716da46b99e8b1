"""Fixtures for all tests; each lives in `tests/support`, in a module named after what it gives."""

from tests.support.databases import connection, database, database_path, database_url, migrated_file

__all__ = ["connection", "database", "database_path", "database_url", "migrated_file"]
