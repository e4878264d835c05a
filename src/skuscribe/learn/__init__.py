"""Everything that needs torch: the network, its training data, training, freezing to ONNX."""
