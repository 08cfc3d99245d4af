"""The two graphs that nano ships: what the TypeScript side feeds and gets, around the trained modules."""
import copy

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils.fusion import fuse_conv_bn_eval

from .model import Nano

TOP = 4  # choices a position, best first
PAD = -1  # tokens below zero are padding: the linear layers skip them


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
    """(input_ids, position_ids, attention_bias, past) -> topk_ids, topk_logprobs, keys and values of the new tokens only.

    The module's arithmetic in the order that is fastest here: rows are padded to the longest, tokens below zero are padding
    and skipped by everything but attention; past and new keys are scored apart, so that the past is never copied.
    What is returned for padding means nothing.
    """

    def __init__(self, decoder):
        super().__init__()
        self.decoder = decoder

    def forward(self, input_ids, position_ids, attention_bias, *past):
        real = (input_ids >= 0).flatten()
        places = real.nonzero()[:, 0]
        place_of = (real.long().cumsum(0) - 1).clamp(min=0).view(input_ids.shape)
        pack = lambda padded: padded.flatten(0, 1)[places]
        net = self.decoder
        x, new = net.tokens(pack(input_ids)) + net.positions[pack(position_ids).clamp(max=net.positions.shape[0] - 1)], []
        for block, keys, values in zip(net.blocks, past[::2], past[1::2]):
            attention, cached = block.attention, keys.shape[2]
            q, k, v = attention.split(attention.qkv(block.norm1(x))[place_of])
            q = q * q.shape[-1] ** -.5
            share = (torch.cat([q @ keys.transpose(2, 3), q @ k.transpose(2, 3)], 3) + attention_bias).softmax(-1)
            mixed = share[..., :cached] @ values + share[..., cached:] @ v
            x = x + attention.out(pack(mixed.transpose(1, 2).flatten(2)))
            x = x + block.down(F.gelu(block.up(block.norm2(x))))
            new += [k, v]
        logprobs, ids = torch.topk(F.log_softmax(F.linear(net.norm(x), net.tokens.weight), -1), TOP)
        return (ids[place_of], logprobs[place_of], *new)


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
