"""Checkpoints: what is in one, the light form that travels, and files in pieces that a narrow channel lets through.

usage: python -m training.checkpoints lighten CHECKPOINT FILE | split FILE FOLDER | join FOLDER/FILE.json FILE
A full checkpoint has 'shape', 'state' (steps, lines, seconds), 'model' (as trained), 'average' (what is exported) and
'optimizer'; a light one has the average as its 'model', in 16 bits, and nothing else: an eighth of the size.
"""
import argparse
import hashlib
import json
from pathlib import Path

import torch

from .graphs import HALF_FROM

PIECE = 16 * 2**20    # bytes, at most
MOST_PIECES = 6       # of the 8 files that come back from a borrowed machine, two are the hash list and the report


def save(path: Path, content: dict):
    """Written aside and moved, so that a run that is ended while it saves leaves the last one whole."""
    part = path.with_suffix('.part')
    torch.save(content, part)
    part.replace(path)


def read(path: Path) -> dict:
    """A checkpoint, full or light, on the CPU and in 32 bits."""
    saved = torch.load(path, map_location='cpu', weights_only=True)
    widened = lambda weights: {key: value.float() if value.dtype == torch.half else value for key, value in weights.items()}
    return {**saved, **{key: widened(saved[key]) for key in ('model', 'average') if key in saved}}


def best_weights(saved: dict) -> dict:
    return saved.get('average', saved['model'])


def lighten(saved: dict) -> dict:
    """Weights as 16 bits hold them, which is also what export stores; small tensors stay as they are."""
    halved = lambda value: value.half() if value.is_floating_point() and value.numel() >= HALF_FROM else value
    return {'shape': saved['shape'], 'state': saved['state'], 'model': {key: halved(value) for key, value in best_weights(saved).items()}}


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def split(path: Path, folder: Path, size: int = PIECE) -> Path:
    """Writes FILE.00, FILE.01, ... and the hash list FILE.json into the folder; returns the list. ValueError if it takes too many pieces."""
    content = path.read_bytes()
    parts = [content[at:at + size] for at in range(0, len(content), size)]
    if len(parts) > MOST_PIECES:
        raise ValueError(f'{path} makes {len(parts)} pieces, {MOST_PIECES} at most may travel')
    folder.mkdir(parents=True, exist_ok=True)
    names = [f'{path.name}.{number:02}' for number in range(len(parts))]
    for name, part in zip(names, parts):
        (folder / name).write_bytes(part)
    listing = {'file': path.name, 'bytes': len(content), 'sha256': digest(content),
               'pieces': [{'name': name, 'bytes': len(part), 'sha256': digest(part)} for name, part in zip(names, parts)]}
    (folder / f'{path.name}.json').write_text(json.dumps(listing, indent=1))
    return folder / f'{path.name}.json'


def join(listing: Path, path: Path):
    """The file that was split; ValueError names the piece that is missing or damaged."""
    told, parts = json.loads(listing.read_text()), []
    for piece in told['pieces']:
        file = listing.parent / piece['name']
        if not file.exists():
            raise ValueError(f'{file} is missing')
        parts.append(file.read_bytes())
        if digest(parts[-1]) != piece['sha256']:
            raise ValueError(f'{file} is damaged')
    content = b''.join(parts)
    if digest(content) != told['sha256']:
        raise ValueError(f'the pieces of {listing} do not make its file')
    path.write_bytes(content)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('job', choices=['lighten', 'split', 'join'])
    parser.add_argument('source', type=Path)
    parser.add_argument('target', type=Path)
    args = parser.parse_args()
    if args.job == 'lighten':
        save(args.target, lighten(read(args.source)))
    else:
        {'split': split, 'join': join}[args.job](args.source, args.target)


if __name__ == '__main__':
    main()
