"""Names that one file uses and another one defines."""

from config.error_texts import TEXTS
from governance.access.selectors import permission_table
from tests.architecture import laws
from tests.architecture.routes import HOSTS, routes
from tests.architecture.sources import ROOT


def names() -> set[str]:
    return {route.name for host in HOSTS for route in routes(host)}


def test_every_route_stands_in_the_permission_file() -> None:
    assert sorted(names() - set(permission_table().routes)) == []


def test_the_permission_file_names_no_route_that_does_not_exist() -> None:
    assert sorted(set(permission_table().routes) - names()) == []


def test_every_address_that_a_template_asks_for_exists() -> None:
    asked = laws.url_names_in_templates(ROOT)
    assert {name: where for name, where in asked.items() if name not in names()} == {}


def test_every_error_code_has_a_text() -> None:
    codes = laws.error_codes(ROOT)
    assert len(codes) > 20
    assert {code: where for code, where in codes.items() if code not in TEXTS} == {}
