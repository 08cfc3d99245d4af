"""Decoder graphs with the inputs, outputs and operators of public exports, traced from a PyTorch reference's own layers."""
import torch
from torch import nn


class GroupQueryAttention(torch.autograd.Function):
    """Traced as com.microsoft.GroupQueryAttention; what it computes here only has the right shapes."""

    @staticmethod
    def symbolic(g, q, k, v, past_k, past_v, seqlens, total, cos, sin, heads, kv_heads, rotate):
        inputs = [q, k, v, past_k, past_v, seqlens, total] + ([cos, sin] if rotate else [])
        return g.op("com.microsoft::GroupQueryAttention", *inputs, num_heads_i=heads, kv_num_heads_i=kv_heads, do_rotary_i=rotate, outputs=3)

    @staticmethod
    def forward(ctx, q, k, v, past_k, past_v, seqlens, total, cos, sin, heads, kv_heads, rotate):
        return q.clone(), torch.cat([past_k, split(k, kv_heads)], 2), torch.cat([past_v, split(v, kv_heads)], 2)


class RotaryEmbedding(torch.autograd.Function):
    """Traced as com.microsoft.RotaryEmbedding."""

    @staticmethod
    def symbolic(g, x, positions, cos, sin, heads):
        return g.op("com.microsoft::RotaryEmbedding", x, positions, cos, sin, num_heads_i=heads, rotary_embedding_dim_i=0, interleaved_i=0)

    @staticmethod
    def forward(ctx, x, positions, cos, sin, heads):
        return x.clone()


def split(x, heads):
    """[B, S, heads * d] -> [B, heads, S, d]"""
    return x.unflatten(-1, (heads, -1)).transpose(1, 2)


def rotate_half(x):
    a, b = x.chunk(2, -1)
    return torch.cat([-b, a], -1)


class Decoder(nn.Module):
    """Llama, Qwen2 or Qwen3 layers over embeddings. `attention`: 'rotary-outside', 'rotary-inside' (both GroupQueryAttention) or 'plain'."""

    def __init__(self, text, lm_head, config, attention, positions, keep):
        super().__init__()
        self.text, self.lm_head, self.config, self.attention, self.positions, self.keep = text, lm_head, config, attention, positions, keep
        self.heads, self.kv_heads = config.num_attention_heads, config.num_key_value_heads
        self.head_dim = getattr(config, "head_dim", None) or config.hidden_size // self.heads
        angles = torch.arange(config.max_position_embeddings)[:, None].float() * text.rotary_emb.inv_freq
        self.register_buffer("cos", angles.cos())
        self.register_buffer("sin", angles.sin())

    def forward(self, embeds, mask, *rest):
        rest = list(rest)
        positions = rest.pop(0) if self.positions else None
        keep = rest.pop(0) if self.keep else None
        x, present = embeds, []
        for i, layer in enumerate(self.text.layers):
            y = layer.input_layernorm(x)
            attended, k, v = self.attend(layer.self_attn, y, mask, positions, rest[2 * i], rest[2 * i + 1])
            x = x + layer.self_attn.o_proj(attended)
            x = x + layer.mlp(layer.post_attention_layernorm(x))
            present += [k, v]
        x = self.text.norm(x)
        if keep is not None:
            x = x[:, -keep:]
        return (self.lm_head(x), *present)

    def attend(self, layer, y, mask, positions, past_k, past_v):
        q, k, v = layer.q_proj(y), layer.k_proj(y), layer.v_proj(y)
        if hasattr(layer, "q_norm"):
            q = layer.q_norm(q.unflatten(-1, (self.heads, self.head_dim))).flatten(2)
            k = layer.k_norm(k.unflatten(-1, (self.kv_heads, self.head_dim))).flatten(2)
        if self.attention == "plain":
            return self.attend_plainly(q, k, v, mask, positions, past_k, past_v)
        seqlens, total = (mask.sum(1) - 1).int(), torch.onnx.operators.shape_as_tensor(mask)[1].int()
        if self.attention == "rotary-outside":
            q, k = (RotaryEmbedding.apply(t, positions, self.cos, self.sin, n) for t, n in [(q, self.heads), (k, self.kv_heads)])
        inside = int(self.attention == "rotary-inside")
        return GroupQueryAttention.apply(q, k, v, past_k, past_v, seqlens, total, self.cos, self.sin, self.heads, self.kv_heads, inside)

    def attend_plainly(self, q, k, v, mask, positions, past_k, past_v):
        cos, sin = (t[:, None] if t.dim() == 3 else t for t in self.text.rotary_emb(q, positions))
        q, k, v = split(q, self.heads), split(k, self.kv_heads), split(v, self.kv_heads)
        q, k = q * cos + rotate_half(q) * sin, k * cos + rotate_half(k) * sin
        k, v = torch.cat([past_k, k], 2), torch.cat([past_v, v], 2)
        new, total = q.shape[2], k.shape[2]
        seen = torch.arange(total)[None, :] <= torch.arange(new)[:, None] + (total - new)
        bias = torch.where(seen[None, None] & (mask[:, None, None, :] > 0), 0.0, -1e9)
        groups = self.heads // self.kv_heads
        scores = q @ k.repeat_interleave(groups, 1).transpose(2, 3) * self.head_dim**-0.5 + bias
        return (scores.softmax(-1) @ v.repeat_interleave(groups, 1)).transpose(1, 2).flatten(2), k, v


class CrossDecoder(nn.Module):
    """
    An MBart decoder, as its two branches are exported. `causal=False` traces the branch with past keys and values on one
    token, as exporters did: given more tokens, it lets them see what follows.
    """

    def __init__(self, decoder, lm_head, heads, past, causal):
        super().__init__()
        self.decoder, self.lm_head, self.heads, self.past, self.causal = decoder, lm_head, heads, past, causal

    def forward(self, ids, encoded, *past):
        decoder, present = self.decoder, []
        before, new = (past[0].shape[2] if self.past else 0), ids.shape[1]
        embedded = decoder.embed_tokens(ids) + decoder.embed_positions.weight[torch.arange(new) + before + decoder.embed_positions.offset]
        x = decoder.layernorm_embedding(embedded)
        bias = torch.where(torch.arange(before + new)[None, :] <= torch.arange(new)[:, None] + before, 0.0, -1e9)
        for i, layer in enumerate(decoder.layers):
            own, cross = past[4 * i:4 * i + 2], past[4 * i + 2:4 * i + 4]
            x, k, v = self.attend(x, layer.self_attn_layer_norm, layer.self_attn, None, own, bias if self.causal or not self.past else None)
            x, ek, ev = self.attend(x, layer.encoder_attn_layer_norm, layer.encoder_attn, encoded, cross, None)
            y = layer.final_layer_norm(x)
            x = x + layer.fc2(layer.activation_fn(layer.fc1(y)))
            present += [k, v, ek, ev]
        return (self.lm_head(decoder.layer_norm(x)), *present)

    def attend(self, x, norm, layer, encoded, past, bias):
        y = norm(x)
        q = split(layer.q_proj(y), self.heads)
        if encoded is not None and self.past:
            # a copy, so that the branch has an output of its own
            k, v = past[0] + 0, past[1] + 0
        else:
            source = y if encoded is None else encoded
            k, v = split(layer.k_proj(source), self.heads), split(layer.v_proj(source), self.heads)
            if encoded is None and self.past:
                k, v = torch.cat([past[0], k], 2), torch.cat([past[1], v], 2)
        scores = q @ k.transpose(2, 3) * layer.head_dim**-0.5
        if bias is not None:
            scores = scores + bias
        return x + layer.out_proj((scores.softmax(-1) @ v).transpose(1, 2).flatten(2)), k, v
