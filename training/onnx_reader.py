"""Reads lines with the exported graphs: CTC draft and plain greedy decoding. What evaluate and calibrate measure."""
import json
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from .graphs import names
from .metrics import ctc_text
from .model import NEVER


class OnnxReader:
    def __init__(self, folder: Path, threads: int = 1):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry('session.intra_op.allow_spinning', '0')
        session = lambda name: onnxruntime.InferenceSession(str(folder / 'onnx' / name), options, providers=['CPUExecutionProvider'])
        self.encoder, self.decoder = session('encoder_model.onnx'), session('decoder_model_merged.onnx')
        self.config = json.loads((folder / 'config.json').read_text(encoding='utf-8'))
        self.tokenizer = Tokenizer.from_file(str(folder / 'tokenizer.json'))
        layers = self.config['decoder']['layers']
        self.past_names, self.new_names = names('past_key_values', layers), names('present', layers)

    def encode(self, pixels: np.ndarray, mask: np.ndarray):
        """(past keys and values, CTC ids [B,W/4], CTC log-probabilities [B,W/4])"""
        *past, ids, logprobs = self.encoder.run(None, {'pixel_values': pixels, 'pixel_mask': mask})
        return past, ids, logprobs

    def forward(self, ids: np.ndarray, positions: np.ndarray, bias: np.ndarray, past: list):
        """(top ids [B,S,4], top log-probabilities [B,S,4], new keys and values)"""
        feeds = {'input_ids': ids, 'position_ids': positions, 'attention_bias': bias, **dict(zip(self.past_names, past))}
        top, logprobs, *new = self.decoder.run(None, feeds)
        return top, logprobs, new

    def draft(self, ids: np.ndarray, mask: np.ndarray) -> list[str]:
        return [ctc_text(row[:int(real.sum())].tolist()) for row, real in zip(ids, mask)]

    def greedy(self, past: list, mask: np.ndarray):
        """Plain decoding, one token a step: (texts, log-probabilities of each line's tokens with </s>)."""
        rows = len(mask)
        bias = np.where(mask[:, None, None] > 0, 0, NEVER).astype(np.float32)
        last, place, steps = np.full((rows, 1), self.config['bosTokenId'], np.int64), np.zeros((rows, 1), np.int64), np.array(self.config['positionSteps'])
        found, scores, open_rows = [[] for _ in range(rows)], [[] for _ in range(rows)], np.ones(rows, bool)
        for _ in range(self.config['maxNewTokens']):
            bias = np.concatenate([bias, np.zeros((rows, 1, 1, 1), np.float32)], 3)
            top, logprobs, new = self.forward(last, place, bias, past)
            past = [np.concatenate(pair, 2) for pair in zip(past, new)]
            last = top[:, :, 0]
            place = place + steps[last]
            for row in np.flatnonzero(open_rows):
                scores[row].append(float(logprobs[row, 0, 0]))
                if last[row, 0] == self.config['eosTokenId']:
                    open_rows[row] = False
                else:
                    found[row].append(int(last[row, 0]))
            if not open_rows.any():
                break
        return [self.tokenizer.decode(ids) for ids in found], scores
