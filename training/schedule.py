"""What changes while a training runs. All of it follows the clock, so that a run fits the time it gets and ends at rest."""
import math

PEAK = {'cpu': 1.5e-3, 'cuda': 2.5e-3}       # highest learning rate, for batches of 40 and of 512 lines
WARMUP = 200                                 # steps; also after every start, since light checkpoints carry no optimizer
WIDTHS = [(0, 160), (.06, 280), (.16, 480)]  # curriculum: from this share of the time, lines up to this many pixels
DECODER_ONLY = (.5, .6)                      # on a CPU, from this share of the time, this share of the steps trains the decoder alone: half the cost
AVERAGED = .998                              # of the average weights, what each step keeps; less in the first steps


def learning_rate(done: float, step: int, peak: float) -> float:
    """Half a cosine from `peak` down to nothing at `done` = 1; `step`: steps since this start."""
    return peak * min(1, (step + 1) / WARMUP) * .5 * (1 + math.cos(math.pi * min(1, done)))


def width(done: float, from_scratch: bool) -> int:
    return next(w for share, w in reversed(WIDTHS) if done >= share) if from_scratch else WIDTHS[-1][1]


def kept(step: int) -> float:
    return min(AVERAGED, (1 + step) / (10 + step))
