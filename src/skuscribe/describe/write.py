"""Write every field of the description: a plan and a language to words within their limits."""

from __future__ import annotations

from collections.abc import Sequence

from skuscribe.describe.facts import Facts
from skuscribe.describe.house import House
from skuscribe.describe.language import Language, open_language
from skuscribe.describe.lengths import LENGTHS
from skuscribe.describe.phrase import Phrase, claims, fitting, joined
from skuscribe.describe.plan import Plan, plan_of, plan_of_photo
from skuscribe.describe.style import Style, style_of
from skuscribe.describe.voice import Voice
from skuscribe.record.limits import BULLET, FIELD_LIMITS, MOST_BULLETS, TAG
from skuscribe.record.model import Description, FieldName
from skuscribe.shop.wording import NO_WORDING, Wording

Lines = Sequence[Phrase]
ORDER: tuple[FieldName, ...] = (
    "title", "text", "bullets", "alt_text", "meta_title", "meta_description", "tags",
)  # fmt: skip
"""In which claims are listed."""


def describe(
    facts: Facts, voice: Voice, id: str = "", wording: Wording = NO_WORDING
) -> Description:
    """Return title, text, bullets, alt text and tags, with the grounds of each claim.

    Deterministic: `id`, the product's, chooses among patterns that say the same. A missing fact
    makes the text shorter; with no facts every field is empty, but for what the shop requires.
    """
    language = House(open_language(voice.lang), wording)
    style = style_of(voice.tone, voice.spelling, id)

    def plans(facts: Facts) -> tuple[Plan, Plan]:
        return plan_of(facts, LENGTHS[voice.length]), plan_of_photo(facts)

    known = language.spoken(facts, plans, style)
    both = plans(known)
    lists = {
        "bullets": [b for b in language.bullets(both[0], style) if b.within(BULLET)][:MOST_BULLETS],
        "tags": [tag for tag in language.tags(both[0], style) if tag.within(TAG)],
    }
    fields = _fields(language, style, both, language.required(known)) | {
        "bullets": joined(lists["bullets"], "\n"),
        "tags": joined(lists["tags"], "\n"),
    }
    texts = {name: phrase.text for name, phrase in fields.items() if name not in lists}
    items = {name: tuple(phrase.text for phrase in lines) for name, lines in lists.items()}
    return Description(
        language=voice.lang,
        tone=voice.tone,
        **(texts | items),  # type: ignore[arg-type]  # each name has its own type
        claims=tuple(claim for name in ORDER for claim in claims(name, fields[name])),
    )


def _fields(
    language: Language, style: Style, plans: tuple[Plan, Plan], required: Lines
) -> dict[FieldName, Phrase]:
    """Return each field that is one text; `required` ends the product's text, whole."""
    plan, photo = plans
    sentences = language.sentences(plan, style)
    ending = joined(required, " ")

    def filled(name: str, parts: Lines, taken: int = 0) -> Phrase:
        limit = FIELD_LIMITS[name] - taken
        if parts and not parts[0].within(limit):  # "It holds ..." would be of nobody knows what
            return fitting((language.title(plan, limit, style),), " ", limit)
        return fitting(parts, " ", limit)

    return {
        "title": language.title(plan, FIELD_LIMITS["title"], style),
        "text": joined((filled("text", sentences, len(ending.text) + 1), ending), " "),
        "alt_text": filled("alt_text", language.photo_sentences(photo, style)),
        "meta_title": language.title(plan, FIELD_LIMITS["meta_title"], style),
        "meta_description": filled("meta_description", sentences),
    }
