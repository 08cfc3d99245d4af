"""The lines a training has at hand, on its device: fresh ones first, and seen ones again, changed, while no fresh ones come.

So a GPU never waits for the processes that render, and a CPU, which they outrun, sees every line once.
"""
import queue as queues

import numpy as np
import torch

from .augment import changed
from .batches import MAX_LETTERS, MAX_TOKENS, MAX_WIDTH, batch
from .render import HEIGHT

GROUP = 8        # batches that are cut from lines sorted by width: little padding
MAX_VIEWS = 25   # views of a line, on average: beyond that, waiting teaches more than the same lines again
PATIENCE = 120   # seconds
ON_DEVICE = {'pixels': ((HEIGHT, MAX_WIDTH), torch.uint8), 'ids': ((MAX_TOKENS,), torch.int16), 'letters': ((MAX_LETTERS,), torch.uint8)}
LINE_BYTES = HEIGHT * MAX_WIDTH + 2 * MAX_TOKENS + MAX_LETTERS
ON_HOST = ('widths', 'counts', 'tokens')


class Pool:
    """A ring of `capacity` lines (16 KB each), fed from a queue of blocks (batches.block)."""

    def __init__(self, queue, capacity: int, size: int, steps: torch.Tensor):
        self.queue, self.capacity, self.size, self.steps = queue, capacity, size, steps
        self.stored = {key: torch.empty((capacity, *shape), dtype=dtype, device=steps.device) for key, (shape, dtype) in ON_DEVICE.items()}
        self.host = {key: np.zeros(capacity, np.int64) for key in ON_HOST}
        self.fresh = np.zeros(0, np.int64)
        self.lines = self.views = 0  # lines that came in, lines that went out in batches
        self.rng = np.random.default_rng()

    def batches(self):
        """Endless batches of `size` lines; `again` tells those whose lines were seen before."""
        while True:
            rows, again = self.rows(GROUP * self.size)
            rows = rows[np.argsort(self.host['widths'][rows], kind='stable')].reshape(GROUP, self.size)
            for cut in self.rng.permutation(GROUP):
                yield self.batch(rows[cut], again)

    def rows(self, count: int):
        """Places of `count` fresh lines; of lines seen before, while too few are fresh. RuntimeError if no lines come."""
        assert count <= self.capacity // 2, 'the pool is too small for its batches'
        while True:
            self.take(count)
            if len(self.fresh) >= count:
                rows, self.fresh = self.fresh[:count], self.fresh[count:]
                self.views += count
                return rows, False
            held = min(self.lines, self.capacity)
            if held >= count and self.views + count <= MAX_VIEWS * self.lines:
                self.views += count
                return self.rng.choice(held, count, replace=False), True
            try:
                self.add(self.queue.get(timeout=PATIENCE))
            except queues.Empty:
                raise RuntimeError(f'no lines were rendered for {PATIENCE} seconds: the rendering processes have failed') from None

    def take(self, enough: int):
        """Takes waiting blocks in, until twice as many lines are fresh as a group needs: then the processes may wait."""
        while len(self.fresh) < 2 * enough:
            try:
                self.add(self.queue.get_nowait())
            except queues.Empty:
                return

    def add(self, block: dict):
        places = (self.lines + np.arange(len(block['widths']))) % self.capacity
        on_device = torch.from_numpy(places).to(self.steps.device)
        for key, stored in self.stored.items():
            stored[on_device] = torch.from_numpy(block[key]).to(stored.device)
        for key in ON_HOST:
            self.host[key][places] = block[key]
        self.lines += len(places)
        self.fresh = np.concatenate([self.fresh, places])

    def batch(self, rows: np.ndarray, again: bool) -> dict:
        places = torch.from_numpy(rows).to(self.steps.device, non_blocking=True)
        made = batch(**{key: stored[places] for key, stored in self.stored.items()}, **{key: self.host[key][rows] for key in ON_HOST}, steps=self.steps)
        return {**made, 'pixels': changed(made['pixels'])} if again else made
