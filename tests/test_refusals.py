"""A test that asserts a refusal fails where there was none, another one, or one that wrote."""

import pytest
from django.db import transaction
from django.db.models import QuerySet

from governance.members.models import Member
from tenants.accounts.models import User
from tenants.errors import Invalid, NotFound, Refused
from tenants.ids import uuid7
from tenants.transactions import after_commit, use_case
from tests.cast import NOW
from tests.refusals import refused


def refuse(code: str = "cap_reached", **facts: object) -> None:
    raise Refused(code, **facts)


def test_what_was_refused_is_told() -> None:
    with refused("cap_reached", cap=3) as told:
        refuse(cap=3, names="A, B, C")
    assert told.facts == {"cap": 3, "names": "A, B, C"}
    with refused("invalid_fields") as told:
        raise Invalid("invalid_fields", fields={"title": ["required"]})
    assert told.fields == {"title": ["required"]}


def test_neither_nothing_nor_another_refusal_nor_another_fact_is_that_refusal() -> None:
    with pytest.raises(pytest.fail.Exception), refused("cap_reached"):
        pass
    with pytest.raises(AssertionError), refused("cap_reached"):
        refuse("cap_below_active")
    with pytest.raises(AssertionError), refused("cap_reached", cap=3):
        refuse(cap=2)
    with pytest.raises(KeyError), refused("cap_reached"):
        raise KeyError


def viewer() -> QuerySet[Member]:
    return Member.objects.filter(role="viewer")


@pytest.mark.parametrize(
    "write",
    [
        lambda: viewer().update(name="Nemo"),
        lambda: viewer().update(role="viewer"),
        lambda: viewer().delete(),
        lambda: viewer().bulk_create([Member(user_id=uuid7(), role="viewer", joined_at=NOW)]),
        lambda: User.objects.create_user("n@n.example", name="Nemo", created_at=NOW),
        lambda: after_commit(lambda: None),
    ],
    ids=["changed", "written again", "deleted", "made", "on the public side", "after the commit"],
)
def test_a_refusal_that_left_something_is_caught(acme, write) -> None:
    def write_and_refuse() -> None:
        write()
        refuse()

    with pytest.raises(AssertionError, match="was refused, but changed"), refused("cap_reached"):
        write_and_refuse()


def test_what_was_rolled_back_did_not_happen(acme) -> None:
    with refused("cap_reached"), use_case():
        viewer().update(name="Nemo")
        after_commit(lambda: None)
        refuse()
    with refused("member_not_found"), transaction.atomic():
        viewer().select_for_update().get().delete()
        raise NotFound("member_not_found")
