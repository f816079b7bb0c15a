"""The code is that of the address, module by module, with its quiet zone."""

import re

import segno
from hypothesis import given
from hypothesis import strategies as st

from portfolio.team.rules import QUIET, qr_code

RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z")


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=200))
def test_what_is_drawn_is_the_code_and_nothing_stands_in_its_quiet_zone(tail) -> None:
    address = f"https://acme.example/{tail}"
    found = qr_code(address)
    drawn = {
        (int(x) + step - QUIET, int(y) - QUIET)
        for x, y, length, back in RUN.findall(found.path)
        for step in range(int(length))
        if length == back
    }
    wanted = segno.make_qr(address, error="m").matrix
    assert drawn == {(x, y) for y, row in enumerate(wanted) for x, bit in enumerate(row) if bit}
    assert found.size == len(wanted) + 2 * QUIET
    assert RUN.sub("", found.path) == ""
