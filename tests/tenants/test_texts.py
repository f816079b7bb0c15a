import pytest

from tenants.texts import cleaned, folded


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a@b.example\u200b", "a@b.example"),
        ("\u202eabc\u2066", "abc"),
        ("e\u0301crire", "écrire"),
        ("un\u2028deux\r\ntrois", "un\ndeux\ntrois"),
        ("co\u00adopé\ufeff", "coopé"),
        ("a\x07b\x1b[0m", "ab[0m"),
        ("\u3164 nom", " nom"),
        ("12\u202f000\u00a0€", "12\u202f000\u00a0€"),
        ("👩\u200d🔬", "👩\u200d🔬"),
        ("a\u200db\u200d", "ab"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\tb\0", "a\tb\0"),
    ],
)
def test_what_nobody_sees_is_not_kept(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept
    assert cleaned(kept) == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Écrire", "ecrire"),
        ("l’inventaire", "L'Inventaire"),
        ("Œuvrer", "oeuvrer"),
        ("ﬁn", "fin"),
        ("Ça", "ca"),
        ("Straße", "STRASSE"),
        ("aujourd'hui", "aujourd’hui"),
    ],
)
def test_spelling_makes_no_difference_to_a_search(one: str, other: str) -> None:
    assert folded(one) == folded(other)


def test_french_sorts_by_letter_and_not_by_code() -> None:
    names = ["Zoé", "Émile", "Eve", "Œdipe", "Odile", "Çelik", "Cyr", "Olga"]
    in_order = ["Çelik", "Cyr", "Émile", "Eve", "Odile", "Œdipe", "Olga", "Zoé"]
    assert sorted(names, key=folded) == in_order
