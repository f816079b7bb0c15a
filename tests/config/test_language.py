import pytest
from django.core import mail

from governance.members.models import Member
from tenants.accounts.models import User
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


TEXTS = {
    "/": ("Trois projets d’IA réussis", "Three AI projects that succeed"),
    "/accounts/login/": (">Se connecter<", ">Sign in<"),
    "/accounts/login/password/": ("Se connecter avec un mot de passe", "Sign in with a password"),
    "/companies/start/": ("Ouvrir un espace", "Open a space"),
    "/companies/start/x/": ("Ce lien a déjà servi", "This link was used"),
    "/nowhere/": ("Revenir à l’accueil", "Back to the start page"),
}


@pytest.mark.parametrize("path", TEXTS)
def test_the_public_pages_speak_both_languages(public, path):
    for language, text in zip(["fr", "en"], TEXTS[path], strict=True):
        page = public.get(path, headers={"accept-language": language}).content.decode()
        assert text in page
        assert TEXTS[path][language == "fr"] not in page


def test_problem_documents_speak_both_languages(acme):
    for language, title in [("fr", "Il faut une clé valide"), ("en", "A valid key is needed")]:
        client = acme.client()
        answer = client.get("/api/v1/me", headers={"accept-language": language})
        assert answer.json()["title"] == title


def test_sign_in_mails_speak_both_languages(acme, public):
    for language, subject in [
        ("fr", "Votre lien de connexion à Capitaine"),
        ("en", "Your sign-in link to Capitaine"),
    ]:
        public.cookies["language"] = language
        public.post("/accounts/login/", {"email": email_of("acme", "executive")})
        assert mail.outbox[-1].subject == subject


def test_the_profile_wins_over_the_browser(acme):
    client = acme.client("viewer")
    page = client.get("/profile/", HTTP_ACCEPT_LANGUAGE="en")
    assert '<html lang="fr"' in page.content.decode()
    assert page["Content-Language"] == "fr"
    Member.objects.filter(id=acme.members["viewer"].id).update(language="en")
    page = client.get("/profile/", HTTP_ACCEPT_LANGUAGE="fr")
    assert '<html lang="en"' in page.content.decode()
