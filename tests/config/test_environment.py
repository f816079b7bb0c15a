"""What the environment says is read with its type; a wrong value gives its remedy."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import (
    broker_url,
    cache_url,
    database_url,
    env_bool,
    env_int,
    env_secret,
    env_str,
    env_url,
    without_password,
)
from config.startup import read_options


@pytest.mark.parametrize("raw", ["abc", "0", "70000", "8000.5"])
def test_a_wrong_port_is_named_with_its_value_and_its_bounds(
    monkeypatch: pytest.MonkeyPatch, raw: str
) -> None:
    monkeypatch.setenv("PORT", raw)
    sentence = f"PORT is '{raw}': set it to a whole number from 1 to 65535, such as 8000."
    with pytest.raises(ImproperlyConfigured) as caught:
        env_int("PORT", 8000, minimum=1, maximum=65535)
    assert str(caught.value) == sentence


def test_an_empty_number_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "")
    assert env_int("PORT", 8000) == 8000


@pytest.mark.parametrize(("raw", "expected"), [("1", True), ("Yes", True), ("off", False)])
def test_a_truth_value_is_read_in_its_usual_spellings(
    monkeypatch: pytest.MonkeyPatch, raw: str, expected: bool
) -> None:
    monkeypatch.setenv("HTTPS", raw)
    assert env_bool("HTTPS") is expected


def test_a_wrong_truth_value_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS", "perhaps")
    with pytest.raises(ImproperlyConfigured, match=r"^HTTPS is 'perhaps': set it to true or false"):
        env_bool("HTTPS")


def test_a_value_outside_the_choices_names_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG_LEVEL", "LOUD")
    with pytest.raises(ImproperlyConfigured, match=r"LOG_LEVEL is 'LOUD'.*INFO, DEBUG"):
        env_str("LOG_LEVEL", "INFO", choices=("INFO", "DEBUG"))


def test_a_secret_is_read_from_the_file_that_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("from the file\n")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
    assert env_secret("SECRET_KEY") == "from the file"
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "missing"))
    with pytest.raises(ImproperlyConfigured, match=r"SECRET_KEY_FILE.*cannot be read"):
        env_secret("SECRET_KEY")


def test_a_database_address_keeps_encoded_characters_and_options() -> None:
    settings = database_url("postgresql://us%40er:p%2Fw@db.example:5433/name?sslmode=verify-full")
    assert settings == {
        "NAME": "name",
        "USER": "us@er",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "verify-full"},
    }


@pytest.mark.parametrize(
    "url", ["postgresql://u:p@/name?host=/run/pg", "postgresql://u:p@%2Frun%2Fpg/name"]
)
def test_a_database_address_may_lead_to_a_socket(url: str) -> None:
    settings = database_url(url)
    assert settings["HOST"] == "/run/pg"
    assert settings["OPTIONS"] == {}


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://u:secret@h/n", "begin it with postgresql://"),
        ("postgresql://u:secret@h/", "end it with the database's name"),
        ("postgresql://u:secret@h:port/n", "port that is not a number"),
    ],
)
def test_a_wrong_database_address_is_explained_without_its_password(url: str, words: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=words) as caught:
        database_url(url)
    assert "secret" not in str(caught.value)


def test_a_wrong_scheme_is_named_without_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "http://user:secret@host")
    with pytest.raises(ImproperlyConfigured, match="REDIS_URL is 'http://user:\\*\\*\\*@host'"):
        env_url("REDIS_URL", schemes=("redis", "unix"))


def test_an_address_without_password_stays_as_it_is() -> None:
    assert without_password("redis://host/0") == "redis://host/0"


@pytest.mark.parametrize(
    ("broker", "cache"),
    [
        ("redis+socket:///run/r.sock", "unix:///run/r.sock"),
        ("redis+socket:///run/r.sock?virtual_host=2", "unix:///run/r.sock?db=2"),
        ("rediss://u:p@h:1/0", "rediss://u:p@h:1/0"),
    ],
)
def test_the_queue_and_the_cache_write_the_same_server_each_in_its_way(
    broker: str, cache: str
) -> None:
    assert cache_url(broker) == cache
    assert broker_url(cache) == broker


def test_the_two_database_addresses_go_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@host/name")
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_OWNER_URL is not set"):
        read_options()
