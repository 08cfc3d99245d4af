"""From ink coverage to a grey picture of print: fresh, or as scanners, photocopiers, faxes, screens and cameras leave it."""
import random

import numpy as np
from PIL import Image

from .degradations import KINDS, array, picture

# What tends to come together; a picture gets each of these with the chance given.
RECIPES = [
    {'thick': .3, 'thin': .2, 'faded': .2, 'slanted': .6, 'uneven': .3, 'through': .25, 'defocus': .5, 'noisy': .5, 'jpeg': .4},              # scan
    {'thick': .35, 'thin': .2, 'rough': .3, 'streaks': .15, 'dirty_lines': .2, 'slanted': .6, 'shadow': .2, 'specks': .4, 'bilevel': .6},    # photocopy
    {'thick': .3, 'jittered': .5, 'dirty_lines': .15, 'coarse': .2, 'blocky': .4, 'specks': .3, 'bilevel': .7, 'dithered': .2},              # fax
    {'tinted': .3, 'coarse': .7, 'blocky': .2, 'halo': .2, 'levels': .15, 'jpeg': .4, 'negative': .15},                                      # screen
    {'uneven': .6, 'shadow': .3, 'glare': .2, 'slanted': .6, 'wavy': .4, 'defocus': .5, 'motion': .3, 'noisy': .5, 'jpeg': .5},              # camera
    {'patchy': .4, 'broken': .3, 'rough': .4, 'double': .15, 'stains': .3, 'grain': .5, 'crease': .2, 'tinted': .4, 'wavy': .3, 'noisy': .3}]  # old print


def plain(rng: random.Random, ink: Image.Image) -> Image.Image:
    """Dark on light, sometimes not quite black on not quite white, as a PDF renderer draws it."""
    paper, black = (255, 0) if rng.random() < .6 else (rng.randint(235, 255), rng.randint(0, 80))
    return ink.point([int(paper + (black - paper) * v / 255) for v in range(256)])


def degraded(rng: random.Random, noise: np.random.Generator, ink: Image.Image, size: float) -> Image.Image:
    """A recipe's kinds, or one to three of any; each at a severity of its own, mild ones more often."""
    if rng.random() < .6:
        chosen = {kind for kind, chance in rng.choice(RECIPES).items() if rng.random() < chance}
    else:
        chosen = set(rng.sample(sorted(KINDS), rng.choice((1, 1, 2, 3))))
    grey = 255 - array(ink)
    for kind in (kind for kind in KINDS if kind in chosen):
        grey = KINDS[kind](grey, rng.choice((0, 0, 0, 1, 1, 2)), size, noise)
    return picture(grey)


def degraded_by(kind: str, severity: int, noise: np.random.Generator, ink: Image.Image, size: float) -> Image.Image:
    """One kind at one severity (0-2), for measuring."""
    return picture(KINDS[kind](255 - array(ink), severity, size, noise))
