"""Whole pages of held-out text in held-out faces, clean and degraded, for measuring OCR and nano together.

usage: python -m training.render_pages FOLDER [--pages 60]
Writes page-NNN.png (200 dpi, grey) and page-NNN.txt, and pages.json: [{"id", "image", "text", "clean"}].
The figures behind nano's trust limits come from such pages (npm run bench -- trust --data FOLDER).
"""
import argparse
import json
import random
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from .degrade import degraded, plain
from .fonts import load, weights
from .lines import Lines
from .render import font

WIDTH, HEIGHT, MARGIN = 1240, 1240, 110  # pixels: a 6.2 inch square at 200 dpi
LINES = 22


def page(rng: random.Random, noise: np.random.Generator, lines: Lines, faces: list, chances: list, clean: bool):
    """(grey image, its lines): one face, one size, left-aligned prose with a figure here and there."""
    face = rng.choices(faces, chances)[0]
    covers = set(face['covers']) | {' '}
    size = rng.randint(22, 34)
    drawn = font(face['path'], size, False)
    leading, texts = int(size * rng.uniform(1.3, 1.6)), []
    image = Image.new('L', (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(image)
    while len(texts) < min(LINES, (HEIGHT - 2 * MARGIN) // leading):
        text = ' '.join((lines.prose if rng.random() < .85 else lines.mixed)(rng, 90).split())
        words = ''.join(c for c in text if c in covers).split()
        while words and drawn.getlength(' '.join(words)) > WIDTH - 2 * MARGIN:
            words.pop()
        if len(words) < 3:
            continue
        draw.text((MARGIN, MARGIN + leading * len(texts)), ' '.join(words), font=drawn, fill=255)
        texts.append(' '.join(words))
    return (plain(rng, image) if clean else degraded(rng, noise, image)), texts


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('folder', type=Path)
    parser.add_argument('--pages', type=int, default=60)
    parser.add_argument('--seed', type=int, default=4711)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    rng, noise, lines, faces = random.Random(args.seed), np.random.default_rng(args.seed), Lines('heldout'), load(True)
    chances, index = weights(faces), []
    for number in range(args.pages):
        clean, name = number % 3 == 0, f'page-{number:03}'
        image, texts = page(rng, noise, lines, faces, chances, clean)
        image.save(args.folder / f'{name}.png', dpi=(200, 200))
        (args.folder / f'{name}.txt').write_text('\n'.join(texts) + '\n', encoding='utf-8')
        index.append({'id': name, 'image': f'{name}.png', 'text': f'{name}.txt', 'clean': clean})
    (args.folder / 'pages.json').write_text(json.dumps(index, indent=1))


if __name__ == '__main__':
    main()
