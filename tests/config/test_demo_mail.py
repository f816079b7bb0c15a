import pytest
from django.core.mail import EmailMessage, get_connection

pytestmark = pytest.mark.django_db
BACKEND = "django.core.mail.backends.filebased.EmailBackend"


@pytest.fixture
def letters(settings, tmp_path):
    settings.DEMO, settings.EMAIL_FILE_PATH = True, tmp_path / "mail"
    for number in range(2):
        connection = get_connection(BACKEND, file_path=str(settings.EMAIL_FILE_PATH))
        body = f"Bonjour à vous,\n\nhttp://localhost/accounts/?code={number}\n"
        EmailMessage(
            f"Sujet nº {number} <b>", body, "a@b.example", ["k@x.example"], connection=connection
        ).send()


@pytest.mark.usefixtures("letters")
def test_the_demo_shows_its_mail_and_its_links(public):
    page = public.get("/demo/mail/").content.decode()
    assert "Sujet nº 1 &lt;b&gt;" in page
    name = page.split('href="/demo/mail/')[1].split("/")[0]
    letter = public.get(f"/demo/mail/{name}/").content.decode()
    assert 'href="http://localhost/accounts/?code=' in letter
    assert "Bonjour à vous" in letter


@pytest.mark.usefixtures("letters")
def test_only_files_of_the_letter_box_are_read(public):
    for name in ["..%2F..%2Fsettings.py", "nothing.log"]:
        assert public.get(f"/demo/mail/{name}/").status_code == 404


@pytest.mark.usefixtures("letters")
def test_outside_a_demo_there_is_no_letter_box(public, settings):
    settings.DEMO = False
    assert public.get("/demo/mail/").status_code == 404


def test_an_empty_letter_box_says_so(public, settings, tmp_path):
    settings.DEMO, settings.EMAIL_FILE_PATH = True, tmp_path / "none"
    assert public.get("/demo/mail/").status_code == 200


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("is_demo", [True, False])
def test_pages_that_send_mail_say_where_a_demo_shows_it(acme, public, settings, is_demo):
    settings.DEMO = is_demo
    sent = {"email": "nobody@acme.example", "name": "A", "company": "B"}
    pages = [
        public.post("/accounts/login/", sent, follow=True),
        public.post("/companies/start/", sent),
        acme.client("executive").get("/settings/members/"),
    ]
    for page in pages:
        assert ('href="http://localhost/demo/mail/"' in page.content.decode()) == is_demo
