"""Reads lines with a checkpoint, on a GPU or a CPU, in 32 bits: the same figures as the exported graphs, where there is no ONNX Runtime."""
import numpy as np
import torch

from .graphs import DecoderGraph, EncoderGraph, deployable
from .model import Nano
from .pieces import Pieces
from .reader import Reader


class TorchReader(Reader):
    def __init__(self, net: Nano, device: str):
        net = deployable(net).to(device)
        self.device, self.encoder, self.decoder, self.pieces = device, EncoderGraph(net.encoder), DecoderGraph(net.decoder), Pieces()

    @torch.no_grad()
    def encode(self, pixels, mask):
        *past, ids, logprobs = self.encoder(*self.moved(pixels, mask))
        return past, ids.cpu().numpy(), logprobs.cpu().numpy()

    @torch.no_grad()
    def forward(self, ids, positions, bias, past):
        top, logprobs, *new = self.decoder(*self.moved(ids, positions, bias), *past)
        return top.cpu().numpy(), logprobs.cpu().numpy(), new

    def longer(self, past, new):
        return [torch.cat(pair, 2) for pair in zip(past, new)]

    def moved(self, *arrays: np.ndarray):
        return [torch.from_numpy(array).to(self.device) for array in arrays]
