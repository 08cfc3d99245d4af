"""The faces that lines are drawn with, as build_fonts found them, and how often each is drawn."""
import json
import re

from .paths import FACES, WORK

# What documents are mostly set in is drawn more often.
COMMON = re.compile(r'^(LM |Latin Modern|CMU|TeX Gyre (Termes|Heros|Cursor|Schola|Bonum)|Liberation|Nimbus|DejaVu|Carlito|STIX|Noto (Sans|Serif)$|Roboto$|Lato|C059|URW)')
STYLED = re.compile(r'bold|ital|obli|slant|black|heavy|thin|light|cond|[-_](b|i|bi|z|bd)\.', re.I)
BLACKLETTER = re.compile(r'unifraktur|yfrak|ygoth|yswab|blankenburg|qtfraktur|grenze ?gotisch', re.I)
DISPLAY = re.compile(r'Lobster|Comfortaa|Comic|Dyslexic|Averia|Jura|Yanone|Oldania|Irianis', re.I)


def weights(faces: list[dict]) -> list[float]:
    """Families count about equally, common ones three times, large families a little more; upright text weights twice.
    Blackletter counts three times as well: its few families are some 6% of the lines."""
    sizes = {}
    for face in faces:
        sizes[face['family']] = sizes.get(face['family'], 0) + 1
    boost = lambda family: 3 if COMMON.search(family) or BLACKLETTER.search(family) else .3 if DISPLAY.search(family) else 1
    return [boost(face['family']) * sizes[face['family']] ** -.6 * (1 if STYLED.search(face['path'].rsplit('/')[-1]) else 2) for face in faces]


def load(held_out: bool) -> list[dict]:
    return [{**face, 'path': str(WORK / face['file'])} for face in json.loads(FACES.read_text()) if face['held_out'] == held_out]
