"""Whole pages in held-out faces, clean and degraded, for measuring OCR and nano together.

usage: python -m training.render_pages FOLDER [--pages 60] [--seed 4711] [--lines 22] [--text README.md docs/*.md]
Writes page-NNN.png (200 dpi, grey) and page-NNN.txt, and pages.json: [{"id", "image", "text", "clean"}], every third
page clean. The text is held-out English, or that of the Markdown files given. `npm run bench -- trust --pages FOLDER`
makes nano's trust from such pages, `npm run bench -- nano --pages FOLDER` measures it on others.
"""
import argparse
import json
import random
import re
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from .alphabet import normalize
from .degrade import chosen_kinds, degraded_page, plain
from .fonts import load, weights
from .lines import Lines
from .render import font

WIDTH, MARGIN = 1240, 110  # pixels: 6.2 inches at 200 dpi


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
    lines = Lines('heldout', english=True)
    return lambda rng, length: (lines.prose if rng.random() < .85 else lines.mixed)(rng, length)


def page(rng: random.Random, noise: np.random.Generator, draw_text, faces: list, chances: list, clean: bool, count: int):
    """(grey image, its lines): one face, one size, left-aligned."""
    face = rng.choices(faces, chances)[0]
    covers = set(face['covers']) | {' '}
    size = rng.randint(22, 34)
    drawn = font(face['path'], size, False)
    leading, texts = int(size * rng.uniform(1.3, 1.6)), []
    image = Image.new('L', (WIDTH, min(WIDTH, 2 * MARGIN + count * leading)))
    draw = ImageDraw.Draw(image)
    while len(texts) < min(count, (image.height - 2 * MARGIN) // leading):
        words = ''.join(c for c in draw_text(rng, 90) if c in covers).split()
        while words and drawn.getlength(' '.join(words)) > WIDTH - 2 * MARGIN:
            words.pop()
        if len(words) < 3:
            continue
        draw.text((MARGIN, MARGIN + leading * len(texts)), ' '.join(words), font=drawn, fill=255)
        texts.append(' '.join(words))
    return (plain(rng, image) if clean else degraded_page(chosen_kinds(rng, clean=False), noise, image, size)), texts


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('folder', type=Path)
    parser.add_argument('--pages', type=int, default=60)
    parser.add_argument('--seed', type=int, default=4711)
    parser.add_argument('--lines', type=int, default=22, help='most lines a page')
    parser.add_argument('--text', type=Path, nargs='+', help='Markdown files instead of the held-out text')
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    rng, noise, faces = random.Random(args.seed), np.random.default_rng(args.seed), load(True)
    draw_text = markdown_text(args.text) if args.text else held_out_text()
    chances, index = weights(faces), []
    for number in range(args.pages):
        clean, name = number % 3 == 0, f'page-{number:03}'
        image, texts = page(rng, noise, draw_text, faces, chances, clean, args.lines)
        image.save(args.folder / f'{name}.png', dpi=(200, 200), optimize=True)
        (args.folder / f'{name}.txt').write_text('\n'.join(texts) + '\n', encoding='utf-8')
        index.append({'id': name, 'image': f'{name}.png', 'text': f'{name}.txt', 'clean': clean})
    (args.folder / 'pages.json').write_text(json.dumps(index, indent=1))


if __name__ == '__main__':
    main()
