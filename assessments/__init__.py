"""The diagnostic: content, answers, results, roadmap, uses, skills, voices, peers."""

# A feature imports, of its own layer, only features that stand above it here.
FEATURES = (
    "questionnaire",
    "results",
    "answers",
    "voices",
    "again",
    "comparison",
    "contradictions",
    "observed",
    "roadmap",
    "uses",
    "content",
    "peers",
    "skills",
    "papers",
    "diagnostic",
    "instrument",
    "open_door",
)
