import unicodedata
from collections.abc import Iterable

from zxcvbn import zxcvbn

from tenants.texts import folded

# How many guesses a password must outlast, as a power of ten.
FEWEST_GUESSES = 10.0
READ = 72
SHORTEST_WORD, FEWEST_OWN = 3, 6
# What French passwords are made of, besides zxcvbn's own lists; without accents.
COMMON = (
    "capitaine bienvenue bonjour azerty azertyuiop motdepasse soleil secret administrateur "
    "admin entreprise direction janvier fevrier mars avril juin juillet aout septembre "
    "octobre novembre decembre ete printemps automne hiver france paris marseille chouchou "
    "doudou jetaime"
)


def is_guessable(password: str, *, known: Iterable[str]) -> bool:
    """Whether fewer than 10^10 guesses find it, by who has the lists and what is `known`.

    Common passwords, names, words, keyboards, runs and repetitions, as zxcvbn counts them: nothing
    is asked of anybody else.
    """
    words = [folded(text).split() for text in known]
    inputs = {
        *COMMON.split(),
        *(word for found in words for word in found),
        *map("".join, words),
    } - {""}
    if _is_made_of(folded(password), inputs):
        return True
    plain = unicodedata.normalize("NFKD", password[:READ])
    bare = "".join(one for one in plain if not unicodedata.combining(one))
    found = zxcvbn(bare, user_inputs=sorted(inputs))
    return float(found["guesses_log10"]) < FEWEST_GUESSES


def _is_made_of(password: str, words: set[str]) -> bool:
    """Whether it holds such words, and little besides: five letters and digits at most."""
    rest = password
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, " ") if len(word) >= SHORTEST_WORD else rest
    return rest != password and len("".join(set(rest.split()))) < FEWEST_OWN
