"""Reads lines with the exported graphs: what evaluate and calibrate measure."""
import json
from pathlib import Path

import numpy as np
import onnxruntime

from .graphs import names
from .pieces import Pieces
from .reader import Reader


class OnnxReader(Reader):
    def __init__(self, folder: Path, threads: int = 1):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry('session.intra_op.allow_spinning', '0')
        session = lambda name: onnxruntime.InferenceSession(str(folder / 'onnx' / name), options, providers=['CPUExecutionProvider'])
        self.encoder, self.decoder = session('encoder_model.onnx'), session('decoder_model_merged.onnx')
        self.config = json.loads((folder / 'config.json').read_text(encoding='utf-8'))
        self.pieces = Pieces(folder / 'tokenizer.json')
        layers = self.config['decoder']['layers']
        self.past_names, self.new_names = names('past_key_values', layers), names('present', layers)

    def encode(self, pixels: np.ndarray, mask: np.ndarray):
        *past, ids, logprobs = self.encoder.run(None, {'pixel_values': pixels, 'pixel_mask': mask})
        return past, ids, logprobs

    def forward(self, ids: np.ndarray, positions: np.ndarray, bias: np.ndarray, past: list):
        feeds = {'input_ids': ids, 'position_ids': positions, 'attention_bias': bias, **dict(zip(self.past_names, past))}
        top, logprobs, *new = self.decoder.run(None, feeds)
        return top, logprobs, new
