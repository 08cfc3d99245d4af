"""Starts a training on a machine that has Python, torch, numpy and Pillow, and no network. Travels beside bundle.tar.xz.

usage: python3 go.py --minutes 9.5 --out FOLDER [--work /tmp/nano] [options of training.borrowed and training.train]
Unpacks the bundle into the work folder, unless that very bundle lies there already, and ends within the minutes.
"""
import argparse
import hashlib
import os
import subprocess
import sys
import tarfile
import time
from pathlib import Path


def main():
    begun = time.time()
    parser = argparse.ArgumentParser()
    parser.add_argument('--minutes', type=float, required=True)
    parser.add_argument('--out', type=Path, required=True)
    parser.add_argument('--work', type=Path, default=Path('/tmp/nano'))
    args, options = parser.parse_known_args()
    bundle = Path(__file__).resolve().parent / 'bundle.tar.xz'
    mark, digest = args.work / 'bundle.sha256', hashlib.sha256(bundle.read_bytes()).hexdigest()
    if not mark.exists() or mark.read_text() != digest:
        with tarfile.open(bundle) as archive:
            archive.extractall(args.work)
        mark.write_text(digest)
    print(f'unpacked after {time.time() - begun:.0f} s', flush=True)
    places = {'SPECPARSE_TRAINING_DIR': str(args.work.resolve() / 'data'), 'PYTHONPATH': os.pathsep.join([str(args.work.resolve()), os.environ.get('PYTHONPATH', '')]), 'PYTHONUNBUFFERED': '1'}
    command = [sys.executable, '-m', 'training.borrowed', '--deadline', str(begun + 60 * args.minutes), '--out', str(args.out.resolve()), *options]
    raise SystemExit(subprocess.run(command, env={**os.environ, **places}, cwd=args.work).returncode)


if __name__ == '__main__':
    main()
