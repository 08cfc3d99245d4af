"""Reads lines as the library does: CTC draft and plain greedy decoding, over whatever runs the two graphs."""
import numpy as np

from .metrics import ctc_text
from .model import NEVER
from .pieces import BOS, EOS, Pieces

MAX_NEW_TOKENS = 96  # a crop


class Reader:
    """What evaluation needs of a model; OnnxReader and TorchReader say how its graphs run."""
    pieces: Pieces

    def encode(self, pixels: np.ndarray, mask: np.ndarray):
        """(past keys and values, CTC ids [B,W/4], CTC log-probabilities [B,W/4])"""
        raise NotImplementedError

    def forward(self, ids: np.ndarray, positions: np.ndarray, bias: np.ndarray, past: list):
        """(top ids [B,S,4], top log-probabilities [B,S,4], new keys and values)"""
        raise NotImplementedError

    def longer(self, past: list, new: list) -> list:
        return [np.concatenate(pair, 2) for pair in zip(past, new)]

    def draft(self, ids: np.ndarray, mask: np.ndarray) -> list[str]:
        return [ctc_text(row[:int(real.sum())].tolist()) for row, real in zip(ids, mask)]

    def greedy(self, past: list, mask: np.ndarray):
        """Plain decoding, one token a step: (texts, log-probabilities of each line's tokens with </s>)."""
        rows = len(mask)
        bias = np.where(mask[:, None, None] > 0, 0, NEVER).astype(np.float32)
        last, place, steps = np.full((rows, 1), BOS, np.int64), np.zeros((rows, 1), np.int64), np.array(self.pieces.steps())
        found, scores, open_rows = [[] for _ in range(rows)], [[] for _ in range(rows)], np.ones(rows, bool)
        for _ in range(MAX_NEW_TOKENS):
            bias = np.concatenate([bias, np.zeros((rows, 1, 1, 1), np.float32)], 3)
            top, logprobs, new = self.forward(last, place, bias, past)
            past = self.longer(past, new)
            last = top[:, :, 0]
            place = place + steps[last]
            for row in np.flatnonzero(open_rows):
                scores[row].append(float(logprobs[row, 0, 0]))
                if last[row, 0] == EOS:
                    open_rows[row] = False
                else:
                    found[row].append(int(last[row, 0]))
            if not open_rows.any():
                break
        return [self.pieces.decode(ids) for ids in found], scores
