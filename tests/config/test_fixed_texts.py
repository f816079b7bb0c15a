"""A text without values is looked up once for each language, every other as it is rendered."""

import pytest
from django.template import Context, engines
from django.utils.translation import override

from config.templatetags.i18n import FixedText
from governance.decisions.words import fact_label, verdict_word

FIXED = (
    '{% translate "Close" %}',
    '{% translate "Archive" context "verb" %}',
    "{% blocktranslate trimmed %}The chain is intact{% endblocktranslate %}",
)
LOOSE = (
    '{% translate "Close" as said %}{{ said }}',
    "{% translate word %}",
    '{% translate "Archive" context kind %}',
    "{% blocktranslate %}No. {{ seq }}{% endblocktranslate %}",
)
SAID = {
    "fr": (
        "Fermer",
        "Archiver",
        "La chaîne est intacte",
        "Fermer",
        "Fermer",
        "Archiver",
        "N°\u00a07",
    ),
    "en": ("Close", "Archive", "The chain is intact", "Close", "Close", "Archive", "No. 7"),
}


def rendered(text: str, **values: object) -> tuple[str, bool]:
    """What it says, and whether a part of it is fixed."""
    template = engines["django"].engine.from_string("{% load i18n %}" + text)
    is_fixed = any(isinstance(node, FixedText) for node in template.nodelist)
    asked = Context({"word": "Close", "kind": "verb", "seq": 7, **values})
    return template.render(asked), is_fixed


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_reader_is_answered_in_his_language(language: str) -> None:
    with override(language):
        said = [rendered(text) for text in (*FIXED, *LOOSE)]
    assert tuple(text for text, _ in said) == SAID[language]
    assert [is_fixed for _, is_fixed in said] == [True] * len(FIXED) + [False] * len(LOOSE)


def test_one_compiled_template_speaks_every_language_in_turn() -> None:
    template = engines["django"].engine.from_string("{% load i18n %}" + FIXED[0])
    found = []
    for language in ("fr", "en", "fr"):
        with override(language):
            found.append(template.render(Context()))
    assert found == ["Fermer", "Close", "Fermer"]


def test_the_words_of_a_code_follow_the_reader() -> None:
    found = []
    for language in ("fr", "en", "fr"):
        with override(language):
            found.append((verdict_word("start"), fact_label(("target", "old"))))
    assert found[0] == found[2] != found[1]
    assert found[1] == ("Started", "Target, before")
