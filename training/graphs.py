"""The two graphs that nano ships: what the TypeScript side feeds and gets, around the trained modules."""
import copy

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils.fusion import fuse_conv_bn_eval

from .model import Nano

TOP = 4  # choices a position, best first


class EncoderGraph(nn.Module):
    """(pixel_values, pixel_mask) -> keys and values of every decoder layer, ctc_ids, ctc_logprobs."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, pixel_values, pixel_mask):
        past, ctc = self.encoder(pixel_values, pixel_mask)
        logprobs, ids = F.log_softmax(ctc, -1).max(-1)
        flat = [tensor for pair in past for tensor in pair]
        return (*flat, ids * pixel_mask, logprobs * pixel_mask)  # padding reads as a certain blank


class DecoderGraph(nn.Module):
    """(input_ids, position_ids, attention_bias, past) -> topk_ids, topk_logprobs, keys and values of the new tokens only."""

    def __init__(self, decoder):
        super().__init__()
        self.decoder = decoder

    def forward(self, input_ids, position_ids, attention_bias, *past):
        pairs = list(zip(past[::2], past[1::2]))
        logits, new = self.decoder(input_ids, position_ids, attention_bias, pairs)
        logprobs, ids = torch.topk(F.log_softmax(logits, -1), TOP)
        return (ids, logprobs, *[tensor for pair in new for tensor in pair])


def names(kind: str, layers: int) -> list[str]:
    """past_key_values.0.key, past_key_values.0.value, past_key_values.1.key, ..."""
    return [f'{kind}.{layer}.{part}' for layer in range(layers) for part in ('key', 'value')]


def deployable(net: Nano) -> Nano:
    """A copy with BatchNorm folded into the convolutions and the weights rounded to what 16 bits hold."""
    net = copy.deepcopy(net).eval()
    for i, (conv, norm, act) in enumerate(net.encoder.convs):
        net.encoder.convs[i] = nn.Sequential(fuse_conv_bn_eval(conv, norm), act)
    with torch.no_grad():
        for weight in net.parameters():
            if weight.numel() >= HALF_FROM:
                weight.copy_(weight.half().float())
    return net


HALF_FROM = 1024  # numbers; smaller tensors stay in 32 bits
