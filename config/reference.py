"""docs/environment.md, written from the code that reads the environment.

`python -m config.reference` writes it anew; a test compares.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
REFERENCE = BASE / "docs" / "environment.md"
SOURCES = ("config/settings.py", "config/startup.py")
KINDS = {
    "env_str": "text",
    "env_int": "number",
    "env_bool": "yes or no",
    "env_secret": "secret",
    "env_keys": "secret",
    "env_url": "secret",
}
MEANINGS = {
    "SECRET_KEY": "Signs links, sessions and backups: 50 random characters or more."
    " Whoever knows it signs in as anybody.",
    "SECRET_KEY_FALLBACKS": "Former keys, by commas, while the key is changed.",
    "DATABASE_URL": "PostgreSQL with the application's role: it uses rows and owns nothing.",
    "DATABASE_OWNER_URL": "The same with the role that owns the tables; for upgrade, provisioner"
    " and restore only.",
    "DATABASE_CONNECTION_SECONDS": "How long a connection is kept.",
    "DATABASE_PATIENCE": "How long statements and locks may take: as for a page or as for a job."
    " Each process sets it itself.",
    "REDIS_URL": "The queue and the cache: Redis 7 or newer, or Valkey.",
    "PUBLIC_HOST": "The host of the sign-in page; companies answer under `<name>.PUBLIC_HOST`.",
    "OPERATOR_HOST": "The host of the operator's console; without one, `operator.PUBLIC_HOST`.",
    "PUBLIC_PORT": "The port in links, where it is not the usual one.",
    "HTTPS": "Off for demonstrations only: cookies and redirects ask for TLS.",
    "BEHIND_PROXY": "A proxy of yours replaces X-Forwarded-For and -Proto (deploy/proxy).",
    "BIND_ADDRESS": "Where the web server listens.",
    "PORT": "The port it listens on.",
    "WEB_WORKERS": "Processes that serve pages; one a core.",
    "JOB_PROCESSES": "Processes that do the work of companies.",
    "CAPITAINE_VAR": "The folder of data, logs and, by default, backups.",
    "CAPITAINE_DEMO": "Loads sample companies and shows their mail; never with real companies.",
    "CAPITAINE_DEMO_MAIL": "Whether the demo's mails are shown on a page.",
    "BACKUPS": "The folder of the archives of `manage.py backup`.",
    "LOG_ANCHORS": "A file to which each day's heads of the decision logs are appended.",
    "LOG_LEVEL": "The least severity that is logged.",
    "LOG_FORMAT": "`plain`, or `json`: one object a line, one line more for each request.",
    "EMAIL_BACKEND": "The class that sends mail.",
    "EMAIL_HOST": "The mail server.",
    "EMAIL_PORT": "Its port.",
    "EMAIL_HOST_USER": "The name to sign in with there.",
    "EMAIL_HOST_PASSWORD": "The password.",
    "EMAIL_USE_TLS": "STARTTLS.",
    "EMAIL_REPLY_TO": "Where answers to mails go; empty: to the sender.",
    "DEFAULT_FROM_EMAIL": "Who mails come from.",
    "SECURITY_CONTACT": "Address or page for reports of vulnerabilities: printed in security.txt.",
    "WEBHOOK_PORTS": "The ports that webhooks may reach, by commas.",
    "WEBHOOK_NETWORKS": "Private networks that webhooks may reach all the same, by commas, such as"
    " 10.1.2.0/24: any executive of any company then reaches what stands there.",
    "WEBHOOK_AUTHORITIES": "A file of certificates that receivers are checked against, instead of"
    " the system's: for tests and for receivers of your own.",
    "METRICS_TOKEN": "The bearer token that reads /metrics; without one nobody may.",
    "PUBLISHER_NAME": "Who runs the installation: printed in the legal notice.",
    "PUBLISHER_ADDRESS": "Their postal address.",
    "PUBLISHER_DIRECTOR": "Who answers for the content.",
    "PUBLISHER_CONTACT": "The address to write to, also for personal data and accessibility.",
    "PUBLISHER_HOSTING": "Who hosts: name and address.",
}
HEAD = """# Environment

Everything that differs between installations. A secret can stand in a file
instead, named by the same variable with `_FILE` behind it. Written by `python -m config.reference`.

| variable | kind | default | meaning |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Variable:
    """One variable as the code reads it; `default` is source text, empty where there is none."""

    name: str
    kind: str
    default: str


def variables() -> Iterator[Variable]:
    """Each variable once, in the order in which the code reads them."""
    known = set()
    for source in SOURCES:
        for node in ast.walk(ast.parse((BASE / source).read_text())):
            found = _variable(node)
            if found is not None and found.name not in known:
                known.add(found.name)
                yield found


def _variable(node: ast.AST) -> Variable | None:
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return None
    kind = KINDS.get(node.func.id)
    if kind is None or not isinstance(node.args[0], ast.Constant):
        return None
    default = ast.unparse(node.args[1]) if len(node.args) > 1 else ""
    return Variable(str(node.args[0].value), kind, default)


def reference() -> str:
    """The whole page. Raises KeyError for a variable whose meaning is not told."""
    found = {one.name: one for one in variables()}
    lines = [
        f"| `{name}` | {found[name].kind} | {_code(found[name].default)} | {meaning} |"
        for name, meaning in MEANINGS.items()
        if name in found
    ]
    missing = sorted(set(found) - set(MEANINGS))
    if missing:
        raise KeyError(missing[0])
    return HEAD + "\n".join(lines) + "\n"


def _code(default: str) -> str:
    return f"`{default}`" if default else ""


if __name__ == "__main__":
    REFERENCE.write_text(reference())
