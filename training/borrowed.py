"""What runs on a borrowed machine, for so many minutes and no longer: training, held-out figures, the checkpoint in pieces.

usage: python3 -m training.borrowed --deadline SECONDS --out FOLDER [--schedule MINUTES] [options of training.train]
go.py, which travels beside the bundle, unpacks it and starts this; `--deadline` is a time of day in seconds since 1970.
FOLDER gets report.json (log, figures, machine), nano.pt.NN and nano.pt.json: five files at most.
"""
import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import time
from pathlib import Path

import torch

from . import checkpoints
from .evaluate import measure, open_reader
from .paths import WORK

RESERVE = 60       # seconds for the last checkpoint, the held-out figures and the pieces
LAST = 5           # of them for writing the report; figures that are not there by then are left out
LEAST = 20         # seconds of training that are worth starting
BATCHES = 16       # of 40 held-out lines, clean and degraded each
RUN = WORK / 'run'  # stays on the machine: a later call goes on from it while the machine is warm


def train(until: float, grace: float, options: list[str]):
    """Runs the trainer, which ends and saves at `until`; one that does not end by then and `grace` seconds is killed, its last checkpoint stays."""
    command = [sys.executable, '-m', 'training.train', '--out', str(RUN), '--until', str(until), '--threads', str(max(2, os.cpu_count() // 4)), *options]
    process = subprocess.Popen(command, start_new_session=True)
    try:
        return process.wait(until + grace - time.time())
    except subprocess.TimeoutExpired:
        return 'killed'
    finally:
        try:
            os.killpg(process.pid, signal.SIGKILL)  # its rendering processes too
        except ProcessLookupError:
            pass


def in_time(seconds: float, job):
    """The job's result, or None if it takes longer."""
    def late(*_):
        raise TimeoutError
    signal.signal(signal.SIGALRM, late)
    signal.alarm(max(1, int(seconds)))
    try:
        return job()
    except TimeoutError:
        return None
    finally:
        signal.alarm(0)


def machine() -> dict:
    gpu = torch.cuda.get_device_name() if torch.cuda.is_available() else None
    return {'gpu': gpu, 'cores': os.cpu_count(), 'torch': torch.__version__, 'python': platform.python_version()}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--deadline', type=float, required=True)
    parser.add_argument('--out', type=Path, required=True)
    parser.add_argument('--schedule', type=float, help='minutes of training over all calls; if not given, the schedule ends with this call')
    parser.add_argument('--batches', type=int, default=BATCHES)
    parser.add_argument('--reserve', type=float, default=RESERVE, help='seconds for what comes after the training')
    args, options = parser.parse_known_args()
    args.out.mkdir(parents=True, exist_ok=True)
    until = args.deadline - args.reserve
    if until - time.time() < LEAST:
        raise SystemExit(f'{args.deadline - time.time():.0f} seconds are too few: {args.reserve:.0f} go to the end')
    start = WORK / 'start.pt'
    goes_on = (RUN / 'last.pt').exists() or args.schedule and start.exists() and json.loads((WORK / 'start.json').read_text())['goesOn']
    begin = ['--resume'] if goes_on else []
    if start.exists() and not (RUN / 'last.pt').exists():
        begin += ['--start', str(start)]
    schedule = ['--minutes', str(args.schedule)] if args.schedule else []
    status = train(until, args.reserve / 3, [*schedule, *begin, *options])
    if not (RUN / 'last.pt').exists():
        raise SystemExit(f'the training ended with status {status} and left no checkpoint')
    saved = checkpoints.read(RUN / 'last.pt')
    checkpoints.save(WORK / 'nano.pt', checkpoints.lighten(saved))
    listing = checkpoints.split(WORK / 'nano.pt', args.out)
    report = {'machine': machine(), 'status': status, 'state': saved['state'], 'log': [json.loads(row) for row in (RUN / 'log.jsonl').read_text().splitlines()]}
    (args.out / 'report.json').write_text(json.dumps(report, indent=1))  # the weights and the log are safe before anything is measured
    report['heldOut'] = in_time(args.deadline - time.time() - LAST, lambda: measure(open_reader(WORK / 'nano.pt'), args.batches, width=320))
    (args.out / 'report.json').write_text(json.dumps(report, indent=1))
    print(json.dumps({'listing': listing.name, 'seconds left': round(args.deadline - time.time()), 'heldOut': report['heldOut']}), flush=True)


if __name__ == '__main__':
    main()
