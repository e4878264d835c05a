"""Where a training run stands, on disk: what was interrupted goes on with the next epoch."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn


@dataclass(frozen=True, eq=False)
class Training:
    """All that changes from step to step."""

    network: nn.Module
    optimiser: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LRScheduler
    random: np.random.Generator


def save(path: Path, training: Training, epoch: int) -> None:
    """Write where `training` stands after `epoch`, in one move."""
    whole = {
        "epoch": epoch,
        "network": training.network.state_dict(),
        "optimiser": training.optimiser.state_dict(),
        "schedule": training.schedule.state_dict(),
        "torch": torch.get_rng_state(),
        "numpy": json.dumps(training.random.bit_generator.state),
    }
    partial = path.with_suffix(".partial")
    torch.save(whole, partial)
    os.replace(partial, path)


def restore(path: Path, training: Training) -> int:
    """Set `training` to where it stood, in place; return the epoch, 0 when there is no file.

    Reading the file runs no code (`weights_only`).
    """
    if not path.exists():
        return 0
    whole = torch.load(path, weights_only=True)
    training.network.load_state_dict(whole["network"])
    training.optimiser.load_state_dict(whole["optimiser"])
    training.schedule.load_state_dict(whole["schedule"])
    torch.set_rng_state(whole["torch"])
    training.random.bit_generator.state = json.loads(whole["numpy"])
    return int(whole["epoch"])
