"""The hybrid network in plain PyTorch."""
