"""Pixels to scores, attention and embedding: the frozen hybrid network, served by onnxruntime."""
