"""Which addresses are reached, what is signed, when it is tried again: rules without a database."""

from base64 import b64encode
from datetime import timedelta
from ipaddress import ip_network

import pytest

from governance.decisions.words import VERDICTS
from governance.webhooks.choices import WebhookEvent
from governance.webhooks.rules import (
    CHANGE_EVENTS,
    VERDICT_EVENTS,
    WAITS,
    may_be_reached,
    secret_text,
    signed,
    url_faults,
    wait_until_next,
)
from governance.webhooks.words import EVENTS

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "192.0.0.192",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "168.63.129.16",
    "192.88.99.1",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:10.0.0.1",
    "::7f00:1",
    "::169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::7f00:1",
    "64:ff9b:1::a00:1",
    "2002:a9fe:a9fe::",
    "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "fec0::1",
    "ff02::1",
    "100::1",
]
NO_ADDRESS = ["", "localhost", "0x7f.1", "017700000001", "2130706433", "1.1.1.1.evil"]


@pytest.mark.parametrize("address", [*PRIVATE, *NO_ADDRESS])
def test_what_is_not_public_is_never_reached(address: str):
    assert not may_be_reached(address)


def test_what_is_public_is_reached_and_what_the_installation_opens():
    assert may_be_reached("93.184.216.34")
    assert may_be_reached("2606:2800:220:1::1")
    assert may_be_reached("127.0.0.1", allowed=[ip_network("127.0.0.0/8")])
    assert not may_be_reached("10.0.0.1", allowed=[ip_network("127.0.0.0/8")])


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://a.example/", "https_only"),
        ("file:///etc/passwd", "https_only"),
        ("https://a.example:22/", "port_refused"),
        ("https://a.example:99999/", "invalid"),
        ("https://u:p@a.example/", "invalid"),
        ("https://u@a.example/", "invalid"),
        ("https:///path", "invalid"),
        ("https://a.example/\r\nX: y", "invalid"),
        ("https://a.example/ b", "invalid"),
        ("https://é.example/", "invalid"),
        ("https://a.example/#x", "invalid"),
        ("https://a.example/" + "x" * 500, "invalid"),
        ("", "https_only"),
    ],
)
def test_an_address_is_https_of_a_host_and_nothing_else(url: str, fault: str):
    assert url_faults(url, ports=[443]) == [fault]


def test_a_good_address_has_no_fault():
    assert url_faults("https://a.example/hook?x=1", ports=[443]) == []
    assert url_faults("https://a.example:8443/hook", ports=[443, 8443]) == []


def test_the_signature_is_that_of_the_specification():
    """The example of the reference libraries."""
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    given = signed(
        secret=secret,
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )
    assert given == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert secret_text(b"x" * 32) == "whsec_" + b64encode(b"x" * 32).decode()


def test_attempts_span_about_three_days_and_never_all_at_once():
    total = sum(WAITS, timedelta())
    assert timedelta(days=3) < total < timedelta(days=3.5)
    assert wait_until_next(1, draw=0.0) == WAITS[0] * 0.8
    assert wait_until_next(9, draw=1.0) == WAITS[8] * 1.2
    assert wait_until_next(10, draw=0.5) is None


def test_every_event_has_words_and_comes_from_somewhere():
    assert set(EVENTS) == set(WebhookEvent)
    known = {*VERDICT_EVENTS.values(), *CHANGE_EVENTS.values(), WebhookEvent.DECISION_RECORDED}
    assert known == set(WebhookEvent)
    assert set(VERDICT_EVENTS) <= set(VERDICTS)
