"""What has been read of a text so far, and what governs its next words."""

from __future__ import annotations

from dataclasses import dataclass, field

from skuscribe.describe.claims import TextClaim


@dataclass
class State:
    """The claims that were read, and what governs the next words."""

    claims: list[TextClaim] = field(default_factory=list)
    part: str = ""
    forced: str = ""
    head: str = ""
    run: int = 0
    negated: bool = False
    joined: bool = False
    context: str = ""
    topic: str = ""
    last_part: str = ""
    faux: int = -1
    place: bool = False
    setting: bool = False

    def pause(self) -> None:
        """End the clause."""
        self.negated = self.place = self.setting = False
        self.topic = self.last_part = ""
        self.context = self.context if self.context == "material" else ""
        self.run = len(self.claims)
