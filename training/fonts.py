"""The faces that lines are drawn with: found once, with the characters each covers, and split by family.

usage: python -m training.fonts               (packages.txt lists what has to be installed)
"""
import json
import re
from pathlib import Path

from fontTools.ttLib import TTFont

from .alphabet import ALPHABET, LIGATURES
from .paths import FACES

FOLDERS = ['/usr/share/fonts', '/usr/share/texmf/fonts']
# Small capitals would need labels in capitals; symbol and mathematics faces have no text.
UNWANTED = re.compile(r'math|symbol|dingbat|emoji|caps|csc|smallcap|extension|fraktur|swash|redacted|keyboard|^cm[a-z]+10|esint10|^msam|^msbm|stmary|^api |^ipa |alfa-beta|ellhnikh|elegante|jara|penguin|abogado|phon[eé]ti|music|balker|domestic.?manners|flatline|junkyard|mark.?my.?words|wasn.?t.?me|winks|progenisis|swift', re.I)
# Never seen in training: serif, sans, mono, geometric, old style, display; the evaluation draws with these.
# Near twins are held out together (P052 and TeX Gyre Pagella are both Palatino).
HELD_OUT = {'Cantarell', 'Courier Prime', 'Courier Prime Code', 'TeX Gyre Pagella', 'P052', 'Caladea', 'Open Sans', 'Open Sans Condensed',
            'Old Standard TT', 'Vollkorn', 'Linux Libertine O', 'Linux Libertine Display O', 'League Mono', 'DejaVu Serif'}
# What documents are mostly set in is drawn more often.
COMMON = re.compile(r'^(LM |Latin Modern|CMU|TeX Gyre (Termes|Heros|Cursor|Schola|Bonum)|Liberation|Nimbus|DejaVu|Carlito|STIX|Noto (Sans|Serif)$|Roboto$|Lato|C059|URW)')
STYLED = re.compile(r'bold|ital|obli|slant|black|heavy|thin|light|cond|[-_](b|i|bi|z|bd)\.', re.I)
DISPLAY = re.compile(r'Lobster|Comfortaa|Comic|Dyslexic|Averia|Jura|Yanone|Oldania|Irianis', re.I)


def family_of(font: TTFont) -> str:
    names = font['name']
    return names.getDebugName(16) or names.getDebugName(1) or 'unnamed'


def group_of(family: str) -> str:
    """Faces that share their Latin letters: the many Noto Sans scripts count as one family."""
    for prefix in ('Noto Sans Mono', 'Noto Sans', 'Noto Serif Display', 'Noto Serif', 'LM Roman', 'LM Sans', 'LM Mono', 'Lato', 'Inter', 'Roboto'):
        if family.startswith(prefix):
            return prefix
    return family


def scan() -> list[dict]:
    wanted, faces = set(ALPHABET) | set(LIGATURES), []
    for path in sorted(p for folder in FOLDERS for p in Path(folder).rglob('*.[ot]tf')):
        try:
            font = TTFont(path, lazy=True)
            covered = {chr(c) for c in font.getBestCmap() or {}} & wanted
            family = family_of(font)
        except Exception as problem:  # a damaged or bitmap-only face is no loss
            print('skipped', path, problem)
            continue
        if UNWANTED.search(path.name) or UNWANTED.search(family) or not set(ALPHABET[:95]) <= covered:
            continue
        group = group_of(family)
        faces.append({'path': str(path), 'family': group, 'held_out': group in HELD_OUT, 'covers': ''.join(sorted(covered))})
    return faces


def weights(faces: list[dict]) -> list[float]:
    """Families count about equally, common ones three times, large families a little more; upright text weights twice."""
    sizes = {}
    for face in faces:
        sizes[face['family']] = sizes.get(face['family'], 0) + 1
    boost = lambda family: 3 if COMMON.search(family) else .3 if DISPLAY.search(family) else 1
    return [boost(face['family']) * sizes[face['family']] ** -.6 * (1 if STYLED.search(face['path'].rsplit('/')[-1]) else 2) for face in faces]


def load(held_out: bool) -> list[dict]:
    return [face for face in json.loads(FACES.read_text()) if face['held_out'] == held_out]


def main():
    faces = scan()
    FACES.parent.mkdir(parents=True, exist_ok=True)
    FACES.write_text(json.dumps(faces))
    for held_out in (False, True):
        part = [f for f in faces if f['held_out'] == held_out]
        print('held out' if held_out else 'training', len(part), 'faces,', len({f['family'] for f in part}), 'families')
    print(sorted({f['family'] for f in faces}), '\nheld-out names not found:', HELD_OUT - {f['family'] for f in faces})


if __name__ == '__main__':
    main()
