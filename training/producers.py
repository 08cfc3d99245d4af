"""Rendering processes: each draws lines for ever and hands them over in blocks, as fast as they are taken."""
import os
import random
import time

from .batches import MAX_WIDTH, block
from .pieces import Pieces

BLOCK = 128   # lines
WAITING = 48  # blocks that may wait to be taken


def produce(queue, seed: int, width):
    """`width` is a shared value that the trainer raises (the curriculum)."""
    os.nice(3)
    from .fonts import load
    from .lines import Lines
    from .render import Renderer
    pieces, renderer = Pieces(), Renderer(Lines('train'), load(held_out=False), seed)
    while True:
        queue.put(block([renderer.draw(width.value) for _ in range(BLOCK)], pieces))


def start_producers(count: int, width: int):
    """A queue of blocks, the shared width of lines, and the processes; spawned, because forked ones hang in torch's threads."""
    import torch.multiprocessing as mp
    context = mp.get_context('spawn')
    shared, queue, seed = context.Value('i', width), context.Queue(WAITING), int(time.time())
    processes = [context.Process(target=produce, args=(queue, random.Random(seed + number).getrandbits(32), shared), daemon=True) for number in range(count)]
    for process in processes:
        process.start()
    return queue, shared, processes


def main():
    """Lines a second of one process at full width, in CPU time: what `count` of them can feed."""
    from .fonts import load
    from .lines import Lines
    from .render import Renderer
    pieces, renderer = Pieces(), Renderer(Lines('train'), load(held_out=False), seed=1)
    block([renderer.draw(MAX_WIDTH) for _ in range(BLOCK)], pieces)
    begun, lines = time.process_time(), 0
    while time.process_time() - begun < 10:
        block([renderer.draw(MAX_WIDTH) for _ in range(BLOCK)], pieces)
        lines += BLOCK
    print(f'{lines / (time.process_time() - begun):.0f} lines a second of CPU time')


if __name__ == '__main__':
    main()
