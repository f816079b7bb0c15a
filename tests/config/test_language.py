import pytest

from governance.models import Member
from tenants.models import User
from tests.cast import email_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("doors")]


def test_the_choice_is_remembered_by_browser_member_and_account(acme):
    client = acme.client("viewer")
    answer = client.post("/language/", {"language": "en", "next": "/room/"})
    assert (answer.status_code, answer["Location"]) == (302, "/room/")
    assert client.cookies["language"].value == "en"
    assert Member.objects.get(id=acme.members["viewer"].id).language == "en"
    assert User.objects.get(email=email_of("acme", "viewer")).language == "en"
    assert Member.objects.get(id=acme.members["lead"].id).language == "fr"


def test_an_anonymous_reader_chooses_too(acme, public):
    public.post("/language/", {"language": "en"})
    assert 'lang="en"' in public.get("/").content.decode()


def test_an_unknown_language_changes_nothing(acme, public):
    answer = public.post("/language/", {"language": "xx", "next": "//evil.example"})
    assert answer["Location"] == "/"
    assert "language" not in public.cookies


def test_the_switch_is_a_form_only(public):
    assert public.get("/language/").status_code == 405


@pytest.mark.parametrize(
    ("header", "language"), [("en-GB,en;q=0.9", "en"), ("fr-CA", "fr"), ("de", "fr"), ("", "fr")]
)
def test_without_a_choice_the_browser_decides_and_french_is_the_rest(public, header, language):
    answer = public.get("/", headers={"accept-language": header})
    assert f'<html lang="{language}">' in answer.content.decode()
    assert answer["Content-Language"] == language
