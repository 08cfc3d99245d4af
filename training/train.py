"""Trains nano on lines rendered on the fly. The schedule is a time, so that a run fits the machine it gets.

usage: nice -n 19 python -m training.train --minutes 110 --out DIR [--resume]
DIR/last.pt holds everything to go on with (and is what export takes); DIR/log.jsonl one row a report.
A file DIR/stop (or SIGTERM) ends the run after its step, with a checkpoint.
"""
import argparse
import json
import math
import os
import random
import signal
import time
from pathlib import Path

os.environ.setdefault('OMP_WAIT_POLICY', 'passive')  # before torch: beside other busy processes, spinning threads cost 3/4 of the speed

import torch
import torch.multiprocessing as mp
import torch.nn.functional as F
from tokenizers import Tokenizer

from .batches import EOS, IGNORED, fixed_batches, start_producer
from .metrics import ctc_text, distance
from .model import Nano, Shape
from .paths import TOKENIZER
from .pieces import position_steps

PEAK, FLOOR, WARMUP = 1.5e-3, .03, 200      # learning rate, its last share, steps
WIDTHS = [(0, 160), (.06, 280), (.16, 480)]  # curriculum: from this share of the time, lines up to this many pixels
REPORT, SAVE = 200, 150                      # steps, seconds
GUESS = .06                                  # share of decoder input tokens replaced: look at the image, not only at the text
MISLED = .3                                  # share of lines whose positions follow the replaced tokens' lengths: find the place again by content
DECODER_ONLY = (.5, .6)                      # from this share of the time, this share of the steps leaves the encoder as it is: half the cost


def losses(net, batch, corrupt: torch.Tensor | None):
    """Decoder and CTC loss, decoder and CTC logits; `corrupt`: each token's characters (position_steps), to train on flawed input."""
    tokens, positions = batch['tokens'], batch['positions']
    if corrupt is not None:
        swap = (torch.rand(tokens.shape) < GUESS) & (tokens > EOS)
        tokens = torch.where(swap, torch.randint(259, net.shape.vocabulary, tokens.shape), tokens)
        misled = torch.rand(len(tokens), 1) < MISLED
        positions = torch.where(misled, corrupt[tokens].cumsum(1), positions)
    with torch.autocast('cpu', dtype=torch.bfloat16):
        logits, ctc = net(batch['pixels'], batch['mask'], tokens, positions)
    scored = batch['targets'] != IGNORED
    decoder = F.cross_entropy(logits[scored].float(), batch['targets'][scored])
    drafts = F.ctc_loss(F.log_softmax(ctc.float(), -1).transpose(0, 1), batch['letters'], batch['mask'].sum(1), batch['counts'],
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
        for best, mask, text in zip(ctc.argmax(-1), batch['mask'], batch['texts']):
            errors += distance(ctc_text(best[:int(mask.sum())].tolist()), text)
            letters += len(text)
    net.train()
    return {'ctcError': round(errors / letters, 4), 'tokenAccuracy': round(right / total, 4),
            'decoderLoss': round(sums[0] / len(batches), 4), 'ctcLoss': round(sums[1] / len(batches), 4)}


def rate(done: float, step: int, peak: float) -> float:
    return peak * min(1, (step + 1) / WARMUP) * (FLOOR + (1 - FLOOR) * .5 * (1 + math.cos(math.pi * min(1, done))))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--minutes', type=float, required=True)
    parser.add_argument('--out', type=Path, required=True)
    parser.add_argument('--resume', action='store_true')
    parser.add_argument('--start', type=Path, help='a checkpoint whose weights a new schedule begins with, at the full width of lines')
    parser.add_argument('--peak', type=float, default=PEAK, help='highest learning rate; a resumed run may raise it')
    parser.add_argument('--threads', type=int, default=2)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    net, steps = Nano(Shape()), torch.tensor(position_steps(Tokenizer.from_file(str(TOKENIZER / 'tokenizer.json'))))
    optimizer = torch.optim.AdamW(net.parameters(), lr=PEAK, betas=(.9, .98), weight_decay=.02, fused=True)
    state = {'step': 0, 'lines': 0, 'seconds': 0.0}
    widths = [(0, WIDTHS[-1][1])] if args.start else WIDTHS
    if args.resume or args.start:
        saved = torch.load(args.out / 'last.pt' if args.resume else args.start)
        net.load_state_dict(saved['model'])
        optimizer.load_state_dict(saved['optimizer'])
        state = saved['state'] if args.resume else {**saved['state'], 'seconds': 0.0}
    width = mp.get_context('spawn').Value('i', widths[0][1])
    queue = start_producer(seed=int(time.time()), width=width)
    validation = fixed_batches(3, seed=999, clean=.35)
    log = open(args.out / 'log.jsonl', 'a', buffering=1)

    def save():
        torch.save({'shape': net.shape.as_dict(), 'model': net.state_dict(), 'optimizer': optimizer.state_dict(), 'state': state}, args.out / 'part.pt')
        (args.out / 'part.pt').replace(args.out / 'last.pt')

    def stop(*_):  # a stopped run can be exported, and goes on with --resume
        save()
        raise SystemExit

    signal.signal(signal.SIGTERM, stop)
    print(sum(p.numel() for p in net.parameters()), 'parameters', flush=True)
    before, started, saved_at, running = state['seconds'], time.time(), time.time(), [0.0, 0.0, 0]
    (args.out / 'stop').unlink(missing_ok=True)
    while (done := state['seconds'] / 60 / args.minutes) < 1 and not (args.out / 'stop').exists():
        width.value = next(w for share, w in reversed(widths) if done >= share)
        for group in optimizer.param_groups:
            group['lr'] = rate(done, state['step'], args.peak)
        batch = queue.get()
        net.encoder.fixed = done >= DECODER_ONLY[0] and random.random() < DECODER_ONLY[1]
        decoder, drafts, _, _ = losses(net, batch, corrupt=steps)
        optimizer.zero_grad()
        (decoder if net.encoder.fixed else decoder + drafts).backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        state.update(step=state['step'] + 1, lines=state['lines'] + len(batch['texts']), seconds=before + time.time() - started)
        running = [running[0] + decoder.item(), running[1] + drafts.item(), running[2] + 1]
        if state['step'] % REPORT == 0:
            row = {**state, 'minutes': round(state['seconds'] / 60, 1), 'width': width.value, 'trainDecoder': round(running[0] / running[2], 4),
                   'trainCtc': round(running[1] / running[2], 4), 'waiting': queue.qsize(), **report(net, validation)}
            running = [0.0, 0.0, 0]
            log.write(json.dumps(row) + '\n')
            print(json.dumps(row), flush=True)
        if time.time() - saved_at > SAVE:
            save()
            saved_at = time.time()
    save()
    print('end', json.dumps(report(net, validation)), flush=True)


if __name__ == '__main__':
    main()
