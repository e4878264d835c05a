"""Rendered product photos: each function paints one scene, lit and shaded, without a real brand."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Canvas = NDArray[np.float32]
SIDE = 1000
OVER = 2  # everything is painted twice as large and reduced: smooth edges
S = SIDE * OVER


def studio(light: float = 250, dark: float = 226) -> Canvas:
    """Return a seamless white ground that falls off towards the edges, float32 (S, S, 3)."""
    y, x = np.mgrid[0:S, 0:S].astype(np.float32) / S - 0.5
    fall = np.clip((x**2 + (y + 0.05) ** 2) * 1.7, 0, 1)
    return np.repeat((light - (light - dark) * fall)[..., None], 3, axis=2).astype(np.float32)


def wood(seed: int = 4) -> Canvas:
    """Return boards of light wood, float32 (S, S, 3)."""
    random = np.random.default_rng(seed)
    grain = cv2.resize(random.normal(size=(S // 3, S // 160)).astype(np.float32), (S, S))
    fine = cv2.resize(random.normal(size=(S, S // 24)).astype(np.float32), (S, S))
    boards = np.floor(np.arange(S) / (S / 5)) % 3
    tone = grain * 7 + fine * 4 + (boards[:, None] - 1) * 7
    tone[np.arange(S) % (S // 5) < 5] -= 45
    return np.clip(np.array([196, 156, 112]) + tone.T.T[..., None], 0, 255).astype(np.float32)


def mask_of(draw_on: object) -> Canvas:
    """Return what a drawing function paints white on black, float32 (S, S), 0..1."""
    image = Image.new("L", (S, S))
    draw_on(ImageDraw.Draw(image))  # type: ignore[operator]
    return np.asarray(image, np.float32) / 255


def polygon(*points: tuple[float, float]) -> Canvas:
    """Return the mask of a polygon; points as fractions of the side."""
    return mask_of(lambda draw: draw.polygon([(x * S, y * S) for x, y in points], fill=255))


def ellipse(x: float, y: float, rx: float, ry: float) -> Canvas:
    """Return the mask of an ellipse; all as fractions of the side."""
    box = [(x - rx) * S, (y - ry) * S, (x + rx) * S, (y + ry) * S]
    return mask_of(lambda draw: draw.ellipse(box, fill=255))


def rounded(x0: float, y0: float, x1: float, y1: float, radius: float) -> Canvas:
    """Return the mask of a rectangle with round corners; all as fractions of the side."""
    box = [x0 * S, y0 * S, x1 * S, y1 * S]
    return mask_of(lambda draw: draw.rounded_rectangle(box, radius * S, fill=255))


def soft(mask: Canvas, radius: float) -> Canvas:
    """Blur by `radius`, a fraction of the side."""
    return cv2.GaussianBlur(mask, (0, 0), radius * S).astype(np.float32)


def shadow(canvas: Canvas, mask: Canvas, strength: float = 0.45) -> None:
    """Darken the ground under the object, in place: a contact shadow and a wide one."""
    for radius, share, drop in ((0.008, 0.5, 0.006), (0.04, 0.5, 0.03)):
        fallen = np.roll(soft(mask, radius), int(drop * S), axis=0)
        canvas *= 1 - strength * share * fallen[..., None]


def paint(canvas: Canvas, mask: Canvas, colour: tuple[int, int, int], light: Canvas) -> None:
    """Lay `colour` times `light` through `mask`, in place."""
    lit = np.clip(np.array(colour, np.float32) * light[..., None], 0, 255)
    canvas += mask[..., None] * (lit - canvas)


def shine(canvas: Canvas, mask: Canvas, strength: float) -> None:
    """Add a highlight through `mask`, in place."""
    canvas += (255 - canvas) * (mask * strength)[..., None]


def across(left: float, right: float, curve: float = 0.6) -> Canvas:
    """Return the light on an upright cylinder between `left` and `right`."""
    x = np.linspace(0, 1, S, dtype=np.float32)
    t = np.clip((x - left) / (right - left), 0, 1)
    light = 1.08 - curve * np.abs(t - 0.36) ** 1.6 - 0.22 * np.exp(-((t - 1) ** 2) / 0.01)
    return np.repeat(light[None].astype(np.float32), S, axis=0)


def ball_light(x: float, y: float, r: float) -> Canvas:
    """Return the light on a sphere lit from the upper left."""
    v, u = np.mgrid[0:S, 0:S].astype(np.float32) / S
    dx, dy = (u - x) / r, (v - y) / r
    dz = np.sqrt(np.clip(1 - dx**2 - dy**2, 0, 1))
    return np.clip(0.42 + 0.72 * (-0.45 * dx - 0.6 * dy + 0.66 * dz), 0.25, 1.15).astype(np.float32)


def lettering(text: str, size: float, at: tuple[float, float]) -> Canvas:
    """Return the mask of centred text; `size` and `at` as fractions of the side."""
    font = ImageFont.load_default(size * S)
    where = (at[0] * S, at[1] * S)
    return mask_of(lambda draw: draw.text(where, text, fill=255, font=font, anchor="mm"))


def cloth(seed: int, folds: float = 0.10) -> Canvas:
    """Return the light on cloth with soft folds."""
    random = np.random.default_rng(seed)
    waves = cv2.resize(random.normal(size=(7, 9)).astype(np.float32), (S, S), interpolation=2)
    weave = cv2.resize(random.normal(size=(S // 3, S // 3)).astype(np.float32), (S, S))
    return (1 + folds * waves + 0.02 * weave).astype(np.float32)


def finished(canvas: Canvas, seed: int) -> Image.Image:
    """Reduce, blur a trace and add grain as a camera does."""
    random = np.random.default_rng(seed)
    small = cv2.resize(canvas, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    noisy = small + random.normal(0, 1.4, small.shape)
    image = Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))
    return image.filter(ImageFilter.GaussianBlur(0.4))
