from copy import deepcopy

import pytest
import yaml

from governance.law.rules.checks import parse_law
from governance.law.selectors import LAW_DIRECTORY, law_versions
from tenants.documents import BadDocument

DOCUMENT = yaml.safe_load((LAW_DIRECTORY / f"{law_versions()[-1]}.yaml").read_text("utf-8"))


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
        lambda d: d["questions"][4].update({"opens": ["A77"]}),
        lambda d: d["questions"][4].update({"if_yes": {"class": "prohibited"}}),
        lambda d: d["taps"]["uses"]["UC01"]["given"].update({"A2": "no"}),
        lambda d: d["taps"]["uses"]["UC01"]["ask"].append("A77"),
        lambda d: d["taps"]["compound"][0]["covers"].remove("A7a"),
        lambda d: d["taps"]["always"].remove("A12"),
        lambda d: d["work"]["questions"][0].update({"id": "X0"}),
        lambda d: d["by_executive"].append("blessing"),
        lambda d: d["outcomes"].pop("to_review"),
        lambda d: d["obligations"][0].pop("kind"),
        lambda d: d["obligations"][0].update({"when": ["answer:A77"]}),
        lambda d: d["outcomes"]["minimal"].update({"gate": "perhaps"}),
        lambda d: d.update({"answers": ["yes", "no"]}),
    ],
)
def test_a_broken_law_file_is_refused(change):
    with pytest.raises(BadDocument):
        parse_law(broken(change))


def test_every_french_text_of_the_law_keeps_french_typography():
    law = parse_law(DOCUMENT)
    texts = [q.text["fr"] for q in law.every_question] + [t.text["fr"] for t in law.taps.compound]
    texts += [o.text["fr"] for o in law.obligations] + [t["fr"] for t in law.evidence.values()]
    assert not [t for t in texts if "'" in t or " ?" in t or " :" in t or " ;" in t]
