"""A day of changes in the sample company: what goes through, and what is refused."""

from datetime import timedelta
from typing import Any

from tests.recording.frozen import MOMENT
from tests.recording.script import Script, id_in
from tests.recording.world import World

TODAY = MOMENT.date()
TAPS = {"people": "no", "forbidden": "no", "data": "no", "public": "no"}
BESIDE = {"A1": "yes", "A12": "deployer", "D0": "no", "W0": "no"}
QUOTES, CAMERA, SHEETS = "Chiffrer un devis", "Contrôler les pièces", "Retrouver une gamme"
TRANSLATE, REMIND, INVOICES = "Traduire les fiches", "Relancer les devis", "Saisir les factures"
BREAKDOWNS, TENDERS, HIRING = "Prévenir les pannes", "Répondre aux appels", "Trier les candidatures"
MEETINGS, RATING, FORMS = "Résumer les rendez-vous", "Noter les opérateurs", "Préremplir"


def day(ahead: int) -> str:
    return str(TODAY + timedelta(days=ahead))


class Rows:
    """The rows of the sample company by what they are called."""

    def __init__(self, world: World) -> None:
        self.world = world

    def idea(self, title: str) -> str:
        return str(self.world.one("initiative", title__startswith=title).pk)

    def member(self, email: str) -> str:
        return str(self.world.one("member", email__startswith=email).pk)

    def objective(self, title: str) -> str:
        return str(self.world.one("objective", initiative_id=self.idea(title)).pk)

    def review(self) -> str:
        return str(self.world.one("review", state="open").pk)

    def open_item(self) -> Any:
        return self.world.one("reviewitem", review_id=self.review(), decision=None)

    def pk(self, name: str, **asked: Any) -> str:
        return str(self.world.one(name, **asked).pk)


def play(script: Script, rows: Rows) -> None:
    """Everything in order; a later write finds what the earlier ones left."""
    ideas_by_key(script, rows)
    refused_by_key(script, rows)
    work_by_key(script, rows)
    mandates_and_triage(script, rows)
    review(script, rows)
    diagnostic(script, rows)
    roadmap_and_skills(script, rows)
    ideas_by_page(script, rows)
    decisions_by_page(script, rows)
    settings_by_page(script, rows)


def ideas_by_key(script: Script, rows: Rows) -> None:
    """Proposed, described, qualified, made ready."""
    new = {"title": "Classer les plans", "summary": "Par famille.", "benefit": "time"}
    created = script.api("propose", "post", "initiatives/", new, idempotency_key="un")
    script.api("propose again with the same key", "post", "initiatives/", new, idempotency_key="un")
    one = f"initiatives/{id_in(created)}/"
    taps = {"value_tap": "medium", "effort_tap": "small", "cost_tap": "small"}
    more = {"estimates": taps, "budget": 24000, "next_step": {"text": "Choisir", "on": day(9)}}
    version = created.headers.get("ETag", "*")
    script.api("patch", "patch", one, more, if_match=version)
    script.api("patch wrong version", "patch", one, {"title": "x"}, if_match=version)
    script.api("patch without a version", "patch", one, {"title": "x"})
    script.api("patch a field of decisions", "patch", one, {"state": "active"}, if_match="*")
    script.api("patch unknown field", "patch", one, {"nonsense": 1}, if_match="*")
    script.api("qualify too early", "post", f"{one}decisions/", {"verdict": "qualify"})
    kpi = {
        "benefit": "time",
        "beneficiaries": "le bureau d’études",
        "kpi": "Minutes par plan",
        "unit": "min",
        "direction": "down",
        "baseline": 9.5,
        "baseline_on": str(TODAY),
        "target": 3,
        "target_on": day(200),
        "monthly_value": 500,
    }
    objective = script.api("objective", "post", f"{one}objectives/", kpi)
    again = {**kpi, "target": 2.5}
    script.api("objective put", "put", f"objectives/{id_in(objective)}/", again, if_match="*")
    script.api("objective wrong", "post", f"{one}objectives/", {**kpi, "direction": "sideways"})
    script.api("qualify without triage", "post", f"{one}decisions/", {"verdict": "qualify"})
    script.api("triage with a yes", "post", f"{one}triage/", {"taps": {**TAPS, "people": "yes"}})
    script.api("triage by taps", "post", f"{one}triage/", {"taps": TAPS, "answers": BESIDE})
    script.api("qualify", "post", f"{one}decisions/", {"verdict": "qualify"})
    rule = {"metric": "gain_share", "comparison": "below", "value": 0.3, "by_date": day(60)}
    script.api("criteria", "put", f"{one}criteria/", {"criteria": [rule]}, if_match="*")
    script.api(
        "criteria wrong",
        "put",
        f"{one}criteria/",
        {"criteria": [{**rule, "value": None}]},
        if_match="*",
    )
    script.api("start unready", "post", f"{one}decisions/", {"verdict": "start"})
    small = {"question": "Est-ce lisible ?", "days": 3, "money": 50}
    trial = script.api("trial", "post", f"{one}trials/", small)
    script.api("second trial", "post", f"{one}trials/", small)
    end = {"answer": "Oui.", "conclusive": True, "spent": 40}
    script.api("trial answer", "post", f"trials/{id_in(trial)}/answer/", end)


def refused_by_key(script: Script, rows: Rows) -> None:
    """What no program gets through."""
    new = {"title": "x"}
    script.api("bad json", "post", "initiatives/", '{"title": ')
    script.api("twice the same name", "post", "initiatives/", '{"title": "a", "title": "b"}')
    script.api("a list", "post", "initiatives/", [])
    script.api("no title", "post", "initiatives/", {})
    script.api("unknown field", "post", "initiatives/", {**new, "colour": "red"})
    script.api("title too long", "post", "initiatives/", {"title": "x" * 161})
    script.api("read key writes", "post", "initiatives/", new, key="read")
    script.api("no key writes", "post", "initiatives/", new, key="none")
    script.api("wrong method", "delete", "initiatives/")
    script.api("unknown address", "post", "nonsense/", {})
    made_up = "01890000-0000-7000-8000-000000000000"
    script.api("unknown initiative", "patch", f"initiatives/{made_up}/", new, if_match="*")
    script.api(
        "cap by key", "put", "portfolio/settings/cap/", {"cap": 2, "reason": "a"}, if_match="*"
    )


def work_by_key(script: Script, rows: Rows) -> None:
    """Measurements, money and decisions on what runs."""
    quotes, camera = (f"initiatives/{rows.idea(one)}/" for one in (QUOTES, CAMERA))
    objective = rows.objective(QUOTES)
    value = {"objective_id": objective, "value": 3.1}
    script.api("measurement", "post", f"{quotes}measurements/", value)
    script.api("measurement of tomorrow", "post", f"{quotes}measurements/", {**value, "on": day(1)})
    script.api("measurement no number", "post", f"{quotes}measurements/", {**value, "value": "x"})
    foreign = {**value, "objective_id": rows.objective(CAMERA)}
    script.api("measurement foreign measure", "post", f"{quotes}measurements/", foreign)
    money = {"amount": 640, "label": "Formation"}
    script.api("expense", "post", f"{quotes}expenses/", money)
    large = {"amount": 90000, "label": "Deuxième ligne", "is_commitment": True}
    script.api("commitment too large", "post", f"{camera}expenses/", large)
    script.api("expense of nothing", "post", f"{quotes}expenses/", {**money, "amount": 0})
    script.api("expense beyond", "post", f"{camera}expenses/", {**money, "amount": 15000})
    said = {"verdict": "continue", "reason": "Bien."}
    script.api("continue outside a review", "post", f"{quotes}decisions/", said)
    script.api("stop without a lesson", "post", f"{quotes}decisions/", {"verdict": "stop"})
    script.api("release", "post", f"{quotes}decisions/", {"verdict": "release", "reason": "Oui."})
    adjust = {"verdict": "adjust", "reason": "Plus juste.", "changes": {"target": 2.8}}
    adjusted = script.api("adjust", "post", f"{quotes}decisions/", adjust)
    script.api(
        "adjust nothing", "post", f"{quotes}decisions/", {"verdict": "adjust", "reason": "a"}
    )
    number = id_in(adjusted)
    script.api("correction by key", "post", f"decisions/{number}/correction/", {"reason": "Non."})
    start = {"verdict": "start", "reason": "Prêt."}
    script.api("start refused", "post", f"initiatives/{rows.idea(BREAKDOWNS)}/decisions/", start)
    pause = {"verdict": "pause", "reason": "Attendre.", "restart_on": day(400)}
    script.api("pause too long", "post", f"{camera}decisions/", pause)
    script.api(
        "complete", "post", f"{quotes}decisions/", {"verdict": "complete", "reason": "Fini."}
    )
    revive = {"verdict": "revive", "reason": "Une autre idée."}
    script.api("revive", "post", f"initiatives/{rows.idea(RATING)}/decisions/", revive)
    captain = {"captain": rows.member("lucie")}
    script.api("captain", "patch", f"initiatives/{rows.idea(INVOICES)}/", captain, if_match="*")


def mandates_and_triage(script: Script, rows: Rows) -> None:
    """Letters, the legal file, the log."""
    one = f"initiatives/{rows.idea(INVOICES)}/"
    terms = {"ceiling_per_decision": 500, "ceiling_total": 900, "ends": day(200)}
    script.api("mandate by key", "post", f"{one}mandate/", terms)
    letter = rows.pk("mandate", accepted_at=None)
    script.api("accept for another", "post", f"mandates/{letter}/acceptance/", {})
    script.api("revoke by key", "post", f"mandates/{letter}/revocation/", {"reason": "a"})
    script.post("accept as another", "captain", f"/mandates/{letter}/accept/")
    holder = "julien.roche@ateliers-morel.example"
    script.post("accept as holder", holder, f"/mandates/{letter}/accept/")
    script.form("mandate page", "executive", f"/initiatives/{rows.idea(INVOICES)}/mandate/")
    script.form("mandate too long", "executive", "/settings/mandates/new/", {"ends": day(900)})
    script.form("mandate as lead", "lead", "/settings/mandates/new/", {"ends": day(90)})
    script.form(
        "mandate revoked", "executive", f"/mandates/{letter}/revoke/", {"reason": "Départ."}
    )
    high = f"initiatives/{rows.idea(HIRING)}/"
    proof = {"references": {"owner": "Élodie Vasseur"}}
    script.api("evidence", "patch", f"{high}triage/evidence/", proof, if_match="*")
    script.api(
        "evidence unknown",
        "patch",
        f"{high}triage/evidence/",
        {"references": {"x": "a"}},
        if_match="*",
    )
    script.api(
        "impact assessment",
        "put",
        f"{high}triage/dpia/",
        {"settled": "waived", "note": "a"},
        if_match="*",
    )
    script.form(
        "triage page", "lead", f"/initiatives/{rows.idea(FORMS)}/triage/?taps=1", TAPS | BESIDE
    )
    script.form(
        "triage page yes",
        "lead",
        f"/initiatives/{rows.idea(FORMS)}/triage/?taps=1",
        {**TAPS, **BESIDE, "data": "yes"},
    )


def review(script: Script, rows: Rows) -> None:
    """The open review: a question, an answer, a verdict, its closing."""
    item = rows.open_item()
    page = f"/reviews/{item.review_id}/{item.initiative_id}/"
    path = f"reviews/{item.review_id}/items/{item.pk}/"
    script.api("question by key", "post", f"{path}question/", {"question": "Quand ?"})
    closing = f"/reviews/{item.review_id}/close/"
    script.form("close too early", "executive", closing)
    asked = {"question": "La date tient-elle ?"}
    script.post("question", "executive", f"{page}question/", asked)
    script.post("question twice", "executive", f"{page}question/", asked)
    script.post("answer", "lead", f"{page}answer/", {"answer": "Oui."})
    script.api("verdict stop no lesson", "post", f"{path}decisions/", {"verdict": "stop"})
    script.form("verdict as viewer", "viewer", page, {"verdict": "continue"})
    stop = {"verdict": "stop", "reason": "Trop lent.", "lesson": "Équiper d’abord."}
    script.api("verdict", "post", f"{path}decisions/", stop)
    script.api("verdict twice", "post", f"{path}decisions/", stop)
    script.form("close", "executive", closing)
    script.post("close twice", "executive", closing)
    script.api("closed by key", "post", f"reviews/{item.review_id}/closure/", {})
    script.post("open a review", "contributor", "/reviews/")


def diagnostic(script: Script, rows: Rows) -> None:
    """Own answers, the team's by its link, the result and its mail."""
    opened = rows.pk("assessment", state="open")
    one = f"assessments/{opened}/"
    script.api("answer", "put", f"{one}answers/P3/", {"value": 3}, if_match="*")
    script.api("answer out of range", "put", f"{one}answers/P3/", {"value": 9}, if_match="*")
    script.api("answer old version", "put", f"{one}answers/P3/", {"value": 2}, if_match='"1"')
    script.api("answer unknown question", "put", f"{one}answers/Z9/", {"value": 1}, if_match="*")
    script.api("second diagnostic", "post", "assessments/", {})
    own = script.world.tokens["own"]
    script.form("voice", "anonymous", f"/voice/{own}/P1/", {"answer": "3"})
    script.post("voice nothing", "anonymous", f"/voice/{own}/P2/")
    script.post("voice invented", "anonymous", "/voice/nonsense/P1/", {"answer": "3"})
    script.post("voice end", "anonymous", f"/voice/{own}/end/")
    script.post("answer page", "lead", f"/diagnostic/{opened}/C1/", {"answer": "2"})
    script.post("answer page nothing", "lead", f"/diagnostic/{opened}/C2/")
    script.post("answer page viewer", "viewer", f"/diagnostic/{opened}/C2/", {"answer": "2"})
    script.post("carried over", "lead", f"/diagnostic/{opened}/rest/")
    invited = {"role": "team", "email": "atelier@ateliers-morel.example"}
    script.api("invitation", "post", f"{one}invitations/", invited)
    script.api("completion", "post", f"{one}completion/", {})
    script.api("completion twice", "post", f"{one}completion/", {})
    script.api("result", "get", f"{one}result/")
    script.api("recommendations", "get", f"{one}recommendations/")
    script.api("comparison", "get", f"{one}comparison/")
    script.api("mail", "post", f"{one}mails/", {"members": [rows.member("yann")]})
    script.post("use taken", "lead", f"/diagnostic/{opened}/uses/UC05/take/")
    script.form("peers joined", "executive", "/diagnostic/peers/", {"act": "join"})
    script.api("peers left", "delete", "peers/consent/")


def roadmap_and_skills(script: Script, rows: Rows) -> None:
    """Actions taken, moved, refused, done; levels, plans, measures."""
    owner = rows.member("elodie")
    plan = {"owner_id": owner, "due_on": day(20)}
    take = script.api("roadmap", "get", "roadmap/").json()
    actions = [
        one["id"] for part in take["windows"] for one in (*part["headlines"], *part["others"])
    ]
    free = [one for one in actions if one not in {"DON-04", "RIS-02", "OUT-01", "PIL-06", "COM-03"}]
    first, second, third = (f"roadmap/{one}/" for one in sorted(free)[:3])
    taken = script.api("take", "post", f"{first}take/", plan)
    script.api("take in the past", "post", f"{second}take/", {**plan, "due_on": day(-1)})
    version = taken.headers.get("ETag", "*")
    script.api("move", "post", f"{first}move/", {"due_on": day(30)}, if_match=version)
    script.api("move old version", "post", f"{first}move/", {"due_on": day(40)}, if_match='"77"')
    script.api("refuse", "post", f"{second}refuse/", {"reason": "Trop tôt."})
    script.api("reopen", "post", f"{second}reopen/", {})
    script.api("done without a word", "post", f"{third}done/", {})
    script.api("done", "post", f"{third}done/", {"proof_text": "Signée."})
    script.api("unknown action", "post", "roadmap/XXX-99/done/", {"proof_text": "a"})
    done = {"act": "done", "proof_text": "Affichée."}
    script.form("done on its page", "lead", "/roadmap/COM-03/", {"proof_text": done["proof_text"]})
    script.form("done as viewer", "viewer", "/roadmap/RIS-02/", done)
    levels = {"levels": {"sk_use": "able", "sk_data": "learning"}}
    script.api("levels", "put", f"skills/people/{owner}/levels/", levels, if_match="*")
    script.api(
        "levels wrong",
        "put",
        f"skills/people/{owner}/levels/",
        {"levels": {"sk_x": "able"}},
        if_match="*",
    )
    buy = {"skill": "sk_data", "way": "buy", "owner": owner, "by_on": day(50)}
    made = script.api("skill plan", "post", "skills/plans/", buy)
    script.api("skill plan twice", "post", "skills/plans/", buy)
    closed = {"done_on": str(TODAY), "raises": False}
    script.api("skill plan done", "post", f"skills/plans/{id_in(made)}/completion/", closed)
    held = {"kind": "training", "held_on": str(TODAY), "persons": [owner], "duration_min": 90}
    script.api("literacy measure", "post", "literacy-measures/", held)


def ideas_by_page(script: Script, rows: Rows) -> None:
    """The forms of an idea, with the right to send them and without."""
    new = {"title": "Résumer les normes", "benefit": "time", "beneficiaries": "la qualité"}
    made = script.form("page propose", "contributor", "/initiatives/new/", new)
    script.form("page propose nothing", "contributor", "/initiatives/new/", {"title": ""}, en=True)
    script.form("page propose as viewer", "viewer", "/initiatives/new/", new)
    one = f"/initiatives/{id_in(made)}/"
    script.form("page edit", "lead", f"{one}edit/", {"title": "Résumer les normes ISO"})
    old = {"title": "x", "expected_version": "0"}
    script.form("page edit old version", "lead", f"{one}edit/", old)
    script.form(
        "page estimates", "lead", f"{one}estimates/", {"value": "medium", "effort": "small"}
    )
    script.form("page captain", "lead", f"{one}captain/", {"captain": rows.member("thomas")})
    script.form("page next step", "lead", f"{one}next-step/", {"text": "Former"})
    measure = {
        "kpi": "Délai",
        "unit": "j",
        "direction": "down",
        "baseline": "9",
        "target": "3,5",
        "target_on": day(90),
    }
    script.form("page objective", "lead", f"{one}objective/", measure)
    script.form("page objective half", "lead", f"{one}objective/", {"kpi": "Délai", "unit": ""})
    script.form("page budget", "lead", f"{one}budget/", {"budget": "6000", "tranches": "4000 2000"})
    wrong = {"budget": "6000", "tranches": "4000 1000"}
    script.form("page budget wrong", "lead", f"{one}budget/", wrong, en=True)
    script.form("page criterion", "lead", f"{one}criterion/", {"share": "33", "by_date": day(60)})
    script.form("page go-live", "lead", f"{one}go-live/", {"when": "1"})
    script.form("page go-live none", "lead", f"{one}go-live/", {"when": "day"}, en=True)
    script.form(
        "page trial", "lead", f"{one}trial/", {"question": "Utile ?", "days": 3, "money": 1}
    )
    script.form(
        "page trial again", "lead", f"{one}trial/", {"question": "?", "days": 3, "money": 1}
    )
    camera = f"/initiatives/{rows.idea(CAMERA)}/"
    value = {"value": "1,7", "on": str(TODAY)}
    script.form("page measurement", "executive", f"{camera}measurements/", value)
    script.form("page measurement of another", "captain", f"{camera}measurements/", value)
    quotes = f"/initiatives/{rows.idea(QUOTES)}/"
    script.form("page measurement of one's own", "captain", f"{quotes}measurements/", value)
    money = {"kind": "expense", "label": "Éclairage", "amount": "300", "on": str(TODAY)}
    script.form("page expense", "executive", f"{camera}expenses/", money)
    large = {**money, "kind": "commitment", "amount": "90000"}
    script.form("page commitment", "executive", f"{camera}expenses/", large)


def decisions_by_page(script: Script, rows: Rows) -> None:
    """Verdicts and the trade-off."""
    camera, translate = (f"/initiatives/{rows.idea(one)}/" for one in (CAMERA, TRANSLATE))
    stop = {"reason": "Trop cher."}
    script.form("page stop no lesson", "executive", f"{camera}decisions/?verdict=stop", stop)
    script.form("page stop as viewer", "viewer", f"{camera}decisions/?verdict=stop", stop)
    pause = {"reason": "Attendre.", "restart_on": day(30)}
    script.form("page pause", "executive", f"{camera}decisions/?verdict=pause", pause)
    end = {"reason": "Sans suite.", "lesson": "Choisir mieux."}
    script.form("page stop", "executive", f"{translate}decisions/?verdict=stop", end)
    reject = f"/initiatives/{rows.idea(MEETINGS)}/decisions/?verdict=reject"
    script.form("page reject", "executive", reject, {"reason": "Trop personnel."})
    start = f"/initiatives/{rows.idea(TENDERS)}/start/"
    script.form("page start unready", "executive", start, {"reason": "a"})
    script.form("page start", "executive", f"{camera}start/", {"reason": "Le client attend."})
    script.form("page start as contributor", "contributor", f"{camera}start/", {"reason": "a"})
    last = rows.world.one("decision", verdict="pause").pk
    script.api("correction as key", "post", f"decisions/{last}/correction/", {"reason": "Erreur."})


def settings_by_page(script: Script, rows: Rows) -> None:
    """Members, keys, cap, profile."""
    cap = {"form": "cap", "cap": "2", "reason": "Moins à la fois."}
    script.form("cap", "executive", "/settings/portfolio/", cap)
    script.form("cap as lead", "lead", "/settings/portfolio/", cap)
    rhythm = {"form": "rhythm", "rhythm": "weekly"}
    script.form("rhythm", "executive", "/settings/portfolio/", rhythm)
    capacity = {"form": "capacity", "days_per_month": "4,5"}
    script.form("capacity", "executive", "/settings/portfolio/", capacity)
    exception = {"form": "exception", "reason": "Le salon."}
    script.form("exception", "executive", "/settings/portfolio/", exception)
    new = {"email": "ines@ateliers-morel.example", "role": "viewer", "name": "Inès"}
    script.form("invite", "lead", "/settings/members/", new)
    script.form("invite twice", "lead", "/settings/members/", new)
    script.form("invite wrong", "lead", "/settings/members/", {**new, "email": "nobody"})
    viewer = f"/settings/members/{rows.member('yann')}/"
    script.form("rename", "executive", viewer, {"name": "Yann G.", "role": "contributor"})
    script.form("remove", "executive", f"{viewer}remove/", {"reason": "Parti."})
    script.form("profile", "captain", "/profile/", {"name": "Sophie L.", "language": "en"})
    key = {"name": "outil", "scopes": ["read"], "days": "400"}
    script.form("key too long", "executive", "/settings/keys/", key, en=True)
    script.form("key", "executive", "/settings/keys/", {**key, "days": "30"})
    script.post("key as lead", "lead", "/settings/keys/", key)
