"""From ink coverage to a grey picture of print: fresh, or as scanners, photocopiers and screens leave it."""
import io
import random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter


def plain(rng: random.Random, ink: Image.Image) -> Image.Image:
    """Dark on light, sometimes not quite black on not quite white, as a PDF renderer draws it."""
    paper, black = (255, 0) if rng.random() < .6 else (rng.randint(235, 255), rng.randint(0, 80))
    return ink.point([int(paper + (black - paper) * v / 255) for v in range(256)])


def degraded(rng: random.Random, noise: np.random.Generator, ink: Image.Image) -> Image.Image:
    if rng.random() < .25:
        ink = ink.filter(ImageFilter.MaxFilter(3) if rng.random() < .5 and ink.height > 24 else ImageFilter.GaussianBlur(rng.uniform(.3, .8)))
    if rng.random() < .08 and ink.height > 40:
        ink = ink.filter(ImageFilter.MinFilter(3))
    if rng.random() < .12:
        ink = ruled(rng, ink)
    if rng.random() < .25:  # low resolution
        q = rng.uniform(.45, .9)
        ink = ink.resize((max(4, int(ink.width * q)), max(11, int(ink.height * q))), Image.BILINEAR)
    paper, black = rng.randint(170, 255), rng.randint(0, 110)
    if paper - black < 90:
        paper = 255
    if rng.random() < .04:
        paper, black = black, paper
    grey = np.asarray(ink, np.float32) * ((black - paper) / 255) + paper
    if rng.random() < .2:
        grey = grey + uneven(rng, grey.shape)
    if rng.random() < .45:
        grey = grey + noise.standard_normal(grey.shape, dtype=np.float32) * rng.uniform(2, 26)
    kind = rng.random()
    if kind < .12:  # scanned in two colours
        cut = (paper + black) / 2 + rng.uniform(-40, 40)
        if rng.random() < .5:
            grey = grey + noise.standard_normal(grey.shape, dtype=np.float32) * 20
        grey = np.where(grey > cut, 255, 0)
    elif kind < .2:
        specks = noise.random(grey.shape, dtype=np.float32)
        share = rng.uniform(.002, .03)
        grey = np.where(specks < share, 0, np.where(specks > 1 - share, 255, grey))
    image = Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))
    if rng.random() < .25:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(.3, .05 * min(image.height, 26))))
    if rng.random() < .2:
        image = jpeg(image, rng.randint(12, 70))
    return image


def ruled(rng: random.Random, ink: Image.Image) -> Image.Image:
    """Table rules, underlines and cell borders that a loose crop takes along."""
    ink, (w, h) = ink.copy(), ink.size
    draw, thick, dark = ImageDraw.Draw(ink), rng.randint(1, 2), rng.randint(90, 255)
    for _ in range(rng.randint(1, 2)):
        if rng.random() < .65:
            y = rng.choice([rng.uniform(0, .06), rng.uniform(.94, 1)]) * h
            draw.line((0, y, w, y + rng.uniform(-1, 1)), dark, thick)
        else:
            x = rng.choice([rng.uniform(0, 3), w - rng.uniform(1, 4)])
            draw.line((x, 0, x, h), dark, thick)
    return ink


def uneven(rng: random.Random, shape) -> np.ndarray:
    """Light falling off along and across the line, in grey levels."""
    x, y = np.linspace(-1, 1, shape[1], dtype=np.float32), np.linspace(-1, 1, shape[0], dtype=np.float32)
    return rng.uniform(-35, 35) * x[None] + rng.uniform(-20, 20) * y[:, None] + rng.uniform(-25, 25) * np.sin(x * rng.uniform(1, 5) + rng.uniform(0, 6))[None]


def jpeg(image: Image.Image, quality: int) -> Image.Image:
    buffer = io.BytesIO()
    image.save(buffer, 'JPEG', quality=quality)
    return Image.open(buffer).convert('L')
