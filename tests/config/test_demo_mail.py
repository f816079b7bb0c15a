import io
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection

from config.startup import is_loopback, read_options
from config.supervisor import Supervisor

pytestmark = pytest.mark.django_db
BACKEND = "config.letterbox.EmailBackend"


@pytest.fixture
def letters(settings, tmp_path):
    settings.DEMO_MAIL, settings.EMAIL_FILE_PATH = True, tmp_path / "mail"
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
    settings.DEMO_MAIL = False
    assert public.get("/demo/mail/").status_code == 404


def test_an_empty_letter_box_says_so(public, settings, tmp_path):
    settings.DEMO_MAIL, settings.EMAIL_FILE_PATH = True, tmp_path / "none"
    assert public.get("/demo/mail/").status_code == 200


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("is_demo", [True, False])
def test_pages_that_send_mail_say_where_a_demo_shows_it(acme, public, settings, is_demo):
    settings.DEMO_MAIL = is_demo
    sent = {"email": "nobody@acme.example", "name": "A", "company": "B"}
    pages = [
        public.post("/accounts/login/", sent, follow=True),
        public.post("/companies/start/", sent),
        acme.client("executive").get("/settings/members/"),
    ]
    for page in pages:
        assert ('href="http://localhost/demo/mail/"' in page.content.decode()) == is_demo


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "192.0.2.7", "2001:db8::7", ""])
def test_only_who_sits_at_the_machine_reads_the_letters(public, peer):
    name = public.get("/demo/mail/").content.decode().split('href="/demo/mail/')[1].split("/")[0]
    for path in ["/demo/mail/", f"/demo/mail/{name}/"]:
        status = public.get(path, REMOTE_ADDR=peer).status_code
        assert status == (200 if peer in {"127.0.0.1", "::1"} else 404)


@pytest.mark.parametrize(
    ("address", "is_ours"),
    [
        ("127.0.0.1", True),
        ("127.0.0.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.4", False),
        ("a-name.example", False),
        ("", False),
    ],
)
def test_an_address_that_others_reach_is_known(address, is_ours):
    assert is_loopback(address) == is_ours


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_the_one_command_serves_no_letters_where_others_reach_it(monkeypatch, tmp_path, address):
    for name, scheme in [("DATABASE", "postgresql"), ("DATABASE_OWNER", "postgresql")]:
        monkeypatch.setenv(f"{name}_URL", f"{scheme}://a@localhost/a")
    monkeypatch.setenv("REDIS_URL", "redis://localhost:1/0")
    monkeypatch.setenv("BIND_ADDRESS", address)
    out, is_ours = io.StringIO(), address == "127.0.0.1"
    one = Supervisor(base_dir=Path(), data_dir=tmp_path, options=read_options(), out=out)
    assert one._environment(is_owner=False)["CAPITAINE_DEMO_MAIL"] == ("1" if is_ours else "0")
    (tmp_path / "demo-logins.json").write_text('[{"name": "A"}]')
    one._announce()
    assert ("demo/mail/ is not served: others can reach 0.0.0.0" in out.getvalue()) != is_ours
    assert ("read it at" in out.getvalue()) == is_ours
