"""Character error rates of the exported model on held-out fonts and held-out text, clean and degraded.

usage: python -m training.evaluate FOLDER-OR-CHECKPOINT [--batches 10] [--width 480]
Reads with the exported graphs of a model folder, or with a checkpoint as it is, on a GPU where there is one. Prints one JSON line; rates are edit distance over the number of true characters (0-1).
"""
import argparse
import json
from pathlib import Path

import torch

from .batches import fixed_batches
from .checkpoints import best_weights, read
from .metrics import distance
from .model import Nano, Shape
from .reader import Reader

SEEDS = {'clean': (71, 1.0), 'degraded': (72, 0.0)}  # not the seeds that training reports on


def read_all(reader: Reader, batches: list[dict]) -> list[dict]:
    """One row a line: truth, CTC text, decoder text, log-probabilities of the decoder's tokens."""
    rows = []
    for batch in batches:
        mask = batch['mask'].numpy()
        past, ids, _ = reader.encode(batch['pixels'].numpy(), mask)
        texts, scores = reader.greedy(past, mask)
        rows += [{'text': t, 'ctc': c, 'decoder': d, 'scores': s} for t, c, d, s in zip(batch['texts'], reader.draft(ids, mask), texts, scores)]
    return rows


def rates(rows: list[dict]) -> dict:
    letters = max(1, sum(len(row['text']) for row in rows))
    rate = lambda key: round(sum(distance(row[key], row['text']) for row in rows) / letters, 4)
    right = lambda key: round(sum(row[key] == row['text'] for row in rows) / max(1, len(rows)), 4)
    return {'lines': len(rows), 'characters': letters, 'ctcError': rate('ctc'), 'decoderError': rate('decoder'),
            'ctcLinesRight': right('ctc'), 'decoderLinesRight': right('decoder'),
            'draftEqualsDecoder': round(sum(row['ctc'] == row['decoder'] for row in rows) / max(1, len(rows)), 4)}


def open_reader(path: Path) -> Reader:
    """Of a model folder or a checkpoint; only the first needs ONNX Runtime."""
    if path.is_dir():
        from .onnx_reader import OnnxReader
        return OnnxReader(path)
    from .torch_reader import TorchReader
    saved = read(path)
    net = Nano(Shape(**saved['shape']))
    net.load_state_dict(best_weights(saved))
    return TorchReader(net, 'cuda' if torch.cuda.is_available() else 'cpu')


def measure(reader: Reader, batches: int, width: int, show: int = 0) -> dict:
    """Rates of clean and of degraded lines, all of them and prose alone; prints `show` misread lines of each kind."""
    result = {}
    for kind, (seed, clean) in SEEDS.items():
        rows = read_all(reader, fixed_batches(batches, seed, clean, width))
        result[kind] = rates(rows)
        result[kind + 'Prose'] = rates([row for row in rows if is_prose(row['text'])])
        for row in [row for row in rows if row['decoder'] != row['text']][:show]:
            print(kind, *(repr(row[key]) for key in ('text', 'decoder', 'ctc')), sep='\n    ')
    return {'width': width, **result}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('model', type=Path)
    parser.add_argument('--batches', type=int, default=10, help='of 40 lines, for each kind')
    parser.add_argument('--width', type=int, default=320, help='widest line, pixels; 320 as the library crops')
    parser.add_argument('--show', type=int, default=0, help='print this many misread lines of each kind')
    args = parser.parse_args()
    print(json.dumps(measure(open_reader(args.model), args.batches, args.width, args.show)))


def is_prose(text: str) -> bool:
    """At least three words of which most are lower-case letters: what a page of English is mostly made of."""
    return text.count(' ') >= 2 and sum(c.islower() or c == ' ' for c in text) >= .85 * len(text) and text.isascii()


if __name__ == '__main__':
    main()
