"""A shop's rules of wording, kept by construction: a language that speaks as the shop does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from skuscribe.describe.facts import Fact, Facts
from skuscribe.describe.families import kind_told
from skuscribe.describe.language import Language
from skuscribe.describe.phrase import Phrase
from skuscribe.describe.plan import Plan
from skuscribe.describe.style import Style
from skuscribe.record.limits import FIELD_LIMITS
from skuscribe.shop.wording import Required, Wording, pattern_of, said_in
from skuscribe.taxonomy.sells import is_sold
from skuscribe.taxonomy.words import word_of

Plans = tuple[Plan, Plan]
"""What is told, and what the photo shows."""


@dataclass(frozen=True)
class House:
    """A language in the words of one shop; no phrase of it says what the shop avoids."""

    language: Language
    wording: Wording

    def sentences(self, plan: Plan, style: Style) -> list[Phrase]:
        """Return the text's sentences; the first in another pattern where one is avoided."""
        return self._in_clean_words(self.language.sentences, plan, style)

    def photo_sentences(self, plan: Plan, style: Style) -> list[Phrase]:
        """Return what the photo shows."""
        return self._in_clean_words(self.language.photo_sentences, plan, style)

    def title(self, plan: Plan, limit: int, style: Style) -> Phrase:
        """Return a title of at most `limit` characters, the shop's words included."""
        title, room = self.own(self.language.title(plan, limit, style)), limit
        while not title.within(limit) and room > 0:
            room -= len(title.text) - limit
            title = self.own(self.language.title(plan, room, style))
        return title if title.within(limit) and self._is_clean(title) else Phrase()

    def bullets(self, plan: Plan, style: Style) -> list[Phrase]:
        """Return one kind of fact a line."""
        return self._clean(map(self.own, self.language.bullets(plan, style)))

    def tags(self, plan: Plan, style: Style) -> list[Phrase]:
        """Return words for a shop's search, each once."""
        found = {tag.text: tag for tag in map(self.own, self.language.tags(plan, style))}
        return self._clean(found.values())

    def reword(self, phrase: Phrase, prefer: Mapping[str, str]) -> Phrase:
        """Return a phrase with words in place of others."""
        return self.language.reword(phrase, prefer)

    def own(self, phrase: Phrase) -> Phrase:
        """Return a phrase in the words that the shop prefers."""
        return self.reword(phrase, self.wording.prefer) if self.wording.prefer else phrase

    def spoken(self, facts: Facts, plans: Callable[[Facts], Plans], style: Style) -> Facts:
        """Return the facts that the shop tells: not forbidden, and told without avoided words."""
        facts = _without(facts, lambda fact: is_forbidden(fact, self.wording.forbid))
        while self.wording.avoid:
            found = {g for phrase in self._every(plans(facts), style) for g in self._hit(phrase)}
            rest = _without(facts, _resting_on(found))
            if rest == facts:
                break
            facts = rest
        return facts

    def required(self, facts: Facts) -> list[Phrase]:
        """Return the phrases that end the text of a product of which `facts` are known."""
        return [Phrase(each.text) for each in self.wording.require if _asked(each, facts)]

    def _every(self, plans: Plans, style: Style) -> Iterator[Phrase]:
        plan, photo = plans
        language = self.language
        said = [*language.sentences(plan, style), *language.photo_sentences(photo, style)]
        title = language.title(plan, FIELD_LIMITS["title"], style)
        yield from map(self.own, (*said, *language.bullets(plan, style), title))

    def _hit(self, phrase: Phrase) -> Iterator[str]:
        """Yield the grounds of what is told with an avoided word."""
        for found in pattern_of(self.wording.avoid).finditer(phrase.text):
            touched = (m for m in phrase.marks if m.start < found.end() and found.start() < m.end)
            yield from (ground for mark in touched for ground in mark.grounds)

    def _in_clean_words(
        self, say: Callable[[Plan, Style], list[Phrase]], plan: Plan, style: Style
    ) -> list[Phrase]:
        ways = ([*map(self.own, say(plan, other))] for other in _ways(style))
        return self._clean(next((w for w in ways if w and self._is_clean(w[0])), []))

    def _clean(self, phrases: Iterable[Phrase]) -> list[Phrase]:
        return [phrase for phrase in phrases if self._is_clean(phrase)]

    def _is_clean(self, phrase: Phrase) -> bool:
        return not said_in(self.wording.avoid, phrase.text)


def _ways(style: Style) -> tuple[Style, ...]:
    """Return a style and those that say the same in other words."""
    own = (style, replace(style, seed=style.seed + 1))
    return (*own, *(replace(each, tone="plain") for each in own))


def is_forbidden(fact: Fact, forbid: Sequence[str]) -> bool:
    """Tell whether a rule, `origin` or `material: leather`, is of the fact."""
    kinds = {fact.kind.replace("_", " ").casefold(), kind_told(fact.kind).casefold()}
    rules = (rule.partition(":") for rule in forbid)
    return any(
        kind.strip().casefold() in kinds
        and (not value or bool(said_in((value.strip(),), fact.value)))
        for kind, _, value in rules
    )


def _resting_on(grounds: set[str]) -> Callable[[Fact], bool]:
    return lambda fact: not grounds.isdisjoint(fact.grounds)


def _without(facts: Facts, is_out: Callable[[Fact], bool]) -> Facts:
    """Return the other facts; what was seen never takes the place of a word that is left out."""
    told = tuple(fact for fact in facts.told if not is_out(fact))
    hushed = {fact.kind for fact in facts.told} - {fact.kind for fact in told}
    seen = tuple(f for f in facts.seen if f.kind not in hushed and not is_out(f))
    return Facts(told, seen, tuple(fact for fact in facts.texts if not is_out(fact)))


def _asked(phrase: Required, facts: Facts) -> bool:
    """Tell whether a phrase's conditions hold."""
    known = {kind for f in (*facts.told, *facts.seen) for kind in (f.kind, kind_told(f.kind))}
    named = facts.of("category")
    word = word_of(named[0].value) if named else None
    under = not phrase.under or (word is not None and is_sold(word, (phrase.under,)))
    return under and (not phrase.fact or phrase.fact in known)
