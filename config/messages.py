"""The texts in French: compiled, completed from parts, and checked, without system gettext.

`python -m config.messages compile|extract|merge|check`
"""

import argparse
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
APPS = ("config", "tenants", "governance", "assessments", "portfolio")
LANGUAGE = "fr"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
Key = tuple[str, str]
# What is filled in, an address, the one header that is quoted: no text of ours.
NO_TEXT = re.compile(r"%(?:\(\w+\))?[sd]|https?:\S+|Authorization: Bearer")
# French sets a no-break space before : and inside « », a narrow one before ; ! ?, and ’ for '.
BADLY_SET = re.compile(
    r"[^\s\u202f\u00a0?!…(«][!?;](?=\s|$)|[^\W\d]:(?=\s|$)|[ ][!?;:%€»]|«[^\u00a0]|\w'\w"
)


def read_catalog(file: Path) -> Catalog:
    """The messages of a PO file; a malformed file raises with its line."""
    with file.open("rb") as source:
        return read_po(source, locale=LANGUAGE, abort_invalid=True)


def compile_all(locale_dir: Path) -> list[Path]:
    """Every django.po has a django.mo at least as new; returns those that were written."""
    written = []
    for source in sorted(locale_dir.glob("*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        with draft.open("wb") as out:
            write_mo(out, read_catalog(source), use_fuzzy=False)
        draft.replace(target)
        written.append(target)
    return written


def sources(root: Path) -> Iterator[Path]:
    """The Python files and templates that may hold texts."""
    for app in APPS:
        for file in sorted((root / app).rglob("*.py")):
            if "migrations" not in file.parts:
                yield file
    for suffix in ("html", "txt", "xml"):
        yield from sorted((root / "templates").rglob(f"*.{suffix}"))
        for app in APPS:
            yield from sorted((root / app / "templates").rglob(f"*.{suffix}"))


def extract_all(root: Path) -> Catalog:
    """Every text of the sources, with the places where it stands."""
    catalog = Catalog(locale=LANGUAGE, domain="django")
    for file in sources(root):
        text = file.read_text()
        if file.suffix != ".py":
            # An indented template is no indented Python.
            lines = templatize(text, origin=str(file)).splitlines()
            text = "\n".join(line.lstrip() for line in lines)
        found = extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS)
        for line, text_id, _, context in found:
            place = (str(file.relative_to(root)), line)
            catalog.add(text_id, locations=[place], context=context)
    return catalog


def key(message: Message) -> Key:
    """What tells two messages apart: the context and the (singular) text."""
    text = message.id if isinstance(message.id, str) else message.id[0]
    return (message.context or "", text)


def forms_of(message: Message) -> list[str]:
    """What it is in French, singular and plural."""
    string = message.string or ""
    return [string] if isinstance(string, str) else list(string)


def is_translated(message: Message) -> bool:
    """Every form is filled and nobody has marked it as doubtful."""
    forms = forms_of(message)
    return not message.fuzzy and bool(forms) and all(forms)


def is_badly_set(message: Message) -> bool:
    """Whether a space or a sign is not as French sets it."""
    return any(BADLY_SET.search(NO_TEXT.sub("X", form)) for form in forms_of(message))


def problems(wanted: Catalog, known: Catalog) -> list[str]:
    """One line for each text that is missing, empty, doubtful, badly set, malformed or unused."""
    present = {key(message): message for message in known if message.id}
    used = {key(message): message for message in wanted if message.id}
    lines = []
    for name, message in used.items():
        place = "{}:{}".format(*message.locations[0])
        if name not in present:
            lines.append(f"{place}: missing in {LANGUAGE}: {name[1]!r}")
        elif isinstance(message.id, str) != isinstance(present[name].id, str):
            lines.append(f"{place}: singular here, plural there: {name[1]!r}")
        elif not is_translated(present[name]):
            lines.append(f"{place}: empty or doubtful in {LANGUAGE}: {name[1]!r}")
        elif is_badly_set(present[name]):
            lines.append(f"{place}: spaces or signs not as in {LANGUAGE}: {name[1]!r}")
    lines += [f"no longer used: {name[1]!r}" for name in present if name not in used]
    for message, errors in known.check():
        lines += [f"{key(message)[1]!r}: {error}" for error in errors]
    return lines


def merge_parts(locale_dir: Path) -> int:
    """The texts of parts/*.po stand in django.po and the parts are gone; returns their number."""
    parts = sorted((locale_dir / LANGUAGE / "parts").glob("*.po"))
    if not parts:
        return 0
    target = locale_dir / LANGUAGE / "LC_MESSAGES" / "django.po"
    catalog = read_catalog(target) if target.exists() else Catalog(locale=LANGUAGE)
    merged: dict[Key, Message] = {key(message): message for message in catalog if message.id}
    count = 0
    for part in parts:
        for message in read_catalog(part):
            if message.id:
                former = merged.get(key(message))
                if former is not None and former.string != message.string:
                    print(f"{part.name}: replaces {former.string!r} by {message.string!r}")
                merged[key(message)] = message
                count += 1
    save(merged.values(), target)
    for part in parts:
        part.unlink()
    return count


HEADER = """\
# The French of Capitaine. Kept by: python -m config.messages
msgid ""
msgstr ""
"Language: fr\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""


def save(messages: Iterable[Message], target: Path) -> None:
    """The PO file holds these messages in alphabetical order, without dates or places."""
    catalog = Catalog(locale=LANGUAGE)
    for message in messages:
        catalog.add(
            message.id,
            message.string,
            flags=message.flags,
            user_comments=message.user_comments,
            context=message.context,
        )
    out = io.BytesIO()
    write_po(out, catalog, width=100, no_location=True, omit_header=True, sort_output=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(HEADER + out.getvalue().decode())


def _check() -> int:
    target = ROOT / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"
    if not target.exists():
        print(f"{target} is missing: run python -m config.messages merge.")
        return 1
    lines = problems(extract_all(ROOT), read_catalog(target))
    print("\n".join([*lines, f"{len(lines)} texts to mend in {target.relative_to(ROOT)}"]))
    return 1 if lines else 0


def _extract() -> int:
    """Print what is not yet in django.po as a part ready to be filled."""
    target = ROOT / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"
    known = {key(message) for message in read_catalog(target)} if target.exists() else set()
    catalog = Catalog(locale=LANGUAGE)
    for message in extract_all(ROOT):
        if message.id and key(message) not in known:
            places = message.locations
            catalog.add(message.id, locations=places, context=message.context)
    out = io.BytesIO()
    write_po(out, catalog, width=100, omit_header=True)
    print(out.getvalue().decode(), end="")
    return 0


def main(arguments: list[str]) -> int:
    """The exit code of the command line; 1 when texts are to be mended."""
    parser = argparse.ArgumentParser(prog="python -m config.messages")
    parser.add_argument("verb", choices=["compile", "extract", "merge", "check"])
    verb = parser.parse_args(arguments).verb
    if verb == "compile":
        print(f"{len(compile_all(ROOT / 'locale'))} catalogues written")
        return 0
    if verb == "merge":
        print(f"{merge_parts(ROOT / 'locale')} texts merged")
        return 0
    return _check() if verb == "check" else _extract()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
