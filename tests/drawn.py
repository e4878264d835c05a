"""Cards of what was tagged: the picture, and the part of a page."""

from __future__ import annotations

from PIL import Image

from skuscribe.card.gallery import GalleryCard, gallery_card
from skuscribe.card.picture import draw_card
from skuscribe.tagger import Tagged


def draw(tagged: Tagged) -> Image.Image:
    """The picture card."""
    assert tagged.glimpse is not None
    return draw_card(tagged.record, tagged.glimpse)


def on_page(tagged: Tagged) -> GalleryCard:
    """What the page needs."""
    assert tagged.glimpse is not None
    return gallery_card(tagged.record, tagged.glimpse)
