"""Changes whole batches on the device, so that a line seen again is not the same picture. Cheap next to a training step."""
import torch
import torch.nn.functional as F


def changed(pixels: torch.Tensor) -> torch.Tensor:
    """pixels [B,1,32,W] with ink = 1, each line moved, sheared, thickened or thinned, blurred, made patchy, faded and noisy by amounts of its own."""
    x = moved(pixels)
    amount = lambda chance, low, high: (torch.rand(len(x), 1, 1, 1, device=x.device) * (high - low) + low) * (torch.rand(len(x), 1, 1, 1, device=x.device) < chance)
    weight = amount(.4, -.7, .7)  # of the strokes: below zero thinner
    x = x + weight.clamp(min=0) * (F.max_pool2d(x, 3, 1, 1) - x) + (-weight).clamp(min=0) * (-F.max_pool2d(-x, 3, 1, 1) - x)
    x = x + amount(.4, 0, 1) * (F.avg_pool2d(x, 3, 1, 1, count_include_pad=False) - x)
    x = x * (1 - amount(.2, .2, .8) * clouds(x))
    x = x * (1 - amount(.3, 0, .5)) + amount(.3, 0, .25)
    x = x + amount(.4, .02, .12) * torch.randn_like(x)
    return x.clamp(0, 1)


def moved(x: torch.Tensor) -> torch.Tensor:
    """Up to a pixel and a half aside, up or down, up to 8% higher or lower, sheared by up to a tenth."""
    b, _, h, w = x.shape
    spread = lambda reach: (torch.rand(b, device=x.device) * 2 - 1) * reach
    one, zero = torch.ones(b, device=x.device), torch.zeros(b, device=x.device)
    across = torch.stack([one, spread(.1) * h / w, spread(3 / w)], 1)
    down = torch.stack([zero, 1 + spread(.08), spread(3 / h)], 1)
    grid = F.affine_grid(torch.stack([across, down], 1), list(x.shape), align_corners=False)
    return F.grid_sample(x, grid, mode='bilinear', padding_mode='border', align_corners=False)


def clouds(x: torch.Tensor) -> torch.Tensor:
    """Smooth random values from 0 to 1, as large as a letter or two."""
    b, _, h, w = x.shape
    small = torch.rand(b, 1, 4, max(2, w // 12), device=x.device)
    return F.interpolate(small, (h, w), mode='bilinear', align_corners=False)
