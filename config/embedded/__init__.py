"""PostgreSQL and a Redis-compatible server that come with the Python packages."""

from config.embedded.servers import EmbeddedServers

__all__ = ["EmbeddedServers"]
