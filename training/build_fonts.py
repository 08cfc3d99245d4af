"""The faces that lines are drawn with: found once, cut down to what nano reads, and split by family.

usage: python -m training.build_fonts         (packages.txt lists what has to be installed)
"""
import json
import logging
import re
import shutil
import string
from pathlib import Path

import numpy as np
from fontTools import subset
from fontTools.ttLib import TTFont
from PIL import Image, ImageDraw, ImageFont

from .alphabet import ALPHABET, DRAWN
from .fonts import BLACKLETTER
from .paths import FACES, FONTS, WORK

FOLDERS = ['/usr/share/fonts', '/usr/share/texmf/fonts', WORK / 'more-fonts']
# Small capitals would need labels in capitals; symbol and mathematics faces have no text.
UNWANTED = re.compile(r'math|symbol|dingbat|emoji|caps|csc|smallcap|extension|fraktur|swash|redacted|keyboard|^cm[a-z]+10|esint10|^msam|^msbm|stmary|^api |^ipa |alfa-beta|ellhnikh|elegante|jara|penguin|abogado|phon[eé]ti|music|balker|domestic.?manners|flatline|junkyard|mark.?my.?words|wasn.?t.?me|winks|progenisis|swift|allsc|sc\d\d|initials|d050000l|wargames|abecedario|solothurn|solide.?mirage', re.I)
# Never seen in training: serif, sans, mono, geometric, old style, display; the evaluation draws with these.
# Near twins are held out together (P052 and TeX Gyre Pagella are both Palatino).
HELD_OUT = {'Cantarell', 'Courier Prime', 'Courier Prime Code', 'TeX Gyre Pagella', 'P052', 'Caladea', 'Open Sans', 'Open Sans Condensed',
            'Old Standard TT', 'Vollkorn', 'Linux Libertine O', 'Linux Libertine Display O', 'League Mono', 'DejaVu Serif'}


def family_of(font: TTFont) -> str:
    names = font['name']
    return names.getDebugName(16) or names.getDebugName(1) or 'unnamed'


def group_of(family: str) -> str:
    """Faces that share their Latin letters: the many Noto Sans scripts count as one family."""
    for prefix in ('Noto Sans Mono', 'Noto Sans', 'Noto Serif Display', 'Noto Serif', 'LM Roman', 'LM Sans', 'LM Mono', 'Lato', 'Inter', 'Roboto'):
        if family.startswith(prefix):
            return prefix
    return family


# A face without these is no face for text; what else it lacks is left out of its lines.
NEEDED = set(string.ascii_letters + string.digits + '.,;:-()?!\'"')


def scan() -> list[dict]:
    wanted, faces = set(ALPHABET) | set(DRAWN), []
    for path in sorted(p for folder in FOLDERS for p in Path(folder).rglob('*.[ot]tf')):
        try:
            font = TTFont(path, lazy=True)
            covered = {chr(c) for c in font.getBestCmap() or {}} & wanted
            family = family_of(font)
        except Exception as problem:  # a damaged or bitmap-only face is no loss
            print('skipped', path, problem)
            continue
        unwanted = not BLACKLETTER.search(family) and (UNWANTED.search(path.name) or UNWANTED.search(family))
        if unwanted or not NEEDED <= covered:
            continue
        group = group_of(family)
        faces.append({'path': path, 'family': group, 'held_out': group in HELD_OUT, 'covers': ''.join(sorted(covered))})
    return faces


def shape(face: ImageFont.FreeTypeFont, character: str) -> np.ndarray | None:
    """The character's ink in a box of 24 x 24, 0-1; None if it has none."""
    image = Image.new('L', (150, 150))
    ImageDraw.Draw(image).text((40, 100), character, font=face, fill=255, anchor='ls')
    box = image.getbbox()
    return box and np.asarray(image.crop(box).resize((24, 24), Image.BOX), np.float32) / 255


def with_ink(file: Path, covers: str) -> str | None:
    """The characters that the face really draws; None if it lacks needed ones or writes small letters as capitals."""
    face = ImageFont.truetype(file, 48, layout_engine=ImageFont.Layout.BASIC)
    inked = ''.join(c for c in covers if c == ' ' or shape(face, c) is not None)
    if not NEEDED <= set(inked):
        return None
    alike = [np.abs(shape(face, c) - shape(face, c.upper())).mean() for c in 'aegrtbdhn']
    return None if np.median(alike) < CAPITALS else inked


CAPITALS = .15  # mean difference of small letters' shapes from capitals': small capitals have .06-.14, hairlines .15, other faces more


def write_subset(face: dict, number: int) -> dict | None:
    """The face with its path replaced by that of a copy with nano's characters only, a sixth of the size; None if it cannot be cut down."""
    file = FONTS / f'{number:04}-{face["path"].name}'
    options = subset.Options(hinting=True, glyph_names=False, legacy_kern=True, name_IDs=[], layout_features=['kern', 'liga', 'rlig', 'ccmp', 'mark', 'mkmk'])
    options.drop_tables += ['FFTM', 'MATH', 'STAT', 'BASE', 'JSTF', 'meta', 'Gloc', 'Silf', 'Sill', 'Feat', 'Glat']
    try:
        font = TTFont(face['path'], lazy=True)
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=face['covers'] + ' ')
        subsetter.subset(font)
        font.save(file)
        covers = with_ink(file, face['covers'])
    except Exception as problem:
        print('skipped', face['path'], repr(problem))
        covers = None
    if covers is None:
        file.unlink(missing_ok=True)
        return None
    return {'file': str(file.relative_to(WORK)), 'family': face['family'], 'held_out': face['held_out'], 'covers': covers}


def main():
    logging.disable(logging.WARNING)  # fontTools tells of every table that it drops
    shutil.rmtree(FONTS, ignore_errors=True)
    FONTS.mkdir(parents=True)
    faces = [face for number, found in enumerate(scan()) if (face := write_subset(found, number))]
    FACES.write_text(json.dumps(faces))
    for held_out in (False, True):
        part = [f for f in faces if f['held_out'] == held_out]
        print('held out' if held_out else 'training', len(part), 'faces,', len({f['family'] for f in part}), 'families')
    print(sorted({f['family'] for f in faces}), '\nheld-out names not found:', HELD_OUT - {f['family'] for f in faces})


if __name__ == '__main__':
    main()
