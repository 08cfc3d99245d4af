"""Proves that the exported graphs are the trained model, and that batch, padding and width do not change results."""
from pathlib import Path

import numpy as np
import torch

from .batches import fixed_batches
from .graphs import DecoderGraph, EncoderGraph
from .model import NEVER, Nano
from .onnx_reader import OnnxReader


def reads(reader: OnnxReader, past, mask: np.ndarray, tokens: np.ndarray, places: np.ndarray, width: int):
    """Top ids and log-probabilities of every token, fed `width` tokens a forward behind the image columns."""
    rows, length = tokens.shape
    image = np.where(mask[:, None, None] > 0, 0, NEVER).astype(np.float32)
    ids, logprobs = [], []
    for start in range(0, length, width):
        new = min(width, length - start)
        causal = np.triu(np.full((new, new), NEVER, np.float32), 1)
        text = np.concatenate([np.zeros((new, start), np.float32), causal], 1)
        bias = np.concatenate([np.broadcast_to(image, (rows, 1, new, image.shape[3])), np.broadcast_to(text, (rows, 1, *text.shape))], 3)
        positions = np.ascontiguousarray(places[:, start:start + new])
        top, scores, present = reader.forward(tokens[:, start:start + new], positions, np.ascontiguousarray(bias), past)
        past = [np.concatenate(pair, 2) for pair in zip(past, present)]
        ids.append(top)
        logprobs.append(scores)
    return np.concatenate(ids, 1), np.concatenate(logprobs, 1)


def worst(a, b) -> float:
    return float(np.abs(np.asarray(a) - np.asarray(b)).max())


@torch.no_grad()
def check(net: Nano, folder: Path, lines: int = 16) -> dict:
    """Largest differences; raises AssertionError when a promise of the model card is broken."""
    reader = OnnxReader(folder)
    batch = fixed_batches(2, seed=5, clean=.5)[1]
    pixels, mask, tokens, places = (batch[k][:lines] for k in ('pixels', 'mask', 'tokens', 'positions'))
    past, ids, logprobs = reader.encode(pixels.numpy(), mask.numpy())
    *expected, expected_ids, expected_logprobs = EncoderGraph(net.encoder)(pixels, mask)
    real = mask.numpy() > 0
    result = {'encoder': max(worst(a.transpose(0, 2, 1, 3)[real], b.numpy().transpose(0, 2, 1, 3)[real]) for a, b in zip(past, expected))}
    result['ctc'] = worst(logprobs, expected_logprobs)
    top, scores = reads(reader, past, mask.numpy(), tokens.numpy(), places.numpy(), width=8)
    length = tokens.shape[1]
    bias = torch.cat([((1 - mask.float()) * NEVER)[:, None, None].expand(-1, 1, length, -1),
                      torch.full((length, length), NEVER).triu(1).expand(lines, 1, -1, -1)], 3)
    theirs, their_scores, *_ = DecoderGraph(net.decoder)(tokens, places, bias, *expected)
    counted = (batch['targets'][:lines] >= 0).numpy()
    result['decoder'] = worst(scores[counted], their_scores.numpy()[counted])
    one, one_scores = reads(reader, past, mask.numpy(), tokens.numpy(), places.numpy(), width=1)
    result['8 tokens against 1'] = worst(scores[counted], one_scores[counted])
    alone_worst = 0.0
    for i in range(lines):  # alone, and without padding
        columns = -(-int(mask[i].sum()) // 2) * 2
        single, single_ids, _ = reader.encode(pixels[i:i + 1, ..., :columns * 4].numpy(), mask[i:i + 1, :columns].numpy())
        assert np.array_equal(single_ids[0], ids[i, :columns]), f'line {i}: CTC differs alone'
        alone, alone_scores = reads(reader, single, mask[i:i + 1, :columns].numpy(), tokens[i:i + 1].numpy(), places[i:i + 1].numpy(), width=1)
        assert np.array_equal(alone[0, counted[i], 0], one[i, counted[i], 0]), f'line {i}: decoder differs alone'
        alone_worst = max(alone_worst, worst(alone_scores[0, counted[i]], one_scores[i, counted[i]]))
    result['alone against batch'] = alone_worst
    assert np.array_equal(ids, expected_ids.numpy()) and np.array_equal(top[..., 0][counted], theirs.numpy()[..., 0][counted])
    assert np.array_equal(top[..., 0][counted], one[..., 0][counted])
    assert max(result['encoder'], result['ctc'], result['decoder']) < 1e-4, result
    assert max(result['8 tokens against 1'], alone_worst) < 1e-4, result
    return result
