"""Trains nano on lines rendered on the fly, on a GPU in bfloat16 or on a CPU. The schedule is a time, so that a run fits the machine it gets.

usage: python -m training.train --minutes 110 --out DIR [--resume | --start CHECKPOINT] [--until SECONDS]
DIR/last.pt holds everything to go on with (and is what export takes); DIR/log.jsonl one row a report.
A file DIR/stop (or SIGTERM) ends the run after its step, with a checkpoint.
"""
import argparse
import copy
import json
import os
import random
import signal
import time
from functools import lru_cache
from pathlib import Path

os.environ.setdefault('OMP_WAIT_POLICY', 'passive')  # before torch: beside other busy processes, spinning threads cost 3/4 of the speed

import torch
import torch.nn.functional as F

from . import checkpoints, schedule
from .batches import BATCH, EOS, IGNORED, fixed_batches
from .metrics import ctc_text, distance
from .model import Nano, Shape
from .pieces import Pieces
from .pool import LINE_BYTES, Pool
from .producers import start_producers

REPORT, SAVE = 60, 150  # seconds
GUESS = .06             # share of decoder input tokens replaced: look at the image, not only at the text
MISLED = .3             # share of lines whose positions follow the replaced tokens' lengths: find the place again by content
BYTES = 256             # pieces 3 to 258 are bytes: never guessed
LINES = {'cpu': BATCH, 'cuda': 512}         # a batch
POOL_SHARE = .3        # of a GPU's memory: 1.5 million lines of 80 GB
POOL_ON_CPU = 10_000   # lines: 0.2 GB


def pool_capacity(device: str) -> int:
    return int(POOL_SHARE * torch.cuda.get_device_properties(0).total_memory / LINE_BYTES) if device == 'cuda' else POOL_ON_CPU


@lru_cache
def has_bfloat16(device: str) -> bool:
    """GPUs; CPUs that compute in it (others only store it)."""
    cpu = Path('/proc/cpuinfo')
    return device == 'cuda' or cpu.exists() and 'avx512_bf16' in cpu.read_text()


def losses(net, batch, corrupt: torch.Tensor | None):
    """Decoder and CTC loss, decoder and CTC logits; `corrupt`: each token's characters (Pieces.steps), to train on flawed input."""
    tokens, positions, device = batch['tokens'], batch['positions'], batch['tokens'].device
    if corrupt is not None:
        swap = (torch.rand(tokens.shape, device=device) < GUESS) & (tokens > EOS)
        tokens = torch.where(swap, torch.randint(EOS + 1 + BYTES, net.shape.vocabulary, tokens.shape, device=device), tokens)
        misled = torch.rand(len(tokens), 1, device=device) < MISLED
        positions = torch.where(misled, corrupt[tokens].cumsum(1), positions)
    with torch.autocast(device.type, dtype=torch.bfloat16, enabled=has_bfloat16(device.type)):
        logits, ctc = net(batch['pixels'], batch['mask'], tokens, positions)
    decoder = F.cross_entropy(logits.float().flatten(0, 1), batch['targets'].flatten(), ignore_index=IGNORED)
    drafts = F.ctc_loss(F.log_softmax(ctc.float(), -1).transpose(0, 1), batch['letters'], batch['columns'], batch['counts'],
                        blank=0, zero_infinity=True)
    return decoder, drafts, logits, ctc


@torch.no_grad()
def report(net, batches) -> dict:
    """Held-out lines: CTC character error, decoder accuracy given the true prefix, both losses."""
    net.eval()
    errors = letters = right = total = 0
    sums = [0.0, 0.0]
    for batch in batches:
        decoder, drafts, logits, ctc = losses(net, batch, corrupt=None)
        sums = [sums[0] + decoder.item(), sums[1] + drafts.item()]
        scored = batch['targets'] != IGNORED
        right += (logits.argmax(-1) == batch['targets'])[scored].sum().item()
        total += scored.sum().item()
        for best, columns, text in zip(ctc.argmax(-1).tolist(), batch['columns'].tolist(), batch['texts']):
            errors += distance(ctc_text(best[:columns]), text)
            letters += len(text)
    net.train()
    return {'ctcError': round(errors / letters, 4), 'tokenAccuracy': round(right / total, 4),
            'decoderLoss': round(sums[0] / len(batches), 4), 'ctcLoss': round(sums[1] / len(batches), 4)}


def floats(net: torch.nn.Module) -> list[torch.Tensor]:
    """Weights, and the running means of the normalizations."""
    return [value for value in net.state_dict().values() if value.is_floating_point()]


class Training:
    """The model with its average, its optimizer and its counters; `step` does one step, `save` writes a checkpoint."""

    def __init__(self, shape: Shape, device: str):
        self.device, self.net = device, Nano(shape).to(device)
        self.average = copy.deepcopy(self.net)
        self.averaging = floats(self.average), floats(self.net)
        self.optimizer = torch.optim.AdamW(self.net.parameters(), lr=0, betas=(.9, .98), weight_decay=.02, fused=True)
        self.state, self.steps_here = {'step': 0, 'lines': 0, 'seconds': 0.0}, 0
        self.token_steps = torch.tensor(Pieces().steps(), device=device)

    def load(self, saved: dict, go_on: bool):
        """Weights of a checkpoint; with `go_on` the schedule's clock and, where it has one, the optimizer."""
        self.net.load_state_dict(saved['model'] if go_on else checkpoints.best_weights(saved))
        self.average.load_state_dict(checkpoints.best_weights(saved))
        if go_on and 'optimizer' in saved:
            self.optimizer.load_state_dict(saved['optimizer'])
        self.state = dict(saved['state']) if go_on else {**saved['state'], 'seconds': 0.0}

    def step(self, batch: dict, rate: float, decoder_only: bool):
        """(decoder loss, CTC loss), still on the device: reading them would make it wait."""
        for group in self.optimizer.param_groups:
            group['lr'] = rate
        self.net.encoder.fixed = decoder_only
        decoder, drafts, _, _ = losses(self.net, batch, corrupt=self.token_steps)
        self.optimizer.zero_grad()
        (decoder if decoder_only else decoder + drafts).backward()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimizer.step()
        self.steps_here += 1
        with torch.no_grad():
            torch._foreach_lerp_(*self.averaging, 1 - schedule.kept(self.steps_here))
        self.state.update(step=self.state['step'] + 1, lines=self.state['lines'] + len(batch['tokens']))
        return decoder.detach(), drafts.detach()

    def save(self, path: Path):
        """FloatingPointError if the weights are none any more: the last checkpoint is of before."""
        if not all(weight.isfinite().all() for weight in self.averaging[1]):
            raise FloatingPointError(f'the training diverged before step {self.state["step"]}; start again with a lower --peak')
        checkpoints.save(path, {'shape': self.net.shape.as_dict(), 'model': self.net.state_dict(), 'average': self.average.state_dict(),
                                'optimizer': self.optimizer.state_dict(), 'state': self.state})


def run(training: Training, pool: Pool, width, renderers, args, from_scratch: bool):
    """Trains to the end of the schedule, the time `until` or a stop file, and saves. RuntimeError when nothing renders any more."""
    state, device = training.state, training.device
    validation = fixed_batches(3, seed=999, clean=.35, device=device)
    log = open(args.out / 'log.jsonl', 'a', buffering=1)
    begun, before = time.time(), state['seconds']
    seconds = args.minutes * 60 if args.minutes else before + args.until - begun
    reported, saved, running = begun, begun, []
    batches = pool.batches()
    while (done := state['seconds'] / seconds) < 1 and time.time() < args.until and not (args.out / 'stop').exists():
        width.value = schedule.width(done, from_scratch)
        rate = schedule.learning_rate(done, training.steps_here, args.peak or schedule.PEAK[device])
        decoder_only = device == 'cpu' and done >= schedule.DECODER_ONLY[0] and random.random() < schedule.DECODER_ONLY[1]
        running.append(torch.stack(training.step(next(batches), rate, decoder_only)))
        now = time.time()
        state['seconds'] = before + now - begun
        if now - reported > REPORT:
            train = torch.stack(running).mean(0).tolist()
            row = {**state, 'minutes': round(state['seconds'] / 60, 1), 'rate': round(rate, 6), 'width': width.value, 'trainDecoder': round(train[0], 4),
                   'trainCtc': round(train[1], 4), 'rendered': pool.lines, 'views': round(pool.views / max(1, pool.lines), 2), 'renderers': sum(process.is_alive() for process in renderers),
                   'linesPerSecond': round(sum(LINES[device] for _ in running) / (now - reported)), **report(training.average, validation)}
            running, reported = [], now
            log.write(json.dumps(row) + '\n')
            print(json.dumps(row), flush=True)
            if row['renderers'] == 0:
                training.save(args.out / 'last.pt')
                raise RuntimeError('all rendering processes have ended')
        if now - saved > SAVE:
            training.save(args.out / 'last.pt')
            saved = time.time()
    training.save(args.out / 'last.pt')
    print('end', json.dumps({**state, **report(training.average, validation)}), flush=True)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument('--minutes', type=float, help='length of the schedule, over all calls; if not given, it ends with this one')
    parser.add_argument('--until', type=float, default=float('inf'), help='when this call ends, seconds since 1970')
    parser.add_argument('--out', type=Path, required=True)
    parser.add_argument('--resume', action='store_true', help='go on with OUT/last.pt, or with the clock of --start')
    parser.add_argument('--start', type=Path, help='a checkpoint whose weights a new schedule begins with, at the full width of lines')
    parser.add_argument('--shape', type=json.loads, default={}, help='of a new model, such as {"width": 256, "heads": 4}')
    parser.add_argument('--peak', type=float, help='highest learning rate')
    parser.add_argument('--threads', type=int, default=2)
    parser.add_argument('--workers', type=int, help='rendering processes: all cores but one beside a GPU, one beside a CPU')
    args = parser.parse_args()
    if args.minutes is None and args.until == float('inf'):
        parser.error('--minutes or --until is needed')
    return args


def main():
    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    device = 'cuda' if torch.cuda.is_available() else 'cpu'
    torch.set_num_threads(args.threads)
    source = args.out / 'last.pt' if args.resume and (args.out / 'last.pt').exists() else args.start
    saved = checkpoints.read(source) if source else None
    training = Training(Shape(**(saved['shape'] if saved else args.shape)), device)
    if saved:
        training.load(saved, go_on=args.resume)
    from_scratch = saved is None or args.resume and args.start is None
    queue, width, renderers = start_producers(args.workers or (max(1, os.cpu_count() - 1) if device == 'cuda' else 1), schedule.width(0, from_scratch))
    pool = Pool(queue, pool_capacity(device), LINES[device], training.token_steps)

    def stop(*_):  # a stopped run can be exported, and goes on with --resume
        training.save(args.out / 'last.pt')
        raise SystemExit

    signal.signal(signal.SIGTERM, stop)
    (args.out / 'stop').unlink(missing_ok=True)
    print(sum(p.numel() for p in training.net.parameters()), 'parameters on', device, flush=True)
    run(training, pool, width, renderers, args, from_scratch)


if __name__ == '__main__':
    main()
