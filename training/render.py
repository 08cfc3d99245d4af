"""Draws one line of text as ink coverage and crops it the way the TypeScript side crops lines."""
import random
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont, features

from .alphabet import LIGATURES
from .degrade import bent, chosen_kinds, degraded, plain
from .fonts import BLACKLETTER, weights

HEIGHT = 32   # pixels, the encoder's input height
COLUMN = 4    # pixels an encoder column
RAQM = features.check('raqm')
CLEAN = .35   # share of lines that look like a fresh rendering


@lru_cache(maxsize=3000)
def font(path: str, size: int, shaped: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.RAQM if shaped and RAQM else ImageFont.Layout.BASIC)


def drawn_text(rng: random.Random, text: str, face: dict) -> str:
    """What is drawn for a text: sometimes with the ligature glyphs that TeX and word processors set, or with the long s of old print."""
    covers, old = face['covers'], BLACKLETTER.search(face['family'])
    if 'ſ' in covers and rng.random() < (.85 if old else .02):
        text = re.sub('s(?=[a-zäöüß])', 'ſ', text)
    if old and rng.random() < .5:  # blackletter's hyphen is two strokes
        text = re.sub('(?<=[a-zäöüß])-', '⸗' if '⸗' in covers else '=', text)
    if 'f' in text and rng.random() < .4:
        for glyph in ('ﬃ', 'ﬄ', 'ﬀ', 'ﬁ', 'ﬂ'):
            if glyph in covers:
                text = text.replace(LIGATURES[glyph], glyph)
    return text


@dataclass(frozen=True)
class Typeset:
    letters: Image.Image  # coverage of the line alone, with room around it
    others: Image.Image | None  # coverage of what stands near it: rules, borders, the lines above and below
    text: str
    size: int             # type size, pixels
    reach: tuple[float, float]  # what tall and deep letters of the line reach above and below its ink, where it has none here: (top, bottom)


def positions(rng: random.Random, widths: list[float], space: float) -> list[float]:
    """Left edge of each word, and the end: justified lines stretch or squeeze the spaces."""
    space *= rng.uniform(.75, 1.9) if rng.random() < .5 else 1
    at = [0.0]
    for width in widths:
        at.append(at[-1] + width + space)
    return at


def typeset(rng: random.Random, text: str, faces: dict, neighbours: str, max_width: float) -> Typeset | None:
    """As many words of the text as a crop of `max_width` pixels holds at the height of 32; None if they cannot be drawn."""
    size = int(np.clip(rng.lognormvariate(3.25, .4), 11, 64))
    size -= size % 2 if size > 24 else 0  # fewer sizes: fonts are opened less often
    scale = 2 if size < 36 and rng.random() < .5 else 1  # drawn large and reduced: no hinting, as PDF viewers draw
    size *= scale
    face = font(faces['path'], size, rng.random() < .3)
    small = font(faces['path'], max(8, int(size * .62)), False)
    words, drawn = text.split(' '), drawn_text(rng, text, faces).split(' ')
    notes = footnotes(rng, words)
    at = positions(rng, [face.getlength(word) + (small.getlength(note) if note else 0) for word, note in zip(drawn, notes)], face.getlength(' '))
    limit = max_width / HEIGHT * rng.uniform(1, 1.25) * size  # crops are some 1.2 times the size high
    keep = len(words)
    while keep > 1 and at[keep] > limit:
        keep -= 1
    if at[keep] > limit * 1.15:
        return None
    margin, baseline = size, 2 * size
    letters = Image.new('L', (int(at[keep] + 2 * margin), int(3.6 * size)))
    draw = ImageDraw.Draw(letters)
    for x, word, note in zip(at[:keep], drawn, notes):
        draw.text((margin + x, baseline), word, font=face, fill=255, anchor='ls')
        if note:
            draw.text((margin + x + face.getlength(word), baseline - .34 * size), note, font=small, fill=255, anchor='ls')
    ink = letters.getbbox()
    if not ink:
        return None
    others = surroundings(rng, letters.size, ink, face, size, baseline, neighbours)
    box = face.getbbox('Hlpg|' if rng.random() < .3 else 'hp', anchor='ls')
    reach = max(0, ink[1] - baseline - box[1]), max(0, baseline + box[3] - ink[3])
    if scale > 1:
        half = lambda image: image and image.resize((image.width // scale, image.height // scale), Image.BOX)
        letters, others, reach = half(letters), half(others), tuple(v / scale for v in reach)
    return Typeset(letters, others, ' '.join(word + note for word, note in zip(words[:keep], notes)), size // scale, reach)


def footnotes(rng: random.Random, words: list[str]) -> list[str]:
    """Raised figures behind words, mostly none: read as plain figures."""
    notes = [''] * len(words)
    if rng.random() < .04:
        at = rng.randrange(len(words))
        if words[at][-1:].isalpha() or words[at][-1:] in '.,;”)':
            notes[at] = str(rng.randint(1, 9) if rng.random() < .7 else rng.randint(10, 150))
    return notes


def surroundings(rng: random.Random, shape, ink, face, size: int, baseline: float, neighbours: str) -> Image.Image | None:
    """What a crop may show besides its line: the lines above and below, set tight or not; underlines and cell borders."""
    ruled = rng.random() < .08
    if not neighbours and not ruled:
        return None
    image = Image.new('L', shape)
    draw = ImageDraw.Draw(image)
    if neighbours:
        leading = rng.uniform(.9, 1.3) * size
        for dy in (-leading, leading):
            draw.text((rng.uniform(0, size), baseline + dy), neighbours, font=face, fill=255, anchor='ls')
    if ruled:
        dark, thick = rng.randint(110, 255), max(1, round(size * rng.uniform(.02, .08)))
        line = lambda x0, y0, x1, y1: draw.rectangle((int(x0), int(y0), int(x1) + thick - 1, int(y1) + thick - 1), fill=dark)
        kind, gap = rng.random(), lambda: size * rng.uniform(.03, .4)
        if kind < .4:
            y = baseline + size * rng.uniform(.06, .2)
            line(ink[0], y, ink[2], y)
        else:
            left, top, right, bottom = ink[0] - gap(), ink[1] - gap(), ink[2] + gap(), ink[3] + gap()
            if kind < .8:
                line(0, bottom, shape[0], bottom)
            if kind > .6:
                line(0, top, shape[0], top)
            if rng.random() < .5:
                line(left, 0, left, shape[1])
            if rng.random() < .5:
                line(right, 0, right, shape[1])
    return image


INKED = [255 * (v > 64) for v in range(256)]  # coverage that the line finder takes for ink
RIM = .08  # of a line's height, as src/decode/line-crops.ts cuts


def crop_box(rng: random.Random, ink, line: Typeset):
    """(left, top, right, bottom) of the crop: as the line finder of drafts/nano/lines and line-crops.ts cut, or looser, as text layers
    and OCR tell lines. A line is as high as all of its letters, of which the crop may show a part."""
    left, top, right, bottom = ink
    low = bottom - top < .45 * line.size  # "..." or "-" alone: no reader crops these to their ink
    if low or rng.random() < .7:
        top -= line.reach[0]
        bottom += line.reach[1]
    height = bottom - top
    if rng.random() < .6:
        beside = lambda: height * (RIM if rng.random() < .6 else rng.uniform(.05, .25))  # cut in a gap between words
        above = below = height * RIM
    else:
        loose = rng.random() < .5
        above, below = (height * (rng.uniform(0, .3) if loose else rng.uniform(0, .14)) for _ in range(2))
        beside = lambda: height * rng.uniform(0, .3 if rng.random() < .7 else .5)
    return int(left - beside()), int(top - above), int(np.ceil(right + beside())), int(np.ceil(bottom + below))


def cut(rng: random.Random, line: Typeset, bend) -> Image.Image | None:
    """Coverage of the crop. `bend` is what geometry does to a picture: boxes are found on the page as it was scanned."""
    letters = bend(line.letters)
    ink = letters.point(INKED).getbbox()
    if not ink:
        return None
    box = crop_box(rng, ink, line)
    return (ImageChops.lighter(letters, bend(line.others)) if line.others else letters).crop(box)


class Drawn(NamedTuple):
    image: np.ndarray  # uint8 [32, w], ink 255 and paper 0
    text: str
    family: str
    kinds: list[tuple[str, int]]  # degradations and their severities


class Renderer:
    """Endless lines, each in a face, with a look and a crop of its own."""

    def __init__(self, lines, faces: list[dict], seed: int, clean: float = CLEAN):
        self.rng, self.lines, self.faces, self.clean = random.Random(seed), lines, faces, clean
        self.noise = np.random.default_rng(seed)
        self.weights = list(accumulate(weights(faces)))
        self.covers = {face['path']: set(face['covers']) | {' '} for face in faces}

    def draw(self, max_width: int) -> Drawn:
        while True:
            found = self.attempt(max_width)
            if found:
                return found

    def attempt(self, max_width: int) -> Drawn | None:
        rng = self.rng
        text = self.lines.draw(rng, line_length(rng, max_width))
        face = next((f for f in rng.choices(self.faces, cum_weights=self.weights, k=4) if self.covers[f['path']].issuperset(text)), None)
        if face is None:
            return None
        neighbours = self.lines.draw(rng, 40)[:60] if rng.random() < .15 else ''
        if not self.covers[face['path']].issuperset(neighbours):
            neighbours = ''
        stretch = rng.uniform(.6, 1.06) if rng.random() < .75 else 1  # narrow faces are rare, close-set print is not
        kinds = chosen_kinds(rng, clean=rng.random() < self.clean)
        try:
            line = typeset(rng, text, face, neighbours, max_width / stretch)
        except OSError:  # a face that FreeType cannot draw at this size
            return None
        image = line and cut(rng, line, bent(kinds, self.noise, line.size))
        if not image:
            return None
        grey = degraded(kinds, self.noise, image, line.size) if kinds else plain(rng, image)
        width = int(round(grey.width * HEIGHT / grey.height * stretch))
        if not 6 <= width <= max_width or len(line.text) > width / COLUMN:
            return None
        return Drawn(255 - np.asarray(grey.resize((width, HEIGHT), Image.BILINEAR)), line.text, face['family'], kinds)


def line_length(rng: random.Random, max_width: int) -> int:
    """Characters to ask for: most lines fill the width (9 pixels a character in 10 pt Times), the rest are shorter."""
    full = max_width / 9
    kind = rng.random()
    if kind < .6:
        return int(full * rng.uniform(.7, 1.3))
    return int(rng.uniform(.1, .7) * full) if kind < .87 else rng.randint(1, 8)
