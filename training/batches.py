"""Batches of rendered lines, made in a process of their own so that the trainer never waits."""
import os
import random

import numpy as np
import torch
from tokenizers import Tokenizer

from .alphabet import INDEX
from .fonts import load
from .lines import Lines
from .paths import TOKENIZER
from .pieces import position_steps
from .render import COLUMN, HEIGHT, Renderer

BOS, EOS, IGNORED = 1, 2, -100
BATCH, POOL = 40, 480  # a pool of lines is sorted by width and cut into batches: little padding


def collate(lines, tokenizer: Tokenizer) -> dict:
    """pixels [B,1,32,W], mask [B,W/4], tokens [B,L] (from <s>), positions [B,L], targets [B,L] (to </s>), letters [sum], counts [B], texts."""
    width = -(-max(image.shape[1] for image, _ in lines) // 8) * 8
    ids = [tokenizer.encode(text, add_special_tokens=False).ids for _, text in lines]
    length, steps = max(map(len, ids)) + 1, torch.tensor(position_steps(tokenizer))
    pixels = np.zeros((len(lines), 1, HEIGHT, width), np.float32)
    mask = torch.zeros(len(lines), width // COLUMN, dtype=torch.int64)
    tokens = torch.zeros(len(lines), length, dtype=torch.int64)
    targets = torch.full((len(lines), length), IGNORED)
    for i, ((image, _), row) in enumerate(zip(lines, ids)):
        pixels[i, 0, :, :image.shape[1]] = image
        mask[i, :-(-image.shape[1] // COLUMN)] = 1
        tokens[i, :len(row) + 1] = torch.tensor([BOS] + row)
        targets[i, :len(row) + 1] = torch.tensor(row + [EOS])
    texts = [text for _, text in lines]
    return {'pixels': torch.from_numpy(pixels), 'mask': mask, 'tokens': tokens, 'positions': steps[tokens].cumsum(1), 'targets': targets,
            'letters': torch.tensor([INDEX[c] for text in texts for c in text]), 'counts': torch.tensor([len(t) for t in texts]), 'texts': texts}


def produce(queue, seed: int, width):
    """Fills the queue for ever; `width` is a shared value that the trainer raises (the curriculum)."""
    os.nice(3)
    torch.set_num_threads(1)
    tokenizer = Tokenizer.from_file(str(TOKENIZER / 'tokenizer.json'))
    renderer, rng = Renderer(Lines('train'), load(held_out=False), seed), random.Random(seed)
    while True:
        pool = sorted((renderer.draw(width.value) for _ in range(POOL)), key=lambda line: line[0].shape[1])
        cuts = list(range(0, POOL, BATCH))
        rng.shuffle(cuts)
        for cut in cuts:
            queue.put(collate(pool[cut:cut + BATCH], tokenizer))


def start_producer(seed: int, width):
    """A queue of batches from a spawned process (a forked one hangs in torch's thread pool)."""
    import torch.multiprocessing as mp
    mp.set_sharing_strategy('file_system')
    context = mp.get_context('spawn')
    queue = context.Queue(16)
    context.Process(target=produce, args=(queue, seed, width), daemon=True).start()
    return queue


def fixed_batches(count: int, seed: int, clean: float, max_width: int = 480) -> list[dict]:
    """The same held-out lines every time: held-out fonts and held-out documents; `clean` is the share of clean lines."""
    tokenizer = Tokenizer.from_file(str(TOKENIZER / 'tokenizer.json'))
    renderer = Renderer(Lines('heldout'), load(held_out=True), seed, clean)
    lines = sorted((renderer.draw(max_width) for _ in range(count * BATCH)), key=lambda line: line[0].shape[1])
    return [collate(lines[i:i + BATCH], tokenizer) for i in range(0, len(lines), BATCH)]
