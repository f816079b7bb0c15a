import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def page(language: str) -> str:
    client = Client(headers={"host": "localhost", "accept-language": language})
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_what_it_is_in_english() -> None:
    text = page("en")
    assert "Three AI projects that succeed rather than ten that get stuck" in text
    assert "26 to 33 questions" in text


def test_the_page_answers_in_french() -> None:
    assert '<html lang="fr"' in page("fr")


def test_the_example_says_that_it_is_invented_before_its_figures() -> None:
    text = page("en")
    assert text.index("People and figures are invented") < text.index('class="slots"')


def test_both_ways_in_are_there_and_no_diagnostic_without_an_account_is_promised() -> None:
    text = page("en")
    assert 'href="/accounts/login/"' in text
    assert "without an account" not in text
