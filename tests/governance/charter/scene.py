"""A charter, as the tests begin with it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from governance.access.rules.actors import Act
from governance.charter.models import CharterVersion
from governance.charter.selectors import charter_catalogue
from governance.charter.services import (
    CharterInput,
    RuleInput,
    draft_charter,
    publish_charter,
)
from tests.conftest import Cast


def written(cast: Cast, **more: Any) -> CharterInput:
    """Our proposal, with its captain to ask."""
    rules = tuple(
        RuleInput(
            id=one.id,
            title=one.title.fr,
            line=one.line.fr if one.line else "",
        )
        for one in charter_catalogue().rules
    )
    given = CharterInput(
        language="fr",
        contact_id=cast.members["lead"].id,
        rules=rules,
        forbidden=("Mots de passe, codes et clés d’accès",),
        headcount=45,
    )
    return replace(given, **more)


def published(cast: Cast, act: Act, **more: Any) -> CharterVersion:
    """The next version, in force today."""
    draft_charter(act, given=written(cast, **more))
    review_on = act.today + timedelta(days=365)
    return publish_charter(act, effective_from=act.today, review_on=review_on)
