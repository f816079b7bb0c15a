"""A company's name becomes the first label of its host."""

import re
import unicodedata

LONGEST = 40
RESERVED = frozenset(
    {
        "account",
        "accounts",
        "admin",
        "api",
        "app",
        "assets",
        "billing",
        "blog",
        "capitaine",
        "cdn",
        "demo",
        "docs",
        "ftp",
        "help",
        "host",
        "localhost",
        "login",
        "mail",
        "mx",
        "ns",
        "postmaster",
        "root",
        "security",
        "smtp",
        "sso",
        "static",
        "status",
        "support",
        "test",
        "webmail",
        "www",
    }
)


def host_label(name: str) -> str:
    """Lower-case ASCII letters, digits and single hyphens, 2 to 40; empty when none is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    label = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-")
    return label if len(label) >= 2 else ""


def label_candidates(name: str) -> list[str]:
    """The labels to try for a company of that name, the nicest first; never a reserved one."""
    label = host_label(name) or "company"
    first = [] if label in RESERVED else [label]
    return [*first, *(f"{label[: LONGEST - 3]}-{number}" for number in range(2, 30))]
