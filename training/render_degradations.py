"""The same lines under every kind of degradation at every severity, for `npm run bench -- degradations`.

usage: python -m training.render_degradations FOLDER --text README.md docs/*.md [--lines 16] [--seed 31]
Writes KIND-SEVERITY.png, the crops below one another, and lines.json: [{"kind", "severity", "image", "lines":
[{"y", "width", "height", "text"}]}]; kind "none" has severity 0 only. Faces are held-out ones, every line another.
"""
import argparse
import json
import random
from pathlib import Path

import numpy as np
from PIL import Image

from .degradations import KINDS
from .degrade import degraded_by
from .fonts import load, weights
from .render import cut, typeset
from .render_pages import markdown_text

SIZES, WIDTH = (20, 32), 320  # type size in pixels: 7 to 12 pt at 200 dpi; width of a crop at the height of 32


def draw_lines(rng: random.Random, count: int, draw_text):
    """[(coverage, text, size)]: lines cut as training cuts them."""
    faces, lines = load(True), []
    chances = weights(faces)
    while len(lines) < count:
        face, text = rng.choices(faces, chances)[0], draw_text(rng, 50)
        text = ' '.join(''.join(c for c in text if c in face['covers'] or c == ' ').split())
        line = typeset(rng, text, face, '', WIDTH)
        if line and len(line.text) >= 22 and SIZES[0] <= line.size <= SIZES[1]:
            lines.append((cut(rng, line, lambda ink: ink), line.text, line.size))
    return lines


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('folder', type=Path)
    parser.add_argument('--text', type=Path, nargs='+', required=True)
    parser.add_argument('--lines', type=int, default=16)
    parser.add_argument('--seed', type=int, default=31)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    lines = draw_lines(random.Random(args.seed), args.lines, markdown_text(args.text))
    index = []
    for kind, severity in [('none', 0)] + [(kind, severity) for kind in KINDS for severity in range(3)]:
        noise, name, y, rows = np.random.default_rng(args.seed), f'{kind}-{severity + 1}.png', 0, []
        sheet = Image.new('L', (max(ink.width for ink, _, _ in lines), sum(ink.height for ink, _, _ in lines)), 255)
        for ink, text, size in lines:
            crop = Image.eval(ink, lambda v: 255 - v) if kind == 'none' else degraded_by(kind, severity, noise, ink, size)
            sheet.paste(crop, (0, y))
            rows.append({'y': y, 'width': crop.width, 'height': crop.height, 'text': text})
            y += crop.height
        sheet.save(args.folder / name, optimize=True)
        index.append({'kind': kind, 'severity': severity + 1, 'image': name, 'lines': rows})
    (args.folder / 'lines.json').write_text(json.dumps(index))


if __name__ == '__main__':
    main()
