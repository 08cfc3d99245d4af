"""Vision encoders with the inputs and outputs of public exports, around the layers of a PyTorch reference."""
import torch
from torch import nn


class Idefics3Vision(nn.Module):
    """pixel_values [1, tiles, 3, H, W], pixel_attention_mask [1, tiles, H, W] -> image_features [tiles, tokens, hidden]"""

    def __init__(self, model):
        super().__init__()
        self.vision, self.connector = model.vision_model, model.connector

    def forward(self, pixels, mask):
        pixels, mask = pixels.flatten(0, 1), mask.flatten(0, 1)
        embeddings = self.vision.embeddings
        patches = embeddings.patch_embedding(pixels).flatten(2).transpose(1, 2)
        present = mask[:, ::embeddings.patch_size, ::embeddings.patch_size].flatten(1)
        positions = torch.arange(embeddings.num_positions)[None] * present.long()
        x = patches + embeddings.position_embedding(positions)
        for layer in self.vision.encoder.layers:
            x = first(layer(x, None))
        return self.connector(self.vision.post_layernorm(x))


class PixtralVision(nn.Module):
    """pixel_values [1, 3, H, W] -> image_features [tokens, hidden]"""

    def __init__(self, model):
        super().__init__()
        self.vision, self.projection, self.merge = model.vision_encoder, model.vision_projection, model.config.spatial_merge_size

    def forward(self, pixels):
        grid = self.vision.patch_conv(pixels)
        height, width = grid.shape[2], grid.shape[3]
        x = self.vision.ln_pre(grid.flatten(2).transpose(1, 2))
        rows = torch.arange(height)[:, None].expand(-1, width).flatten()
        columns = torch.arange(width)[None].expand(height, -1).flatten()
        rotation = self.vision.patch_positional_embedding(x, torch.stack([rows, columns], -1))
        for layer in self.vision.transformer.layers:
            x = first(layer(x, None, position_embeddings=rotation))
        projection, m = self.projection, self.merge
        x = projection.norm(x[0])
        x = x.view(height // m, m, width // m, m, -1).permute(0, 2, 4, 1, 3).flatten(2).flatten(0, 1)
        x = projection.patch_merger.merging_layer(x)
        return projection.linear_2(projection.act(projection.linear_1(x)))


class QwenVision(nn.Module):
    """pixel_values [patches, 3 * 2 * P * P], grid_thw [1, 3] -> image_features [patches / 4, hidden]"""

    def __init__(self, model):
        super().__init__()
        self.vision = model.visual

    def forward(self, pixels, grid):
        vision, m = self.vision, self.vision.spatial_merge_size
        height, width = grid[0, 1], grid[0, 2]
        x = vision.patch_embed(pixels)
        # patches come block by block, m x m in each
        index = torch.arange(x.shape[0])
        block, inside = index // (m * m), index % (m * m)
        across = width // m
        rows = block // across * m + inside // m + 0 * height
        columns = block % across * m + inside % m
        cos, sin = vision.rotary_pos_emb(x, torch.stack([rows, columns], -1))
        for block in vision.blocks:
            y, attention = block.norm1(x), block.attn
            q, k, v = attention.qkv(y).unflatten(-1, (3, attention.num_heads, -1)).permute(1, 2, 0, 3).unbind(0)
            q, k = (t * cos + torch.cat([-t.chunk(2, -1)[1], t.chunk(2, -1)[0]], -1) * sin for t in (q, k))
            attended = (q @ k.transpose(1, 2) * attention.head_dim**-0.5).softmax(-1) @ v
            x = x + attention.proj(attended.transpose(0, 1).flatten(1))
            x = x + block.mlp(block.norm2(x))
        return vision.merger(x)


def first(output):
    return output[0] if isinstance(output, tuple) else output
