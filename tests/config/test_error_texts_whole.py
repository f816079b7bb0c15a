"""Every error text reads whole in both languages, whatever facts are missing."""

import pytest
from django.utils import translation

from config.error_texts import TEXTS, explain
from tenants.errors import Refused


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("code", sorted(TEXTS))
def test_an_error_without_its_facts_is_still_a_sentence(code, language) -> None:
    with translation.override(language):
        text = explain(Refused(code)).text
    assert text
    assert "%(" not in text
    assert "%%" not in text
