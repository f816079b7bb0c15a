"""A password that many choose, or that is made of what is known of its owner, is none."""

import pytest

from tenants.passwords.rules import is_guessable

KNOWN = ["Claire Morel", "claire.morel@ateliers-morel.example", "Ateliers Morel", "morel.localhost"]


@pytest.mark.parametrize(
    "password",
    [
        "123456789012",
        "aaaaaaaaaaaa",
        "abcdefghijkl",
        "motdepasse1234",
        "Motdepasse2026!",
        "azertyuiop12",
        "azertyuiopqs",
        "qwertyuiop12",
        "P@ssw0rd2026!",
        "password1234",
        "bonjourbonjour",
        "Bienvenue2026!",
        "Marseille2026",
        "janvier2026!!",
        "Capitaine2026!",
        "Claire.Morel1",
        "clairemorel2026",
        "AteliersMorel2026",
        "ateliers-morel-26",
        "Été2026été2026",
        "claire.morel@ateliers-morel.example",
    ],
)
def test_what_many_or_a_colleague_would_try_is_guessable(password) -> None:
    assert is_guessable(password, known=KNOWN)


@pytest.mark.parametrize(
    "password",
    [
        "quatre mots bien longs",
        "une phrase assez longue",
        "mille canaris jaunes",
        "Claire aime les pommes vertes",
        "kV7-qp2_mXz9",
        "ô toi, mon vélo crevé",
        "夏の海はとても青いですね",
        "x" * 5 + "k7Qm!2vB9#" * 400,
    ],
)
def test_a_sentence_of_ones_own_is_not(password) -> None:
    assert not is_guessable(password, known=KNOWN)


def test_another_persons_name_is_a_word_like_any_other() -> None:
    assert is_guessable("Zwentibold Krx", known=["Zwentibold Krx"])
    assert not is_guessable("Zwentibold Krx", known=KNOWN)
