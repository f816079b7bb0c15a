"""How much stands in the queues."""

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from config.celery import app, queue_names


def queued_jobs() -> int | None:
    """The jobs that nobody has taken yet; None where the queue does not answer."""
    prefix = app.conf.broker_transport_options["global_keyprefix"]
    try:
        with Redis.from_url(settings.CACHE_URL, **settings.CACHE_OPTIONS) as server:
            return sum(server.llen(f"{prefix}{name}") for name in queue_names())
    except RedisError:
        return None
