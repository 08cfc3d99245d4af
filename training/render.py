"""Draws one line of text as ink coverage and crops it the way the TypeScript side crops lines."""
import random
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont, features

from .alphabet import LIGATURES
from .degrade import degraded, plain
from .fonts import weights

HEIGHT = 32   # pixels, the encoder's input height
COLUMN = 4    # pixels an encoder column
RAQM = features.check('raqm')
CLEAN = .35   # share of lines that look like a fresh rendering


@lru_cache(maxsize=3000)
def font(path: str, size: int, shaped: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.RAQM if shaped and RAQM else ImageFont.Layout.BASIC)


def drawn_text(rng: random.Random, text: str, covers: str) -> str:
    """What is drawn for a text: sometimes with the ligature glyphs that TeX and word processors set."""
    if 'f' in text and rng.random() < .4:
        for glyph in ('ﬃ', 'ﬄ', 'ﬀ', 'ﬁ', 'ﬂ'):
            if glyph in covers:
                text = text.replace(LIGATURES[glyph], glyph)
    return text


def positions(rng: random.Random, words: list[str], face) -> list[float]:
    """Left edge of each word: justified lines stretch or squeeze the spaces."""
    space = face.getlength(' ') * (rng.uniform(.75, 1.9) if rng.random() < .5 else 1)
    at = [0.0]
    for word in words:
        at.append(at[-1] + face.getlength(word) + space)
    return at


def line_box(rng: random.Random, ink, face, size: int, baseline: float):
    """(top, bottom) of the crop before padding: the ink, or the font's ascenders to descenders as PDF boxes have."""
    top, bottom = ink[1], ink[3]
    low = bottom - top < .45 * size  # "..." or "-" alone: no reader crops these to their ink
    if low or rng.random() < .5:
        box = face.getbbox('Hlpg|' if rng.random() < .5 else 'Hp', anchor='ls')
        top, bottom = min(top, baseline + box[1]), max(bottom, baseline + box[3])
    return top, bottom


def coverage(rng: random.Random, text: str, faces: dict, neighbours, max_width: float, clean: bool):
    """(8-bit coverage image of the padded crop, text that it shows, type size in its pixels); None if this text cannot be drawn."""
    path = faces['path']
    size = int(np.clip(rng.lognormvariate(3.25, .4), 11, 64))
    scale = 2 if size < 36 and rng.random() < .5 else 1  # drawn large and reduced: no hinting, as PDF viewers draw
    face = font(path, size * scale, rng.random() < .3)
    size *= scale
    words = drawn_text(rng, text, faces['covers']).split(' ')
    at, limit = positions(rng, words, face), max_width / HEIGHT * rng.uniform(1, 1.25) * size  # crops are some 1.2 times the size high
    keep = len(words)
    while keep > 1 and at[keep] > limit:
        keep -= 1
    words, text = words[:keep], ' '.join(text.split(' ')[:keep])
    if at[keep] > limit * 1.15:
        return None
    margin, baseline = size, 2 * size
    image = Image.new('L', (int(at[keep] + 2 * margin), int(3.4 * size)))
    draw = ImageDraw.Draw(image)
    for x, word in zip(at, words):
        draw.text((margin + x, baseline), word, font=face, fill=255, anchor='ls')
    ink = image.getbbox()
    if not ink:
        return None
    top, bottom = line_box(rng, ink, face, size, baseline)
    height = bottom - top
    if neighbours and rng.random() < .1:  # parts of the lines above and below reach into loose crops
        leading = rng.uniform(1.05, 1.4) * size
        for dy in (-leading, leading):
            draw.text((margin - rng.uniform(0, size), baseline + dy), neighbours, font=face, fill=255, anchor='ls')
    loose = rng.random() < .5
    pad = lambda: height * (rng.uniform(0, .3) if loose else rng.uniform(0, .14))
    left = right = height * rng.uniform(0, .3)
    box = (ink[0] - left, top - pad(), ink[2] + (right if rng.random() < .5 else height * rng.uniform(0, .5)), bottom + pad())
    if rng.random() < (.1 if clean else .35):
        image = slanted(rng, image, baseline)
    image = image.crop(tuple(int(round(v)) for v in box))
    if scale > 1:
        image = image.resize((max(1, image.width // scale), max(1, image.height // scale)), Image.BOX)
    return image, text, size // scale


def slanted(rng: random.Random, image: Image.Image, baseline: float) -> Image.Image:
    """Slight rotation about the line's middle and slight shear, in one affine map."""
    turn, shear, middle = rng.uniform(-.02, .02), rng.uniform(-.12, .12), image.width / 2
    return image.transform(image.size, Image.AFFINE, (1, shear, -shear * baseline, turn, 1, -turn * middle), Image.BILINEAR)


class Renderer:
    """Endless pairs (float32 [32, w] with ink = 1 and paper = 0, text)."""

    def __init__(self, lines, faces: list[dict], seed: int, clean: float = CLEAN):
        self.rng, self.lines, self.faces, self.clean = random.Random(seed), lines, faces, clean
        self.noise = np.random.default_rng(seed)
        self.weights = weights(faces)
        self.covers = {face['path']: set(face['covers']) | {' '} for face in faces}

    def draw(self, max_width: int):
        rng = self.rng
        while True:
            text = self.lines.draw(rng, line_length(rng, max_width))
            face = next((f for f in rng.choices(self.faces, self.weights, k=4) if self.covers[f['path']].issuperset(text)), None)
            if face is None:
                continue
            clean = rng.random() < self.clean
            neighbours = self.lines.draw(rng, 40)[:60] if rng.random() < .12 else ''
            if neighbours and not self.covers[face['path']].issuperset(neighbours):
                neighbours = ''
            stretch = rng.uniform(.6, 1.06) if rng.random() < .75 else 1  # narrow faces are rare, close-set print is not
            try:
                drawn = coverage(rng, text, face, neighbours, max_width / stretch, clean)
            except OSError:  # a face that FreeType cannot draw at this size
                continue
            if drawn is None:
                continue
            image, text, size = drawn
            grey = plain(rng, image) if clean else degraded(rng, self.noise, image, size)
            width = int(round(grey.width * HEIGHT / grey.height * stretch))
            if not 6 <= width <= max_width or len(text) > width / COLUMN:
                continue
            grey = grey.resize((width, HEIGHT), Image.BILINEAR)
            return 1 - np.asarray(grey, np.float32) / 255, text


def line_length(rng: random.Random, max_width: int) -> int:
    """Characters to ask for: most lines fill the width (9 pixels a character in 10 pt Times), the rest are shorter."""
    full = max_width / 9
    kind = rng.random()
    if kind < .6:
        return int(full * rng.uniform(.7, 1.3))
    return int(rng.uniform(.1, .7) * full) if kind < .87 else rng.randint(1, 8)
