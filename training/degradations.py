"""What happens to print on its way to a picture file: each kind alone, at three severities.

A kind takes (grey, severity, size, noise) and returns a grey picture of the same shape: grey is float32 [h, w] with
paper near 255 and ink near 0, severity 0-2, size the type size in pixels, noise a generator. Kinds are listed in the
order in which they happen: print, paper, geometry, optics, sensor, file. Severity 2 is what people just read.
"""
import io

import numpy as np
from PIL import Image, ImageFilter


def picture(grey: np.ndarray) -> Image.Image:
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def array(image: Image.Image) -> np.ndarray:
    return np.asarray(image, np.float32)


def blurred(grey, radius):
    return array(picture(grey).filter(ImageFilter.GaussianBlur(radius)))


def clouds(noise, shape, grain: float):
    """Smooth noise of mean 0 and deviation near 1 [h, w]; grain: pixels from one hill to the next."""
    small = noise.standard_normal((max(2, int(shape[0] / grain) + 2), max(2, int(shape[1] / grain) + 2)), dtype=np.float32)
    return np.asarray(Image.fromarray(small).resize((shape[1], shape[0]), Image.BICUBIC)) * 1.4


def sampled(grey, dx, dy):
    """The picture with every pixel taken from (x + dx, y + dy), to the nearest pixel; outside is paper."""
    h, w = grey.shape
    x = np.clip(np.rint(np.arange(w, dtype=np.float32)[None] + dx), 0, w - 1).astype(np.intp)
    y = np.clip(np.rint(np.arange(h, dtype=np.float32)[:, None] + dy), 0, h - 1).astype(np.intp)
    return grey[np.broadcast_to(y, grey.shape), np.broadcast_to(x, grey.shape)]


def thick(grey, s, size, noise):
    fat = array(picture(grey).filter(ImageFilter.MinFilter(3)))
    share = min(1, (.35, .65, 1)[s] * size / 30)
    return grey + (fat - grey) * share


def thin(grey, s, size, noise):
    lean = array(picture(grey).filter(ImageFilter.MaxFilter(3)))
    share = min(.95, (.25, .4, .6)[s] * size / 30)
    return grey + (lean - grey) * share


def faded(grey, s, size, noise):
    return 255 - (255 - grey) * (.6, .4, .25)[s]


def patchy(grey, s, size, noise):
    """Ink that did not take everywhere."""
    lack = np.clip(clouds(noise, grey.shape, size * .8) * (.35, .5, .65)[s] + (.1, .2, .3)[s], 0, .85)
    return grey + (255 - grey) * lack


def broken(grey, s, size, noise):
    """Strokes with small gaps."""
    gaps = clouds(noise, grey.shape, max(1.5, size / 12)) > (1.9, 1.5, 1.15)[s]
    return np.where(gaps, 255, grey)


def rough(grey, s, size, noise):
    """Ink that ran into the paper: ragged edges."""
    soft = blurred(grey, size * (.02, .035, .045)[s])
    edge = 128 + clouds(noise, grey.shape, max(1.2, size / 14)) * (20, 30, 38)[s]
    return np.clip((soft - edge) * 6 + 128, 0, 255)


def double(grey, s, size, noise):
    """Printed twice, the second time beside the first: carbon copies, worn printers."""
    shift = max(1, round(size * noise.uniform(.04, .09)))
    ghost = np.roll(grey, (int(noise.integers(-1, 2)), shift), (0, 1))
    return np.minimum(grey, 255 - (255 - ghost) * (.25, .4, .55)[s])


def streaks(grey, s, size, noise):
    """White streaks of a dry drum or a worn ribbon."""
    h, w = grey.shape
    across = noise.random() < .5
    lack = (noise.random((h, 1) if across else (1, w), dtype=np.float32) < (.04, .08, .13)[s]) * (.55, .7, .85)[s]
    return grey + (255 - grey) * lack.astype(np.float32)


def dirty_lines(grey, s, size, noise):
    """Dark lines of a dirty copier glass, along the paper's way: a few, on a crop as on a page."""
    h, w = grey.shape
    grey, across = grey.copy(), noise.random() < .3
    for at in noise.random(1 + int(noise.integers(0, 2 + 2 * s))):
        strip = grey[int(at * h)] if across else grey[:, int(at * w)]
        strip *= 1 - (.35, .5, .75)[s]
    return grey


def ruled(grey, s, size, noise):
    """Table rules, underlines and cell borders that a loose crop takes along; on a page, a grid of them."""
    h, w = grey.shape
    grey, dark, t = grey.copy(), (150, 90, 20)[s], 1 + (size > 24) + (s == 2)
    if h > 6 * size:
        for y in range(int(size), h, int(size * noise.uniform(2.5, 4))):
            grey[y:y + t] = np.minimum(grey[y:y + t], dark)
        return grey
    where = noise.random()
    if where < .75:
        y = int(h * noise.uniform(.93, .99) if where < .5 else h * noise.uniform(0, .05))
        grey[min(y, h - t):min(y, h - t) + t] = dark
    if where > .6:
        x = int(noise.uniform(0, 3)) if noise.random() < .5 else w - int(noise.uniform(2, 5))
        grey[:, max(0, x):x + t] = dark
    return grey


def through(grey, s, size, noise):
    """The back of the sheet shows."""
    back = np.roll(grey[:, ::-1], (int(noise.uniform(-.4, .4) * size), int(noise.uniform(0, 9) * size)), (0, 1))
    return np.minimum(grey, 255 - (255 - blurred(back, size * .05)) * (.12, .22, .34)[s])


def tinted(grey, s, size, noise):
    """Dark or coloured paper."""
    return grey * (.8, .66, .52)[s] + (0, 8, 12)[s]


def pattern(grey, s, size, noise):
    """Screened or hatched background, as on forms and cheques."""
    h, w = grey.shape
    x, y = np.arange(w, dtype=np.float32)[None], np.arange(h, dtype=np.float32)[:, None]
    turn, pitch = noise.uniform(0, 3.14), size * noise.uniform(.15, .5)
    wave = np.sin((x * np.cos(turn) + y * np.sin(turn)) * (6.28 / pitch)) > .3
    return np.minimum(grey, np.where(wave, (215, 185, 150)[s], 255))


def grain(grey, s, size, noise):
    """Coarse paper."""
    return grey + clouds(noise, grey.shape, max(1.5, size * .12)) * (7, 14, 22)[s]


def stains(grey, s, size, noise):
    spots = np.clip(clouds(noise, grey.shape, size * 2.5) - .6, 0, 1)
    return grey - spots * (60, 90, 125)[s] * (grey / 255)


def crease(grey, s, size, noise):
    """Folds: bright or dark lines where ink came off."""
    h, w = grey.shape
    grey = grey.copy()
    for _ in range(1 + s + int(w > 30 * size) * 2):
        x, slope = noise.uniform(0, w), noise.uniform(-.3, .3)
        width, bright = max(1, int(size * (.05, .08, .12)[s])), noise.random() < .6
        columns = np.clip((x + slope * np.arange(h)).astype(int), 0, w - width)
        for k in range(width):
            grey[np.arange(h), columns + k] = 255 - noise.random(h, dtype=np.float32) * 40 if bright else 110
    return grey


def uneven(grey, s, size, noise):
    """Light falling off along and across."""
    x, y = np.linspace(-1, 1, grey.shape[1], dtype=np.float32)[None], np.linspace(-1, 1, grey.shape[0], dtype=np.float32)[:, None]
    a, b, c = noise.uniform(-1, 1, 3)
    light = a * x + b * y * .6 + c * np.sin(x * noise.uniform(1, 5) + noise.uniform(0, 6))
    return grey + light.astype(np.float32) * (18, 36, 55)[s]


def shadow(grey, s, size, noise):
    """A dark edge: the book's fold or the lid's rim."""
    x = np.linspace(0, 1, grey.shape[1], dtype=np.float32)
    dark = np.exp(-(x if noise.random() < .5 else 1 - x) / noise.uniform(.08, .3)) * (.35, .55, .7)[s]
    return grey * (1 - dark)[None]


def glare(grey, s, size, noise):
    """A lamp's reflection washes the ink out."""
    h, w = grey.shape
    x, y = noise.uniform(0, w), noise.uniform(0, h)
    reach = max(w * .25, 2 * size)
    spot = np.exp(-(((np.arange(w) - x) / reach) ** 2)[None] - (((np.arange(h) - y) / max(reach * .5, h * .4)) ** 2)[:, None])
    return grey + (255 - grey) * spot.astype(np.float32) * (.5, .68, .82)[s]


def slanted(grey, s, size, noise):
    """Slight rotation about the middle and slight shear."""
    h, w = grey.shape
    turn = noise.uniform(-1, 1) * ((.006, .013, .02)[s] if h < 6 * size else (.002, .004, .008)[s])
    shear = noise.uniform(-1, 1) * (.06, .12, .2)[s] * (h < 6 * size)
    return array(picture(grey).transform((w, h), Image.AFFINE, (1, shear - turn, -(shear - turn) * h / 2, turn, 1, -turn * w / 2), Image.BILINEAR, fillcolor=255))


def wavy(grey, s, size, noise):
    """Lines that swing: warped sheets, crooked type."""
    x = np.arange(grey.shape[1], dtype=np.float32)
    swing = np.sin(x / (size * noise.uniform(2.5, 9)) + noise.uniform(0, 6)) * size * (.03, .055, .085)[s]
    return sampled(grey, 0, swing[None])


def jittered(grey, s, size, noise):
    """Scan lines that slip sideways: fax machines, hand scanners."""
    slip = noise.standard_normal((grey.shape[0], 1), dtype=np.float32) * size * (.012, .022, .034)[s]
    return sampled(grey, slip, 0)


def defocus(grey, s, size, noise):
    return blurred(grey, size * (.035, .055, .075)[s])


def motion(grey, s, size, noise):
    reach, along = max(2, round(size * (.09, .14, .2)[s])), noise.random() < .6
    steps = np.arange(reach) - reach // 2
    return sum(np.roll(grey, int(k), 1 if along else 0) for k in steps) / reach


def coarse(grey, s, size, noise):
    """Too few pixels, enlarged smoothly: x-heights of some 8, 6 and 5 pixels."""
    h, w = grey.shape
    q = min(1.0, (17, 13, 10)[s] / size)
    return array(picture(grey).resize((max(4, int(w * q)), max(6, int(h * q))), Image.BOX).resize((w, h), Image.BILINEAR))


def blocky(grey, s, size, noise):
    """Too few pixels, enlarged without smoothing: old screens, fax."""
    h, w = grey.shape
    q = min(1.0, (18, 14, 12)[s] / size)
    small = picture(grey).resize((max(4, int(w * q)), max(6, int(h * q))), Image.BILINEAR)
    return array(small.resize((w, h), Image.NEAREST))


def halo(grey, s, size, noise):
    """Sharpened too much."""
    return np.clip(grey + (grey - blurred(grey, size * .06)) * (1.5, 3, 5)[s], 0, 255)


def noisy(grey, s, size, noise):
    return grey + noise.standard_normal(grey.shape, dtype=np.float32) * (10, 22, 38)[s]


def specks(grey, s, size, noise):
    """Pepper and salt, of the size of dots in the type."""
    dots = clouds(noise, grey.shape, max(1.2, size / 22))
    limit = (3.3, 2.9, 2.5)[s]
    return np.where(dots > limit, 0, np.where(dots < -limit, 255, grey))


def bilevel(grey, s, size, noise):
    """Scanned in two colours, with the threshold off."""
    middle = (np.percentile(grey, 2) + np.percentile(grey, 90)) / 2
    soft = grey + noise.standard_normal(grey.shape, dtype=np.float32) * (4, 12, 20)[s]
    return np.where(soft > middle + noise.uniform(-1, 1) * (15, 35, 55)[s], 255.0, 0.0)


def dithered(grey, s, size, noise):
    """Error diffusion of a picture that was not quite black and white."""
    return array(picture(grey * (.95, .85, .75)[s] + (5, 25, 40)[s]).convert('1').convert('L'))


def halftone(grey, s, size, noise):
    """Ordered screen of printed grey."""
    pitch = max(2, round(size * (.07, .1, .13)[s]))
    y, x = np.indices(grey.shape)
    screen = (np.sin(x * 6.28 / pitch) + np.sin(y * 6.28 / pitch)) * .25 + .5
    return np.where(blurred(grey, size * .015) * .8 + 25 > screen * 255, 255.0, 0.0)


def levels(grey, s, size, noise):
    """Few grey levels."""
    step = (48, 72, 100)[s]
    return np.rint(grey / step + noise.uniform(-.3, .3)) * step


def jpeg(grey, s, size, noise):
    buffer = io.BytesIO()
    picture(grey).save(buffer, 'JPEG', quality=(28, 14, 7)[s])
    return array(Image.open(buffer).convert('L'))


def negative(grey, s, size, noise):
    """Light on dark."""
    return (255 - grey) * (1, .75, .55)[s] + (0, 25, 45)[s]


KINDS = {kind.__name__: kind for kind in (
    thick, thin, faded, patchy, broken, rough, double, streaks, dirty_lines, ruled,             # print
    through, tinted, pattern, grain, stains, crease, uneven, shadow, glare,                     # paper and light
    slanted, wavy, jittered,                                                                    # geometry
    defocus, motion, coarse, blocky, halo,                                                      # optics
    noisy, specks, bilevel, dithered, halftone, levels, jpeg, negative)}                        # sensor and file
GEOMETRY = ('slanted', 'wavy', 'jittered')  # where ink lies: it decides where a line is found
