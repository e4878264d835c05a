"""Whether two colours can be one thing's: seen in another light, or called otherwise."""

from __future__ import annotations

from skuscribe.attributes.colour.space import delta_e
from skuscribe.record.model import Attribute

NEAR = 12.0
"""CIEDE2000 up to which two colours may be one cloth's, whatever they are called."""

NEIGHBOURS = {
    "Black": ("Gray", "Navy", "Brown"),
    "White": ("Gray", "Silver", "Beige", "Pink"),
    "Gray": ("Black", "White", "Silver", "Navy", "Blue", "Beige", "Brown", "Green"),
    "Silver": ("White", "Gray", "Blue", "Beige"),
    "Gold": ("Yellow", "Brown", "Orange", "Beige"),
    "Navy": ("Black", "Gray", "Blue", "Purple"),
    "Blue": ("Gray", "Silver", "Navy", "Purple", "Green"),
    "Green": ("Gray", "Blue", "Yellow"),
    "Yellow": ("Gold", "Orange", "Beige", "Green"),
    "Orange": ("Gold", "Yellow", "Brown", "Red", "Pink"),
    "Brown": ("Black", "Gray", "Gold", "Orange", "Beige", "Red"),
    "Beige": ("White", "Gray", "Silver", "Gold", "Yellow", "Brown", "Pink"),
    "Red": ("Orange", "Brown", "Pink", "Purple"),
    "Pink": ("White", "Orange", "Beige", "Red", "Purple"),
    "Purple": ("Navy", "Blue", "Red", "Pink"),
}
"""Words that light, a camera or a person makes of each other."""


def apart(one: Attribute, other: Attribute) -> bool:
    """Tell whether two colours that were seen cannot be one."""
    first, second = (each.standard.value if each.standard else each.value for each in (one, other))
    if first == second or second in NEIGHBOURS.get(first, ()):
        return False
    swatches = one.evidence.swatch, other.evidence.swatch
    if swatches[0] is None or swatches[1] is None:
        return True
    return delta_e(swatches[0].lab, swatches[1].lab) > NEAR
