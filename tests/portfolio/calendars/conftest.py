from tests.committed import committed_database

__all__ = ["committed_database"]
