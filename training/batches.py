"""Lines as numbers: blocks that rendering processes hand over, and the batches that the model sees."""
import numpy as np
import torch

from .alphabet import INDEX
from .fonts import load
from .lines import Lines
from .pieces import BOS, EOS, Pieces
from .render import COLUMN, HEIGHT, Renderer

MAX_WIDTH = 480      # pixels
MAX_TOKENS = 124     # of a line with <s> and </s>: a line has no more characters than columns
MAX_LETTERS = MAX_WIDTH // COLUMN
PADDING = 16         # batches are padded to multiples of this many pixels
IGNORED = -100
BATCH = 40           # lines, on a CPU


def block(lines, pieces: Pieces) -> dict[str, np.ndarray]:
    """Lines (render.Drawn) as arrays: pixels [n,32,480], widths [n], ids [n,124] from <s> to </s>,
    letters [n,120] (CTC classes), counts [n] of letters, tokens [n] of ids."""
    n = len(lines)
    found = {'pixels': np.zeros((n, HEIGHT, MAX_WIDTH), np.uint8), 'widths': np.zeros(n, np.int64), 'ids': np.zeros((n, MAX_TOKENS), np.int16),
             'letters': np.zeros((n, MAX_LETTERS), np.uint8), 'counts': np.zeros(n, np.int64), 'tokens': np.zeros(n, np.int64)}
    for i, (image, text, *_) in enumerate(lines):
        row = [BOS, *pieces.encode(text), EOS]
        found['pixels'][i, :, :image.shape[1]] = image
        found['ids'][i, :len(row)] = row
        found['letters'][i, :len(text)] = [INDEX[c] for c in text]
        found['widths'][i], found['counts'][i], found['tokens'][i] = image.shape[1], len(text), len(row)
    return found


def batch(pixels, ids, letters, widths: np.ndarray, counts: np.ndarray, tokens: np.ndarray, steps) -> dict:
    """Tensors of a block's rows (the first three on the model's device) as the model wants them: pixels [B,1,32,W] with
    ink = 1, mask [B,W/4], tokens [B,L] (from <s>), positions [B,L], targets [B,L] (to </s>), letters [B,N]; columns and
    counts [B] stay on the CPU, where CTC wants them."""
    width, length = -(-int(widths.max()) // PADDING) * PADDING, int(tokens.max()) - 1
    columns = torch.from_numpy(-(-widths // COLUMN))
    mask = torch.arange(width // COLUMN) < columns[:, None]
    ids = ids[:, :length + 1].long()
    targets = ids[:, 1:]
    inputs = torch.where(ids[:, :-1] == EOS, 0, ids[:, :-1])
    return {'pixels': pixels[:, None, :, :width].float() / 255, 'mask': mask.long().to(ids.device, non_blocking=True), 'tokens': inputs,
            'positions': steps[inputs].cumsum(1), 'targets': torch.where(targets == 0, IGNORED, targets),
            'letters': letters[:, :int(counts.max())].long(), 'columns': columns, 'counts': torch.from_numpy(counts)}


def fixed_batches(count: int, seed: int, clean: float, max_width: int = MAX_WIDTH, device='cpu') -> list[dict]:
    """The same held-out lines every time: held-out fonts and held-out documents; `clean` is the share of clean lines.
    They come along as 'lines', their texts as 'texts'."""
    pieces = Pieces()
    renderer = Renderer(Lines('heldout'), load(held_out=True), seed, clean)
    lines = sorted((renderer.draw(max_width) for _ in range(count * BATCH)), key=lambda line: line.image.shape[1])
    return [lines_batch(lines[i:i + BATCH], pieces, device) for i in range(0, len(lines), BATCH)]


def lines_batch(lines, pieces: Pieces, device='cpu') -> dict:
    rows = block(lines, pieces)
    on_device = {key: torch.from_numpy(rows[key]).to(device) for key in ('pixels', 'ids', 'letters')}
    host = {key: rows[key] for key in ('widths', 'counts', 'tokens')}
    return {**batch(**on_device, **host, steps=torch.tensor(pieces.steps(), device=device)), 'texts': [line.text for line in lines], 'lines': lines}
