"""The recogniser's net while it learns: the layers of ``etl.read.scan.recognise`` with torch."""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from etl.read.scan.recognise import BLANK, FRAMES_A_STEP, LAYERS, Floats, Layer

_DROPPED = 0.1


class Net(nn.Module):
    """Convolutions with batch norms: ink (n, 1, 40, w) to log-probabilities (frames, n, letters)."""

    def __init__(self) -> None:
        super().__init__()
        channels = 1
        for layer in LAYERS:
            is_last = layer is LAYERS[-1]
            self.add_module(layer.name, _convolution(layer, channels, has_bias=is_last))
            if not is_last:
                self.add_module(f"{layer.name}_norm", nn.BatchNorm2d(layer.channels))
            channels = layer.channels
        self.dropout = nn.Dropout(_DROPPED)

    def forward(self, ink: Tensor) -> Tensor:
        """The log-probabilities of each letter and of none, frame by frame."""
        inputs = [ink]
        for layer in LAYERS[:-1]:
            made = self.get_submodule(f"{layer.name}_norm")(
                self.get_submodule(layer.name)(inputs[-1])
            )
            if layer.back:
                made = made + inputs[-layer.back]
            inputs.append(made.relu())
        scores = self.get_submodule(LAYERS[-1].name)(self.dropout(inputs[-1]))
        pictures, _, _, steps = scores.shape
        split = scores.reshape(pictures, FRAMES_A_STEP, BLANK + 1, steps)
        return (
            split.permute(3, 1, 0, 2)
            .reshape(steps * FRAMES_A_STEP, pictures, BLANK + 1)
            .log_softmax(2)
        )


def _convolution(layer: Layer, channels: int, *, has_bias: bool) -> nn.Conv2d:
    padding = (layer.kernel[0] // 2 if layer.is_padded_above else 0, layer.kernel[1] // 2)
    return nn.Conv2d(channels, layer.channels, layer.kernel, layer.stride, padding, bias=has_bias)


def folded(net: Net) -> dict[str, Floats]:
    """The arrays that numpy reads: batch norms folded in, each kernel as (row, column, channel) by output."""
    arrays = {}
    for layer in LAYERS:
        convolution = net.get_submodule(layer.name)
        kernel = convolution.weight.detach().double()
        if layer is LAYERS[-1]:
            bias = convolution.bias.detach().double()
        else:
            norm = net.get_submodule(f"{layer.name}_norm")
            scale = norm.weight.detach().double() / (norm.running_var.double() + norm.eps).sqrt()
            bias = norm.bias.detach().double() - norm.running_mean.double() * scale
            kernel = kernel * scale[:, None, None, None]
        arrays[layer.name] = kernel.permute(2, 3, 1, 0).reshape(-1, layer.channels).float().numpy()
        arrays[f"{layer.name}_bias"] = bias.float().numpy()
    return arrays


def taught(file: Path, ink: Tensor) -> Net:
    """The net of weights that were exported, to be taught further.

    Its batch norms were folded in: each measures anew what its layer gives for ``ink``, lines as
    they are learned from, and undoes that, so that the net sees what it saw.
    """
    net = Net().eval()
    hooks = []
    with np.load(file) as arrays, torch.no_grad():
        for layer in LAYERS:
            convolution = net.get_submodule(layer.name)
            kernel = torch.from_numpy(arrays[layer.name].astype(np.float32))
            bias = torch.from_numpy(arrays[f"{layer.name}_bias"].astype(np.float32))
            of_inputs = convolution.weight.shape[1]
            kernel = kernel.reshape(*layer.kernel, of_inputs, layer.channels)
            convolution.weight.copy_(kernel.permute(3, 2, 0, 1))
            if layer is LAYERS[-1]:
                convolution.bias.copy_(bias)
            else:
                norm = net.get_submodule(f"{layer.name}_norm")
                hooks.append(convolution.register_forward_hook(_undone_by(norm, bias)))
        net(ink)
    for hook in hooks:
        hook.remove()
    return net.train()


def _undone_by(norm: nn.Module, bias: Tensor) -> Callable[[nn.Module, object, Tensor], None]:
    """Sets a norm to what a layer gives, so that it changes nothing of it but adds the bias."""

    def measure(_layer: nn.Module, _given: object, made: Tensor) -> None:
        variance, mean = torch.var_mean(made, dim=(0, 2, 3), correction=0)
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
        norm.weight.copy_((variance + norm.eps).sqrt())
        norm.bias.copy_(bias + mean)

    return measure


def export(net: Net, file: Path) -> None:
    """The weights in half precision, for ``etl/read/scan``."""
    arrays = {name: array.astype(np.float16) for name, array in folded(net).items()}
    np.savez_compressed(file, **arrays)


def rate_at(step: int, steps: int, highest: float) -> float:
    """A cosine down to a hundredth, after a short way up."""
    rise = min(200, steps // 10 + 1)
    if step < rise:
        return highest * (step + 1) / rise
    return highest * (
        0.01 + 0.99 * (1 + math.cos(math.pi * (step - rise) / max(1, steps - rise))) / 2
    )


def ink_of(pictures: list[Floats]) -> Tensor:
    """Pictures of lines as the net takes them, side by side in paper."""
    width = -(-max(picture.shape[1] for picture in pictures) // 8) * 8
    ink = np.zeros((len(pictures), 1, pictures[0].shape[0], width), np.float32)
    for row, picture in zip(ink, pictures, strict=True):
        row[0, :, : picture.shape[1]] = 1 - picture
    return torch.from_numpy(ink)


def loss_of(net: Net, pictures: list[Floats], codes: list[list[int]]) -> Tensor:
    """The mean loss of a batch, each picture by the letters that it has."""
    seen = net(ink_of(pictures))
    sizes = torch.tensor([len(code) for code in codes])
    flat = torch.tensor([letter for code in codes for letter in code])
    frames = torch.full((len(codes),), seen.shape[0])
    losses = nn.functional.ctc_loss(
        seen, flat, frames, sizes, BLANK, reduction="none", zero_infinity=True
    )
    return (losses / (sizes + 1)).mean()
