"""The French is complete or the check says where not; compiled files follow their sources."""

import os
from pathlib import Path

import pytest

from config import messages


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one module and one template."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "texts.py").write_text(
        "ngettext('%(n)s place', '%(n)s places', 2)\npgettext('verb', 'Open')\n"
    )
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(
        '{% load i18n %}{% translate "Log" %}'
        "{% blocktranslate count n=n %}one{% plural %}{{ n }} many{% endblocktranslate %}"
    )
    (tmp_path / "locale" / "fr" / "parts").mkdir(parents=True)
    return tmp_path


COMPLETE = """
msgctxt "verb"
msgid "Open"
msgstr "Ouvrir"

msgid "Log"
msgstr "Journal"

msgid "%(n)s place"
msgid_plural "%(n)s places"
msgstr[0] "%(n)s place"
msgstr[1] "%(n)s places"

msgid "one"
msgid_plural "%(n)s many"
msgstr[0] "un"
msgstr[1] "%(n)s"
"""


def merged(project: Path, text: str) -> list[str]:
    (project / "locale" / "fr" / "parts" / "part.po").write_text(text)
    messages.merge_parts(project / "locale")
    target = project / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    return messages.problems(messages.extract_all(project), messages.read_catalog(target))


def test_a_complete_part_leaves_nothing_to_mend_and_is_gone(project: Path) -> None:
    assert merged(project, COMPLETE) == []
    assert list((project / "locale" / "fr" / "parts").iterdir()) == []


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ('msgid "Log"', 'msgid "Diary"', "templates/page.html:1: missing in fr: 'Log'"),
        ('msgstr "Journal"', 'msgstr ""', "empty or doubtful in fr: 'Log'"),
        ('msgid "Log"', '#, fuzzy\nmsgid "Log"', "empty or doubtful in fr: 'Log'"),
        ('msgstr[1] "%(n)s places"', 'msgstr[1] ""', "empty or doubtful in fr: '%(n)s place'"),
        ('msgctxt "verb"\n', "", "config/texts.py:2: missing in fr: 'Open'"),
        ('msgid "Log"', 'msgid "Old"\nmsgstr "Vieux"\n\nmsgid "Log"', "no longer used: 'Old'"),
        ('msgstr "Journal"', 'msgstr "Journal !"', "spaces or signs not as in fr: 'Log'"),
        ('msgstr "Journal"', 'msgstr "Journal: tout"', "spaces or signs not as in fr: 'Log'"),
        ('msgstr "Journal"', 'msgstr "L\'ordre"', "spaces or signs not as in fr: 'Log'"),
    ],
)
def test_each_kind_of_gap_is_reported(project: Path, before: str, after: str, line: str) -> None:
    assert any(line in found for found in merged(project, COMPLETE.replace(before, after, 1)))


def test_a_catalogue_is_compiled_once_and_again_after_a_change(project: Path) -> None:
    merged(project, COMPLETE)
    source = project / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    assert messages.compile_all(project / "locale") == [source.with_suffix(".mo")]
    assert messages.compile_all(project / "locale") == []
    later = source.with_suffix(".mo").stat().st_mtime_ns + 1_000_000_000
    os.utime(source, ns=(later, later))
    assert messages.compile_all(project / "locale") == [source.with_suffix(".mo")]


def test_merging_twice_changes_nothing(project: Path) -> None:
    merged(project, COMPLETE)
    source = project / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    first = source.read_text()
    merged(project, COMPLETE)
    assert source.read_text() == first
