"""The diagnostic: content, answers, results, roadmap, uses, skills, voices, peers."""

# A feature imports, of its own layer, only features that stand above it here.
FEATURES = (
    "questionnaire",
    "observed",
    "results",
    "answers",
    "roadmap",
    "uses",
    "advice",
    "voices",
    "again",
    "comparison",
    "contradictions",
    "content",
    "peers",
    "skills",
    "papers",
    "diagnostic",
    "instrument",
    "open_door",
)
