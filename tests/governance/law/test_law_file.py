from copy import deepcopy

import pytest
import yaml

from governance.law.rules.laws import parse_law
from governance.law.selectors import LAW_DIRECTORY
from tenants.documents import BadDocument

DOCUMENT = yaml.safe_load((LAW_DIRECTORY / "2026-11-22.yaml").read_text("utf-8"))


def broken(change):
    document = deepcopy(DOCUMENT)
    change(document)
    return document


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["questions"].pop(),
        lambda d: d["questions"].append(d["questions"][0]),
        lambda d: d["classes"]["order"].reverse(),
        lambda d: d["outcomes"].pop("minimal"),
        lambda d: d["evidence"].pop("owner"),
        lambda d: d["questions"][0]["q"].pop("fr"),
        lambda d: d["obligations"][0].update({"when": ["sometimes"]}),
        lambda d: d["obligations"][0].update({"when": []}),
        lambda d: d["questions"][9].update({"show_if_any": ["A77"]}),
        lambda d: d["outcomes"]["minimal"].update({"gate": "perhaps"}),
        lambda d: d.update({"answers": ["yes", "no"]}),
    ],
)
def test_a_broken_law_file_is_refused(change):
    with pytest.raises(BadDocument):
        parse_law(broken(change))


def test_every_french_text_of_the_law_keeps_french_typography():
    law = parse_law(DOCUMENT)
    texts = [q.text["fr"] for q in (*law.questions, *law.gdpr)]
    texts += [o.text["fr"] for o in law.obligations] + [t["fr"] for t in law.evidence.values()]
    assert not [t for t in texts if "'" in t or " ?" in t or " :" in t or " ;" in t]
