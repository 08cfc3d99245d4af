"""Packs what a borrowed machine without network needs: this code, fonts, text, tokenizer and the weights to start from.

usage: python -m training.pack FOLDER [--start CHECKPOINT [--goes-on]]
Writes FOLDER/bundle.tar.xz and FOLDER/go.py. `--goes-on`: the schedule's clock comes with the weights, for the second
call of a schedule on a machine that was given back in between (`--schedule`, training.borrowed).
"""
import argparse
import json
import shutil
import tarfile
import tempfile
from pathlib import Path

from . import checkpoints
from .paths import FACES, FONTS, TEXT, TOKENIZER, WORK

CODE = Path(__file__).parent
LIMIT = 40 * 2**20  # bytes: 64 MiB travel, of which the repository's own files take 22


def write_start(checkpoint: Path, goes_on: bool, folder: Path) -> list[Path]:
    checkpoints.save(folder / 'start.pt', checkpoints.lighten(checkpoints.read(checkpoint)))
    (folder / 'start.json').write_text(json.dumps({'goesOn': goes_on}))
    return [folder / 'start.pt', folder / 'start.json']


def pack(folder: Path, start: Path | None, goes_on: bool) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    bundle = folder / 'bundle.tar.xz'
    data = [FACES, *sorted(TEXT.glob('*.txt')), *sorted(TOKENIZER.iterdir()), *sorted(FONTS.iterdir(), key=lambda file: file.name.split('-', 1)[1])]
    with tempfile.TemporaryDirectory() as aside, tarfile.open(bundle, 'w:xz', preset=6) as archive:
        for file in sorted(CODE.glob('*.py')):
            archive.add(file, f'training/{file.name}')
        for file in data:
            archive.add(file, f'data/{file.relative_to(WORK)}')
        for file in write_start(start, goes_on, Path(aside)) if start else []:
            archive.add(file, f'data/{file.name}')
    shutil.copyfile(CODE / 'go.py', folder / 'go.py')
    if bundle.stat().st_size > LIMIT:
        raise ValueError(f'{bundle} has {bundle.stat().st_size / 2**20:.1f} MiB, {LIMIT / 2**20:.0f} may travel')
    return bundle


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('folder', type=Path)
    parser.add_argument('--start', type=Path)
    parser.add_argument('--goes-on', action='store_true')
    args = parser.parse_args()
    bundle = pack(args.folder, args.start, args.goes_on)
    print(f'{bundle}: {bundle.stat().st_size / 2**20:.1f} MiB')


if __name__ == '__main__':
    main()
