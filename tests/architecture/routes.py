"""Every address of all hosts, as the resolvers know it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

# What an argument is called as a model, where that is another name.
ALIASES = {
    "delivery": "webhookdelivery",
    "key": "apikey",
    "company": "organization",
    "item": "reviewitem",
    "entry": "registerentry",
    "import": "tableimport",
    "software": "knownsoftware",
    "task": "legaltask",
    "request": "charterrequest",
    "message": "outboxmessage",
}
HOSTS = {
    "company": "config.urls",
    "public": "config.urls_public",
    "operator": "config.urls_operator",
}


@dataclass(frozen=True)
class Route:
    """One named address of one host, with the names of what stands in it."""

    host: str
    name: str
    arguments: tuple[str, ...]

    def path(self, values: dict[str, Any]) -> str:
        wanted = {name: values[name] for name in self.arguments}
        return reverse(self.name, HOSTS[self.host], kwargs=wanted)


def routes(host: str) -> list[Route]:
    """The addresses of one host; several of one name are one route."""
    found = {(name, arguments) for name, arguments in _walk(get_resolver(HOSTS[host]), ())}
    return sorted((Route(host, *key) for key in found), key=lambda r: (r.name, r.arguments))


def _walk(resolver: URLResolver, above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in resolver.url_patterns:
        arguments = (*above, *entry.pattern.converters)
        if isinstance(entry, URLPattern):
            yield entry.name or str(entry.pattern), arguments
        else:
            yield from _walk(entry, arguments)
