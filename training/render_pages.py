"""Pages in held-out faces and held-out text, clean and degraded, for measuring what reads them.

usage: python -m training.render_pages FOLDER [--pages 60] [--seed 4711] [--lines 25]
Writes page-NNN.png (200 dpi, grey) and page-NNN.txt, and pages.json: [{"id", "image", "text", "clean", "kinds", "size",
"columns", "face"}]. Every third page is clean; of the others two in three show one kind of degradation at one severity, all kinds
and severities in turn, the third a recipe of several. More pages of a seed begin with the same pages. The text is of sources
whose licence lets the pages be passed on. `npm run bench -- nano --pages FOLDER` measures on such pages,
`npm run bench -- trust --pages FOLDER` makes nano's trust from others.
"""
import argparse
import json
import random
import re
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from .alphabet import normalize
from .degradations import KINDS
from .degrade import chosen_kinds, degraded_by, degraded_page, plain
from .fonts import load, weights
from .lines import Lines
from .render import font

MARGIN, GUTTER = 90, 60   # pixels at 200 dpi, between columns 0.3 inches
WIDTHS = (1000, 1500)     # of a page
SIZES = (18, 44)          # of the type: 6.5 to 16 pt
NARROWEST = 'n' * 28      # column
FREE = ('postgresql', 'wordnet')  # their licences ask for a notice only: bench/fixtures/rendered-pages/README.md


def markdown_text(files: list[Path]):
    """Lines out of the prose of Markdown files: (rng, length) -> text."""
    prose = ' '.join(re.sub(r'```.*?```|^\|[^\n]*$|[`*#>\[\]]|\(http\S*\)', '', file.read_text(encoding='utf-8'), flags=re.S | re.M) for file in files)
    words = normalize(prose).split()

    def draw(rng: random.Random, length: int) -> str:
        at, text = rng.randrange(len(words) - 40), ''
        while len(text) < length:
            text += ' ' + words[at % len(words)]
            at += 1
        return text
    return draw


def held_out_text():
    lines = Lines('heldout', english=True, names=FREE)
    return lambda rng, length: (lines.prose if rng.random() < .85 else lines.mixed)(rng, length)


def fitting(rng: random.Random, draw_text, drawn, covers: set, width: float) -> str:
    """One line that fills the width nearly, or a shorter one at a paragraph's end."""
    while True:
        words = ''.join(c for c in draw_text(rng, 100) if c in covers).split()
        limit = width * (rng.uniform(.3, 1) if rng.random() < .15 else 1)
        while words and drawn.getlength(' '.join(words)) > limit:
            words.pop()
        if len(words) >= 2:
            return ' '.join(words)


def page(rng: random.Random, draw_text, face: dict, most: int):
    """(ink coverage, its lines in reading order, type size, columns): one face, one size, left-aligned, in one column or two."""
    covers, size, columns = set(face['covers']) | {' '}, round(rng.triangular(*SIZES, 27)), rng.choice((1, 1, 1, 2))
    width, leading, count = rng.randint(*WIDTHS), int(size * rng.uniform(1.25, 1.6)), rng.randint(12, most)
    measure, drawn = (width - 2 * MARGIN - (columns - 1) * GUTTER) / columns, font(face['path'], size, False)
    if measure < drawn.getlength(NARROWEST):
        columns, measure = 1, width - 2 * MARGIN
    rows = -(-count // columns)
    image, texts = Image.new('L', (width, 2 * MARGIN + rows * leading)), []
    draw = ImageDraw.Draw(image)
    for column in range(columns):
        for row in range(rows):
            texts.append(fitting(rng, draw_text, drawn, covers, measure))
            draw.text((MARGIN + column * (measure + GUTTER), MARGIN + row * leading), texts[-1], font=drawn, fill=255)
    return image, texts, size, columns


def cells(rng: random.Random):
    """Every kind at every severity, over and over, each time in another order."""
    while True:
        every = [(kind, severity) for kind in KINDS for severity in range(3)]
        rng.shuffle(every)
        yield from every


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('folder', type=Path)
    parser.add_argument('--pages', type=int, default=60)
    parser.add_argument('--seed', type=int, default=4711)
    parser.add_argument('--lines', type=int, default=25, help='most lines a page')
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    rng, noise, faces = random.Random(args.seed), np.random.default_rng(args.seed), load(True)
    draw_text, one_kind = held_out_text(), cells(random.Random(args.seed))
    chances, index = weights(faces), []
    for number in range(args.pages):
        face, name, kinds = rng.choices(faces, chances)[0], f'page-{number:03}', []
        ink, texts, size, columns = page(rng, draw_text, face, args.lines)
        if number % 3 == 0:
            image = plain(rng, ink)
        elif number % 9 < 6:
            kind, severity = next(one_kind)
            kinds, image = [f'{kind}-{severity + 1}'], degraded_by(kind, severity, noise, ink, size)
        else:
            kinds, image = ['recipe'], degraded_page(chosen_kinds(rng, clean=False), noise, ink, size)
        image.save(args.folder / f'{name}.png', dpi=(200, 200), optimize=True)
        (args.folder / f'{name}.txt').write_text('\n'.join(texts) + '\n', encoding='utf-8')
        index.append({'id': name, 'image': f'{name}.png', 'text': f'{name}.txt', 'clean': number % 3 == 0,
                      'kinds': kinds, 'size': size, 'columns': columns, 'face': Path(face['path']).stem})
    (args.folder / 'pages.json').write_text(json.dumps(index, indent=1))


if __name__ == '__main__':
    main()
