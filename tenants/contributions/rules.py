"""A company's name becomes the first label of its host."""

from tenants.texts import ascii_label

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
        "operator",
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
    label = ascii_label(name, longest=LONGEST)
    return label if len(label) >= 2 else ""


def label_fault(label: str) -> str | None:
    """Why a company may not choose that label: `host_label_invalid`, `host_label_reserved`."""
    if not label or label != host_label(label):
        return "host_label_invalid"
    return "host_label_reserved" if label in RESERVED else None


def label_candidates(name: str, *, spare: str) -> list[str]:
    """The labels to try for a company of that name, the nicest first; never a reserved one.

    The last one ends in *spare*, ASCII letters and digits that nobody else has.
    """
    label = host_label(name) or "company"
    first = [] if label in RESERVED else [label]
    ends = (*map(str, range(2, 30)), spare)
    return [*first, *(f"{label[: LONGEST - 1 - len(end)].rstrip('-')}-{end}" for end in ends)]
