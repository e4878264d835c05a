"""Write every field of the description: a plan and a language to words within their limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skuscribe.describe.facts import Facts
from skuscribe.describe.language import Language, open_language
from skuscribe.describe.lengths import LENGTHS
from skuscribe.describe.phrase import Phrase, claims, fitting, joined
from skuscribe.describe.plan import Plan, plan_of, plan_of_photo
from skuscribe.describe.voice import Voice
from skuscribe.record.limits import BULLET, FIELD_LIMITS, MOST_BULLETS, TAG
from skuscribe.record.model import Description, FieldName

Lines = Sequence[Phrase]


def describe(facts: Facts, voice: Voice) -> Description:
    """Return title, text, bullets, alt text and tags, with the grounds of each claim.

    Deterministic. A missing fact makes the text shorter; with no facts every field is empty.
    """
    language = open_language(voice.lang)
    plan = plan_of(facts, LENGTHS[voice.length])
    lists = {
        "bullets": [b for b in language.bullets(plan) if b.within(BULLET)][:MOST_BULLETS],
        "tags": [tag for tag in language.tags(plan) if tag.within(TAG)],
    }
    fields = _fields(language, plan, plan_of_photo(facts), lists)
    texts = {name: phrase.text for name, phrase in fields.items() if name not in lists}
    items = {name: tuple(phrase.text for phrase in lines) for name, lines in lists.items()}
    return Description(
        language=voice.lang,
        tone=voice.tone,
        **(texts | items),  # type: ignore[arg-type]  # each name has its own type
        claims=tuple(claim for name, phrase in fields.items() for claim in claims(name, phrase)),
    )


def _fields(
    language: Language, plan: Plan, photo: Plan, lists: Mapping[str, Lines]
) -> dict[FieldName, Phrase]:
    """Return each field as one phrase, in the order in which its claims are listed."""
    sentences = language.sentences(plan)

    def filled(name: str, parts: Lines) -> Phrase:
        return fitting(parts, " ", FIELD_LIMITS[name])

    return {
        "title": language.title(plan, FIELD_LIMITS["title"]),
        "text": filled("text", sentences),
        "bullets": joined(lists["bullets"], "\n"),
        "alt_text": filled("alt_text", language.photo_sentences(photo)),
        "meta_title": language.title(plan, FIELD_LIMITS["meta_title"]),
        "meta_description": filled("meta_description", sentences),
        "tags": joined(lists["tags"], "\n"),
    }
