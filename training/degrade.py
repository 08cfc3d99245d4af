"""From ink coverage to a grey picture of print: fresh, or as scanners, photocopiers, faxes, screens and cameras leave it."""
import random

import numpy as np
from PIL import Image

from .degradations import GEOMETRY, KINDS, array, picture

# What tends to come together; a picture gets each of these with the chance given.
RECIPES = [
    {'thick': .3, 'thin': .2, 'faded': .2, 'slanted': .6, 'uneven': .3, 'through': .25, 'defocus': .5, 'noisy': .5, 'jpeg': .4},              # scan
    {'thick': .35, 'thin': .2, 'rough': .3, 'streaks': .15, 'dirty_lines': .2, 'slanted': .6, 'shadow': .2, 'specks': .4, 'bilevel': .6},    # photocopy
    {'thick': .3, 'jittered': .5, 'dirty_lines': .15, 'coarse': .2, 'blocky': .4, 'specks': .3, 'bilevel': .7, 'dithered': .2},              # fax
    {'tinted': .3, 'coarse': .7, 'blocky': .2, 'halo': .2, 'levels': .15, 'jpeg': .4, 'negative': .15},                                      # screen
    {'uneven': .6, 'shadow': .3, 'glare': .2, 'slanted': .6, 'wavy': .4, 'defocus': .5, 'motion': .3, 'noisy': .5, 'jpeg': .5},              # camera
    {'patchy': .4, 'broken': .3, 'rough': .4, 'double': .15, 'stains': .3, 'grain': .5, 'crease': .2, 'tinted': .4, 'wavy': .3, 'noisy': .3}]  # old print


# Kinds that nano reads worst come more often where kinds are drawn singly (training.errors).
HARD = {'patchy': 3, 'rough': 3, 'pattern': 3, 'halftone': 2, 'broken': 2, 'dithered': 2, 'streaks': 2}
WEIGHTS = [HARD.get(kind, 1) for kind in KINDS]


def plain(rng: random.Random, ink: Image.Image) -> Image.Image:
    """Dark on light, sometimes not quite black on not quite white, as a PDF renderer draws it."""
    paper, black = (255, 0) if rng.random() < .6 else (rng.randint(235, 255), rng.randint(0, 80))
    return ink.point([int(paper + (black - paper) * v / 255) for v in range(256)])


SEVERITIES = (0, 0, 0, 1, 1, 2)  # mild ones more often


def chosen_kinds(rng: random.Random, clean: bool) -> list[tuple[str, int]]:
    """(kind, severity) in the order in which they happen: a recipe's kinds, or one to three of any; of a clean line at most a slant."""
    if clean:
        chosen = {'slanted'} if rng.random() < .1 else set()
    elif rng.random() < .6:
        chosen = {kind for kind, chance in rng.choice(RECIPES).items() if rng.random() < chance}
    else:
        chosen = set(rng.choices(list(KINDS), WEIGHTS, k=rng.choice((1, 1, 2, 3))))
    return [(kind, rng.choice(SEVERITIES)) for kind in KINDS if kind in chosen]


def bent(kinds: list[tuple[str, int]], noise: np.random.Generator, size: float):
    """What the chosen geometry does to any coverage of a size: coverage -> coverage, the same for each."""
    bends, state = [(KINDS[kind], severity) for kind, severity in kinds if kind in GEOMETRY], noise.bit_generator.state

    def bend(ink: Image.Image) -> Image.Image:
        if not bends:
            return ink
        noise.bit_generator.state = state
        grey = 255 - array(ink)
        for kind, severity in bends:
            grey = kind(grey, severity, size, noise)
        return picture(255 - grey)
    return bend


def degraded_page(kinds: list[tuple[str, int]], noise: np.random.Generator, ink: Image.Image, size: float) -> Image.Image:
    """A page's coverage as a grey picture."""
    return degraded(kinds, noise, bent(kinds, noise, size)(ink), size)


def degraded(kinds: list[tuple[str, int]], noise: np.random.Generator, ink: Image.Image, size: float) -> Image.Image:
    """A crop's coverage as a grey picture after all chosen kinds but geometry, which happened before it was cut."""
    grey = 255 - array(ink)
    for kind, severity in kinds:
        if kind not in GEOMETRY:
            grey = KINDS[kind](grey, severity, size, noise)
    return picture(grey)


def degraded_by(kind: str, severity: int, noise: np.random.Generator, ink: Image.Image, size: float) -> Image.Image:
    """One kind at one severity (0-2), for measuring."""
    return picture(KINDS[kind](255 - array(ink), severity, size, noise))
