"""The network: its training data, training, freezing to ONNX, and measuring what it is worth."""
