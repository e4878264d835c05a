"""Write every field of the description: a plan and a language to words within their limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from skuscribe.describe.facts import Facts
from skuscribe.describe.language import Language, open_language
from skuscribe.describe.lengths import LENGTHS
from skuscribe.describe.phrase import Phrase, claims, fitting, joined
from skuscribe.describe.plan import Plan, plan_of, plan_of_photo
from skuscribe.describe.style import Style, style_of
from skuscribe.describe.voice import Voice
from skuscribe.record.limits import BULLET, FIELD_LIMITS, MOST_BULLETS, TAG
from skuscribe.record.model import Description, FieldName

Lines = Sequence[Phrase]


def describe(facts: Facts, voice: Voice, id: str = "") -> Description:
    """Return title, text, bullets, alt text and tags, with the grounds of each claim.

    Deterministic: `id`, the product's, chooses among patterns that say the same. A missing fact
    makes the text shorter; with no facts every field is empty.
    """
    language = open_language(voice.lang)
    style = style_of(voice.tone, voice.spelling, id)
    plan = plan_of(facts, LENGTHS[voice.length])
    lists = {
        "bullets": [b for b in language.bullets(plan, style) if b.within(BULLET)][:MOST_BULLETS],
        "tags": [tag for tag in language.tags(plan, style) if tag.within(TAG)],
    }
    fields = _fields(language, style, (plan, plan_of_photo(facts)), lists)
    texts = {name: phrase.text for name, phrase in fields.items() if name not in lists}
    items = {name: tuple(phrase.text for phrase in lines) for name, lines in lists.items()}
    return Description(
        language=voice.lang,
        tone=voice.tone,
        **(texts | items),  # type: ignore[arg-type]  # each name has its own type
        claims=tuple(claim for name, phrase in fields.items() for claim in claims(name, phrase)),
    )


def _fields(
    language: Language, style: Style, plans: tuple[Plan, Plan], lists: Mapping[str, Lines]
) -> dict[FieldName, Phrase]:
    """Return each field as one phrase, in the order in which its claims are listed."""
    plan, photo = plans
    sentences = language.sentences(plan, style)

    def filled(name: str, parts: Lines) -> Phrase:
        limit = FIELD_LIMITS[name]
        if parts and not parts[0].within(limit):  # "It holds ..." would be of nobody knows what
            return fitting((language.title(plan, limit, style),), " ", limit)
        return fitting(parts, " ", limit)

    return {
        "title": language.title(plan, FIELD_LIMITS["title"], style),
        "text": filled("text", sentences),
        "bullets": joined(lists["bullets"], "\n"),
        "alt_text": filled("alt_text", language.photo_sentences(photo, style)),
        "meta_title": language.title(plan, FIELD_LIMITS["meta_title"], style),
        "meta_description": filled("meta_description", sentences),
        "tags": joined(lists["tags"], "\n"),
    }
