"""nano: a vision encoder with a CTC head (the cheap draft) and a causal decoder over its columns (the verifier).

The image columns do not run through the decoder's layers. The encoder projects them once to keys and values for
every decoder layer, and text tokens attend to [image columns, text so far] in one softmax: to the decoder, the
image is simply the beginning of its key/value cache.

Where to read next is the hard part of such a decoder, and the CTC head knows it: every column is told how many
characters the head has counted up to it, and text positions count characters too. So the next token is always found
at the columns whose count is one more than the text's.
"""
from dataclasses import asdict, dataclass

import torch
import torch.nn as nn
import torch.nn.functional as F

from .alphabet import ALPHABET

NEVER = -1e9  # attention bias of a position that may not be attended to


@dataclass
class Shape:
    width: int = 192
    heads: int = 3
    encoder_layers: int = 4
    decoder_layers: int = 3
    vocabulary: int = 1024
    classes: int = len(ALPHABET) + 1
    columns: int = 256    # position embeddings: 1,024 pixels
    positions: int = 128  # characters of a line

    as_dict = asdict


def waves(count: int, width: int, size: float) -> torch.Tensor:
    """Sinusoids as the first value of learned positions: "the next column" is then linear from the start."""
    angle = torch.arange(count)[:, None] * torch.exp(-torch.arange(0, width, 2) / width * 6.9)
    return torch.cat([angle.sin(), angle.cos()], 1) * size


def attended(q, keys, values, bias):
    """Written out: on a CPU a third of the time of torch's fused kernel, and what the exported graphs hold."""
    scores = (q * q.shape[-1] ** -.5) @ keys.transpose(2, 3)
    return (scores + bias).softmax(-1).to(values.dtype) @ values


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads, self.qkv, self.out = heads, nn.Linear(width, 3 * width), nn.Linear(width, width)

    def split(self, x):  # [B,T,n*D] -> n tensors [B,heads,T,hd]
        b, t, _ = x.shape
        return x.view(b, t, -1, self.heads, self.out.in_features // self.heads).permute(2, 0, 3, 1, 4).unbind(0)

    def forward(self, x, bias, past=None):
        """past: (key, value) [B,heads,C,hd] put before x's own. Also returns x's own key and value."""
        q, k, v = self.split(self.qkv(x))
        keys, values = (torch.cat([past[0], k], 2), torch.cat([past[1], v], 2)) if past else (k, v)
        mixed = F.scaled_dot_product_attention(q, keys, values, bias.to(q.dtype)) if q.is_cuda else attended(q, keys, values, bias)
        return self.out(mixed.transpose(1, 2).flatten(2)), k, v


class Block(nn.Module):
    def __init__(self, width, heads, hidden):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = Attention(width, heads)
        self.up, self.down = nn.Linear(width, hidden), nn.Linear(hidden, width)

    def forward(self, x, bias, past=None):
        mixed, k, v = self.attention(self.norm1(x), bias, past)
        x = x + mixed
        return x + self.down(F.gelu(self.up(self.norm2(x)))), k, v


class Encoder(nn.Module):
    def __init__(self, s: Shape):
        super().__init__()
        conv = lambda a, b, stride: nn.Sequential(nn.Conv2d(a, b, 3, stride, 1, bias=False), nn.BatchNorm2d(b), nn.ReLU())
        self.convs = nn.ModuleList([conv(1, 32, 2), conv(32, 64, 2), conv(64, 128, (2, 1))])  # 32 x W -> 4 x W/4
        self.flat = nn.Linear(128 * 4, s.width)
        self.local = nn.Conv1d(s.width, s.width, 5, padding=2, groups=s.width)
        self.positions = nn.Parameter(waves(s.columns, s.width, .1))
        self.blocks = nn.ModuleList(Block(s.width, s.heads, 3 * s.width) for _ in range(s.encoder_layers))
        self.norm, self.ctc = nn.LayerNorm(s.width), nn.Linear(s.width, s.classes)
        self.places = nn.Parameter(waves(s.columns, s.width, .3))  # where a column is, said again to the decoder
        self.order = nn.Parameter(waves(s.positions, s.width, .3))  # how many characters are read up to it
        self.memory = nn.ModuleList(nn.Linear(s.width, 2 * s.width) for _ in range(s.decoder_layers))
        self.heads, self.fixed = s.heads, False  # fixed: train what the decoder makes of the columns, not the columns

    def forward(self, pixels, mask):
        """pixels [B,1,32,W], mask [B,W/4] -> (keys and values of each decoder layer [B,heads,W/4,hd], CTC logits [B,W/4,classes])."""
        with torch.set_grad_enabled(torch.is_grad_enabled() and not self.fixed):
            x = self.columns(pixels, mask)
            ctc = self.ctc(x)
        place = x + self.places[:x.shape[1]] + F.embedding(self.count(ctc), self.order)
        split = lambda kv: kv.view(*kv.shape[:2], 2, self.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
        return [split(project(place)) for project in self.memory], ctc

    def columns(self, pixels, mask):
        """What each column of 4 pixels shows, [B,W/4,width].
        Padding is set to zero after every convolution, so a line reads the same alone and in any batch."""
        real = mask.to(pixels.dtype)
        twice = lambda columns: columns[..., None].expand(-1, -1, 2).flatten(1)
        wide = twice(real)
        x = pixels * twice(wide)[:, None, None]
        for conv, columns in zip(self.convs, (wide, real, real)):
            x = conv(x)
            x = x * columns[:, None, None].to(x.dtype)
        x = self.flat(x.permute(0, 3, 1, 2).flatten(2))
        x = x * real[..., None].to(x.dtype)
        x = x + F.gelu(self.local(x.transpose(1, 2)).transpose(1, 2)) + self.positions[:x.shape[1]]
        bias = ((1 - real) * NEVER)[:, None, None]
        for block in self.blocks:
            x = block(x, bias)[0]
        return self.norm(x)

    def count(self, ctc):
        """Characters that the CTC head's best path has begun up to each column [B,W/4]."""
        best = ctc.argmax(-1)
        before = F.pad(best, (1, 0))[:, :-1]
        begun = (best != 0) & (best != before)
        return begun.long().cumsum(1).clamp(max=self.order.shape[0] - 1)


class Decoder(nn.Module):
    def __init__(self, s: Shape):
        super().__init__()
        self.tokens = nn.Embedding(s.vocabulary, s.width)
        self.positions = nn.Parameter(waves(s.positions, s.width, .02))
        self.blocks = nn.ModuleList(Block(s.width, s.heads, 4 * s.width) for _ in range(s.decoder_layers))
        self.norm = nn.LayerNorm(s.width)

    def forward(self, ids, positions, bias, past):
        """ids, positions [B,S]; bias [B,1,S,C+S]; past: per layer (key, value) [B,heads,C,hd] -> (logits [B,S,V], new keys and values)."""
        x, new = self.tokens(ids) + F.embedding(positions.clamp(max=self.positions.shape[0] - 1), self.positions), []
        for block, cache in zip(self.blocks, past):
            x, k, v = block(x, bias, cache)
            new.append((k, v))
        return F.linear(self.norm(x), self.tokens.weight), new


class Nano(nn.Module):
    def __init__(self, shape: Shape = Shape()):
        super().__init__()
        self.shape, self.encoder, self.decoder = shape, Encoder(shape), Decoder(shape)
        for module in self.modules():
            if isinstance(module, (nn.Linear, nn.Embedding)):
                nn.init.normal_(module.weight, std=.02 if isinstance(module, nn.Embedding) else module.weight.shape[1] ** -.5 * .6)
            if isinstance(module, nn.Linear):
                nn.init.zeros_(module.bias)

    def forward(self, pixels, mask, tokens, positions):
        """Teacher forcing; positions [B,L] count characters: (decoder logits [B,L,V], CTC logits [B,W/4,classes])."""
        past, ctc = self.encoder(pixels, mask)
        length = tokens.shape[1]
        causal = torch.full((length, length), NEVER, device=tokens.device).triu(1).expand(len(tokens), 1, -1, -1)
        image = ((1 - mask.float()) * NEVER)[:, None, None].expand(-1, 1, length, -1)
        return self.decoder(tokens, positions, torch.cat([image, causal], 3), past)[0], ctc
