import pytest

from tenants.addresses import company_url, public_url, safe_path
from tenants.contributions.rules import RESERVED, host_label, label_candidates


@pytest.mark.parametrize("path", ["/", "/a/b/?c=d&e=%2F", "/é/"])
def test_a_path_of_the_house_is_kept(path):
    assert safe_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        None,
        "a",
        "//x",
        "///x",
        "/\\x",
        "http://x",
        "javascript:x",
        "/\tx",
        "/\nx",
        "/" + "a" * 400,
    ],
)
def test_any_other_way_leads_to_the_start(path):
    assert safe_path(path) == "/"


def test_addresses_carry_the_port_of_this_installation(settings):
    settings.PUBLIC_PORT, settings.SECURE = "8000", False
    assert public_url("/x/", next="/y/?z=1") == "http://localhost:8000/x/?next=%2Fy%2F%3Fz%3D1"
    assert company_url("acme.localhost") == "http://acme.localhost:8000/"


def test_a_name_becomes_a_label():
    assert host_label("Ateliers Mörel & Fils, S.A.") == "ateliers-morel-fils-s-a"
    assert host_label("株式会社") == ""
    assert len(host_label("x" * 90)) == 40


def test_a_reserved_or_empty_label_is_never_given():
    assert label_candidates("株式会社", spare="abc")[0] == "company"
    for name in RESERVED:
        assert not RESERVED & set(label_candidates(name, spare="abc"))


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("L'Atelier d'Œuvres", "l-atelier-d-oeuvres"),
        ("L’Atelier d’Œuvres", "l-atelier-d-oeuvres"),
        ("Straßenbau Æsir", "strassenbau-aesir"),
        ("Ça & Là – Génie", "ca-la-genie"),
        ("ﬁn", "fin"),
        ("Ab 🥐", "ab"),
    ],
)
def test_a_name_is_spelt_out_in_its_address(name, label):
    assert host_label(name) == label


def test_there_is_always_one_more_address():
    candidates = label_candidates("x" * 90, spare="0a1b2c3d")
    assert len(set(candidates)) == len(candidates) == 30
    assert candidates[-1] == "x" * 31 + "-0a1b2c3d"
    assert all(len(one) <= 40 for one in candidates)
