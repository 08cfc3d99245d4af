"""How well the decoder's own confidence says that a line is right: bins over held-out lines.

usage: python -m training.calibrate models/nano [--batches 16]
Writes models/nano/calibration.json; a line's confidence is the geometric mean (exp of the mean log-probability) of
its tokens, </s> included; `minimum` does the same for the least certain token.
"""
import argparse
import json
import math
from pathlib import Path

from .batches import fixed_batches
from .evaluate import read_all
from .export import write_json
from .metrics import distance
from .onnx_reader import OnnxReader

EDGES = [.5, .7, .8, .85, .9, .93, .96, .98, .99, .995, 1.0]
SEED, CLEAN = 73, .35  # the training mixture


def bins(rows: list[dict], confidence) -> list[dict]:
    """Lines with lower edge < confidence <= upper edge; cer and lineAccuracy are null in an empty bin."""
    found, lower = [], -1.0
    for edge in EDGES:
        inside = [row for row in rows if lower < confidence(row['scores']) <= edge]
        letters = sum(len(row['text']) for row in inside)
        found.append({'confidence': edge, 'lines': len(inside),
                      'cer': round(sum(distance(row['decoder'], row['text']) for row in inside) / letters, 4) if inside else None,
                      'lineAccuracy': round(sum(row['decoder'] == row['text'] for row in inside) / len(inside), 4) if inside else None})
        lower = edge
    return found


def mean(scores: list[float]) -> float:
    return min(1.0, math.exp(sum(scores) / len(scores)))


def least(scores: list[float]) -> float:
    return min(1.0, math.exp(min(scores)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('folder', type=Path)
    parser.add_argument('--batches', type=int, default=16, help='of 40 lines')
    args = parser.parse_args()
    reader = OnnxReader(args.folder)
    rows = read_all(reader, fixed_batches(args.batches, SEED, CLEAN, reader.config['image']['maxWidth']))
    result = {'lines': len(rows), 'data': 'held-out fonts and text, 35% clean', 'bins': bins(rows, mean), 'minimumBins': bins(rows, least)}
    write_json(args.folder / 'calibration.json', result)
    print(json.dumps(result))


if __name__ == '__main__':
    main()
