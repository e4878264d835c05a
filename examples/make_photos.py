"""Render the sample photos. Run again, the same pixels come out.

python examples/make_photos.py
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import scenes as s
from PIL import Image

HERE = Path(__file__).parent / "photos"


def mug() -> s.Canvas:
    """A white-lettered blue mug on a white ground."""
    canvas = s.studio()
    body = s.polygon((0.27, 0.27), (0.65, 0.27), (0.63, 0.77), (0.29, 0.77))
    foot = s.ellipse(0.46, 0.77, 0.17, 0.035)
    outside, inside = s.ellipse(0.68, 0.5, 0.14, 0.165), s.ellipse(0.68, 0.5, 0.092, 0.117)
    handle = np.clip(outside - inside, 0, 1)
    whole = np.maximum.reduce([body, foot, handle, s.ellipse(0.46, 0.27, 0.19, 0.045)])
    s.shadow(canvas, np.maximum(foot, s.ellipse(0.5, 0.78, 0.24, 0.03)))
    blue, light = (38, 82, 150), s.across(0.26, 0.66)
    s.paint(canvas, handle, blue, s.across(0.55, 0.84, 0.9))
    s.paint(canvas, np.maximum(body, foot), blue, light)
    s.paint(canvas, s.ellipse(0.46, 0.27, 0.19, 0.045), (52, 96, 165), np.ones_like(light))
    s.paint(canvas, s.ellipse(0.46, 0.275, 0.175, 0.037), (238, 236, 230), s.across(0.2, 0.7, -0.5))
    s.paint(canvas, s.lettering("HYGGE", 0.085, (0.455, 0.52)), (244, 242, 236), light)
    s.shine(canvas, s.soft(s.rounded(0.33, 0.33, 0.355, 0.7, 0.012), 0.006) * whole, 0.45)
    return canvas


def milk_carton() -> s.Canvas:
    """A gable-top carton with an invented brand."""
    canvas = s.studio(252, 232)
    front = s.polygon((0.3, 0.32), (0.6, 0.32), (0.6, 0.9), (0.3, 0.9))
    side = s.polygon((0.6, 0.32), (0.72, 0.28), (0.72, 0.84), (0.6, 0.9))
    roof = s.polygon((0.3, 0.32), (0.6, 0.32), (0.66, 0.17), (0.38, 0.17))
    gable = s.polygon((0.6, 0.32), (0.72, 0.28), (0.66, 0.17))
    ridge = s.polygon((0.375, 0.11), (0.665, 0.11), (0.665, 0.175), (0.375, 0.175))
    ones = np.ones((s.S, s.S), np.float32)
    s.shadow(canvas, s.polygon((0.3, 0.86), (0.6, 0.9), (0.74, 0.84), (0.74, 0.88), (0.6, 0.93)))
    for part, light in ((front, 1.0), (side, 0.8), (roof, 1.02), (gable, 0.74), (ridge, 0.96)):
        s.paint(canvas, part, (244, 245, 242), ones * light)
    band = s.polygon((0.3, 0.6), (0.6, 0.6), (0.6, 0.9), (0.3, 0.9))
    edge = s.polygon((0.6, 0.6), (0.72, 0.555), (0.72, 0.84), (0.6, 0.9))
    s.paint(canvas, band, (36, 128, 74), ones)
    s.paint(canvas, edge, (36, 128, 74), ones * 0.78)
    s.paint(canvas, s.lettering("NORDHOLM", 0.048, (0.45, 0.43)), (24, 84, 52), ones)
    s.paint(canvas, s.lettering("MILK", 0.075, (0.45, 0.52)), (24, 84, 52), ones)
    s.paint(canvas, s.lettering("1 LITRE", 0.045, (0.45, 0.8)), (248, 248, 240), ones)
    return canvas


def shirt() -> s.Canvas:
    """A red T-shirt laid flat on wood."""
    canvas = s.wood()
    whole = s.polygon(
        (0.36, 0.16), (0.42, 0.19), (0.5, 0.2), (0.58, 0.19), (0.64, 0.16), (0.76, 0.21),
        (0.9, 0.4), (0.79, 0.47), (0.71, 0.39), (0.72, 0.88), (0.5, 0.895), (0.28, 0.88),
        (0.29, 0.39), (0.21, 0.47), (0.1, 0.4), (0.24, 0.21),
    )  # fmt: skip
    whole = np.clip((s.soft(whole, 0.004) - 0.35) * 3.3, 0, 1)
    s.shadow(canvas, whole, 0.6)
    light = s.cloth(11)
    s.paint(canvas, whole, (178, 34, 44), light)
    collar = np.clip(s.ellipse(0.5, 0.165, 0.112, 0.07) - s.ellipse(0.5, 0.158, 0.09, 0.052), 0, 1)
    s.paint(canvas, collar * whole, (158, 26, 36), light)
    s.paint(canvas, s.ellipse(0.5, 0.158, 0.09, 0.05) * whole, (120, 20, 28), light)
    for points in (((0.29, 0.39), (0.335, 0.2)), ((0.71, 0.39), (0.665, 0.2))):
        ends = [(int(x * s.S), int(y * s.S)) for x, y in points]
        line = s.mask_of(lambda draw, ends=ends: draw.line(ends, fill=255, width=7))
        canvas *= 1 - 0.3 * s.soft(line, 0.002)[..., None]
    return canvas


def television() -> s.Canvas:
    """A flat black television, switched off."""
    canvas = s.studio(250, 222)
    frame = s.rounded(0.08, 0.2, 0.92, 0.7, 0.008)
    feet = [
        s.polygon((0.22, 0.7), (0.25, 0.7), (0.2, 0.78), (0.16, 0.78)),
        s.polygon((0.75, 0.7), (0.78, 0.7), (0.84, 0.78), (0.8, 0.78)),
    ]
    s.shadow(canvas, np.maximum(*[np.roll(foot, s.S // 50, axis=0) for foot in feet]), 0.6)
    ones = np.ones((s.S, s.S), np.float32)
    for foot in feet:
        s.paint(canvas, foot, (34, 35, 38), ones)
    s.paint(canvas, frame, (24, 25, 27), ones)
    screen = s.rounded(0.092, 0.212, 0.908, 0.682, 0.003)
    y, x = np.mgrid[0 : s.S, 0 : s.S].astype(np.float32) / s.S
    s.paint(canvas, screen, (40, 46, 56), 0.5 + 0.5 * np.clip(1.3 - x - 0.7 * y, 0, 1))
    glare = s.polygon((0.14, 0.212), (0.42, 0.212), (0.25, 0.682), (0.092, 0.682), (0.092, 0.3))
    s.shine(canvas, glare * screen, 0.07)
    return canvas


def football() -> s.Canvas:
    """A black and white football."""
    canvas = s.studio()
    x, y, r = 0.5, 0.5, 0.32
    s.shadow(canvas, s.ellipse(x, y + r * 0.98, r * 0.62, r * 0.12), 0.75)
    light = s.ball_light(x, y, r)
    ball = s.ellipse(x, y, r, r)
    s.paint(canvas, ball, (246, 246, 244), light)
    v, u = np.mgrid[0 : s.S, 0 : s.S].astype(np.float32) / s.S
    point = np.stack([(u - x) / r, (v - y) / r], axis=-1)
    depth = np.sqrt(np.clip(1 - (point**2).sum(-1), 0, 1))
    sphere = np.concatenate([point, depth[..., None]], axis=-1) @ _turn(0.35, 0.25)
    # The twelve corners of an icosahedron are the middles of the black pentagons.
    g = (1 + math.sqrt(5)) / 2
    corners = [(0, a, b * g) for a in (-1, 1) for b in (-1, 1)]
    corners = [p[i:] + p[:i] for p in corners for i in range(3)]
    middles = np.array(corners) / math.hypot(1, g)
    near = np.sort(np.stack([sphere @ m for m in middles], axis=-1), axis=-1)[..., ::-1]
    pentagon = np.clip((near[..., 0] - 0.925) * 90, 0, 1)
    seam = np.clip(1 - np.abs(near[..., 0] - near[..., 1]) / 0.014, 0, 1) * (near[..., 0] < 0.93)
    s.paint(canvas, (ball * pentagon).astype(np.float32), (26, 26, 28), light)
    s.paint(canvas, (0.5 * ball * seam).astype(np.float32), (90, 90, 92), light)
    s.shine(canvas, s.soft(s.ellipse(x - 0.12, y - 0.15, 0.05, 0.04), 0.03), 0.35)
    return canvas


def _turn(about_x: float, about_y: float) -> s.Canvas:
    cx, sx, cy, sy = math.cos(about_x), math.sin(about_x), math.cos(about_y), math.sin(about_y)
    turn = np.array([[cy, 0, sy], [sx * sy, cx, -sx * cy], [-cx * sy, sx, cx * cy]])
    return turn.astype(np.float32)


def wristwatch() -> s.Canvas:
    """A steel wristwatch with a brown strap on a light grey ground."""
    canvas = s.studio(236, 208)
    light = s.across(0.38, 0.62, 0.7)
    strap = s.polygon((0.41, 0.03), (0.59, 0.03), (0.605, 0.34), (0.395, 0.34))
    strap = np.maximum(strap, strap[::-1])
    case = s.ellipse(0.5, 0.5, 0.205, 0.205)
    whole = np.maximum(strap, case)
    s.shadow(canvas, whole, 0.5)
    s.paint(canvas, strap, (118, 70, 40), light)
    for dx in (-0.078, 0.078):
        line = s.rounded(0.498 + dx, 0.04, 0.502 + dx, 0.96, 0.001)
        s.paint(canvas, line * strap, (196, 150, 108), light)
    s.paint(canvas, s.rounded(0.7, 0.478, 0.73, 0.522, 0.006), (176, 178, 182), light * 0.9)
    y, x = np.mgrid[0 : s.S, 0 : s.S].astype(np.float32) / s.S - 0.5
    steel = 0.86 + 0.26 * np.sin(np.arctan2(y, x) * 2 + 0.9)
    s.paint(canvas, case, (190, 192, 196), steel.astype(np.float32))
    ones = np.ones_like(steel)
    s.paint(canvas, s.ellipse(0.5, 0.5, 0.176, 0.176), (96, 98, 102), ones)
    s.paint(canvas, s.ellipse(0.5, 0.5, 0.17, 0.17), (246, 245, 240), ones)
    for hour in range(12):
        angle = hour * math.pi / 6
        a, b = (0.132, 0.158) if hour % 3 else (0.122, 0.16)
        _stroke(canvas, angle, a, b, 14 if hour % 3 else 22, (40, 42, 48))
    _stroke(canvas, math.radians(305), -0.02, 0.088, 26, (32, 34, 40))
    _stroke(canvas, math.radians(60), -0.025, 0.13, 18, (32, 34, 40))
    s.paint(canvas, s.ellipse(0.5, 0.5, 0.012, 0.012), (32, 34, 40), ones)
    s.shine(canvas, s.soft(s.ellipse(0.45, 0.42, 0.06, 0.04), 0.02), 0.25)
    return canvas


def _stroke(
    canvas: s.Canvas,
    angle: float,
    start: float,
    end: float,
    width: int,
    colour: tuple[int, int, int],
) -> None:
    """Paint a radial stroke of a dial; `angle` clockwise from twelve."""
    dx, dy = math.sin(angle), -math.cos(angle)
    ends = [((0.5 + dx * t) * s.S, (0.5 + dy * t) * s.S) for t in (start, end)]
    mask = s.mask_of(lambda draw: draw.line(ends, fill=255, width=width))
    s.paint(canvas, mask, colour, np.ones((s.S, s.S), np.float32))


def tomato() -> s.Canvas:
    """A ripe tomato with its green star."""
    canvas = s.studio()
    x, y, r = 0.5, 0.52, 0.3
    s.shadow(canvas, s.ellipse(x, y + r * 0.84, r * 0.6, r * 0.12), 0.45)
    v, u = np.mgrid[0 : s.S, 0 : s.S].astype(np.float32) / s.S
    angle = np.arctan2(v - y, u - x)
    lobes = 1 + 0.018 * np.cos(5 * angle + 0.6)
    body = s.soft((np.hypot(u - x, (v - y) * 1.1) < r * lobes).astype(np.float32), 0.0012)
    s.paint(canvas, body, (206, 38, 22), s.ball_light(x, y, r * 1.04))
    star = s.mask_of(lambda draw: draw.polygon(_star(0.49, 0.335), fill=255))
    s.shadow(canvas, star, 0.5)
    s.paint(canvas, star, (74, 118, 44), s.cloth(5, 0.12))
    s.paint(canvas, s.rounded(0.482, 0.265, 0.5, 0.34, 0.008), (96, 132, 60), s.cloth(6, 0.1))
    s.shine(canvas, s.soft(s.ellipse(0.4, 0.42, 0.045, 0.03), 0.012), 0.75)
    s.shine(canvas, s.soft(s.ellipse(0.42, 0.45, 0.13, 0.09), 0.05), 0.22)
    return canvas


def _star(x: float, y: float) -> list[tuple[float, float]]:
    """Return the corners of six narrow leaves seen at a slant."""
    corners = []
    for step in range(12):
        angle, reach = math.radians(30 * step + 8), 0.024 if step % 2 else 0.13 - 0.012 * (step % 5)
        corners.append(
            ((x + reach * math.sin(angle)) * s.S, (y - 0.5 * reach * math.cos(angle)) * s.S)
        )
    return corners


def banana() -> s.Canvas:
    """One banana on a pale blue ground."""
    canvas = s.studio() * np.array([0.82, 0.9, 0.95], np.float32)
    t = np.linspace(0, 1, 160)
    angle = np.radians(205 - 190 * t)
    cx, cy = 0.5 + 0.33 * np.cos(angle), 0.26 + 0.36 * np.sin(np.abs(angle))
    thick = 0.008 + 0.062 * np.sin(np.pi * np.clip(t * 0.94 + 0.03, 0, 1)) ** 0.55
    body = np.zeros((s.S, s.S), np.float32)
    height = np.zeros_like(body)
    for x, y, r in zip(cx, cy, thick, strict=True):
        centre, radius = (int(x * s.S), int(y * s.S)), int(r * s.S)
        cv2.circle(body, centre, radius, 1.0, -1, cv2.LINE_AA)
        cv2.circle(height, (centre[0], centre[1] - radius // 3), int(radius * 0.5), 1.0, -1)
    s.shadow(canvas, np.roll(body, s.S // 60, axis=0), 0.55)
    s.paint(canvas, body, (242, 204, 58), 0.84 + 0.2 * s.soft(height, 0.02))
    for end, colour in ((0, (96, 74, 38)), (-1, (150, 140, 60))):
        tip = s.ellipse(float(cx[end]), float(cy[end]), 0.02, 0.026)
        s.paint(canvas, s.soft(tip, 0.004), colour, np.ones_like(body))
    random = np.random.default_rng(8)
    for _ in range(26):
        k = int(random.integers(25, 135))
        dx, dy = random.normal(0, 0.012, 2)
        spot = s.ellipse(float(cx[k] + dx), float(cy[k] + dy), *random.uniform(0.001, 0.004, 2))
        s.paint(canvas, spot * body * 0.7, (120, 84, 30), np.ones_like(body))
    return canvas


SCENES: dict[str, Callable[[], s.Canvas]] = {
    "mug.jpg": mug,
    "milk-carton.jpg": milk_carton,
    "t-shirt.jpg": shirt,
    "television.jpg": television,
    "football.png": football,
    "wristwatch.jpg": wristwatch,
    "tomato.webp": tomato,
    "banana.jpg": banana,
}


def cut_out(image: Image.Image) -> Image.Image:
    """Return the football with everything but the ball transparent."""
    alpha = s.ellipse(0.5, 0.5, 0.318, 0.318)
    small = cv2.resize(alpha, image.size, interpolation=cv2.INTER_AREA)
    image.putalpha(Image.fromarray((255 * small).astype(np.uint8)))
    return image.resize((600, 600), Image.Resampling.LANCZOS)


def main() -> None:
    """Write every scene."""
    HERE.mkdir(exist_ok=True)
    for number, (name, scene) in enumerate(SCENES.items()):
        image = s.finished(scene(), number)
        if name.endswith(".png"):
            image = cut_out(image)
        image.save(HERE / name, quality=88, optimize=True)


if __name__ == "__main__":
    main()
