"""A sheet is printed with our own faces only."""

from typing import Any

import pytest
import typst

from governance.papers import services
from governance.papers.services import Sheet, print_sheet
from tests.cast import NOW


def test_the_faces_of_this_machine_play_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}
    monkeypatch.setattr(typst, "Fonts", lambda **told: given.update(told))
    monkeypatch.setattr(typst, "compile", lambda _ink, **told: given.update(told) or b"%PDF")
    services._fonts.cache_clear()
    try:
        assert print_sheet(Sheet(ink="x.typ", words="<p/>", at=NOW)) == b"%PDF"
    finally:
        services._fonts.cache_clear()
    assert given["ignore_system_fonts"]
    assert not given["include_system_fonts"]
