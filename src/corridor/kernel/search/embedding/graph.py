"""Writes multilingual-e5-small as an ONNX graph with 8-bit weights.

Every matrix becomes int8 with one scale per column, multiplied by onnxruntime's
``DynamicQuantizeMatMul``, which quantises the activations as it goes; the table of word pieces
becomes int8 with one scale per row. Everything else stays float32. Against the 4-bit original the
vectors' cosine is about 0.997 (``bench.encoder`` prints it), at six times its speed.

The last layer's vectors of the pieces become one by a weighted mean, whose weights are an input:
``tokens.py`` says which.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from .weights import Floats, Weights

OPSET = 20  # the first with Gelu
MICROSOFT = "com.microsoft"
MASKED = -10_000.0


def quantise(matrix: Floats, axis: int) -> tuple[npt.NDArray[np.int8], Floats]:
    """Symmetric int8 with one scale per index of ``axis``: ``matrix = values * scale``."""
    other = tuple(index for index in range(matrix.ndim) if index != axis)
    scale = np.maximum(np.abs(matrix).max(axis=other, keepdims=True), 1e-12) / 127
    values = np.clip(np.rint(matrix / scale), -127, 127).astype(np.int8)
    return values, scale.astype(np.float32).reshape(-1)


class Graph:
    """Collects nodes and constants; each method adds one step and returns its output's name."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, value: npt.NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def step(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], name=output, **attributes))
        return output

    def linear(self, name: str, given: str, matrix: Floats, bias: Floats) -> str:
        """``given @ matrix.T + bias``; ``matrix`` has one row per output."""
        values, scale = quantise(matrix.T, axis=1)
        inputs = [
            given,
            self.constant(f"{name}.values", values),
            self.constant(f"{name}.scale", scale),
            "",
            self.constant(f"{name}.bias", bias),
        ]
        return self.step("DynamicQuantizeMatMul", inputs, name, domain=MICROSOFT)

    def normalised(self, name: str, given: str, weight: Floats, bias: Floats, epsilon: float) -> str:
        inputs = [given, self.constant(f"{name}.weight", weight), self.constant(f"{name}.bias", bias)]
        return self.step("LayerNormalization", inputs, name, axis=-1, epsilon=epsilon)


def write_graph(weights: Weights, path: Path) -> None:
    """The model as a file: ids, mask, places and weights [batch, length] -> ``embedding`` [batch, hidden]."""
    graph = Graph()
    _constants(graph, weights)
    given = _embeddings(graph, weights)
    for layer in range(weights.shape.layers):
        given = _layer(graph, weights, f"l{layer}.", given)
    _pooled(graph, given)
    onnx.save(_model(graph, weights.shape.hidden), str(path))


def _constants(graph: Graph, weights: Weights) -> None:
    shape = weights.shape
    size = shape.hidden // shape.heads
    graph.constant("to_heads", np.array([0, 0, shape.heads, size], np.int64))
    graph.constant("to_hidden", np.array([0, 0, shape.hidden], np.int64))
    graph.constant("scale", np.array(1 / np.sqrt(size), np.float32))
    graph.constant("one", np.array(1, np.float32))
    graph.constant("masked", np.array(MASKED, np.float32))
    graph.constant("axis_1", np.array([1], np.int64))
    graph.constant("axes_1_2", np.array([1, 2], np.int64))
    graph.constant("axis_2", np.array([2], np.int64))


def _embeddings(graph: Graph, weights: Weights) -> str:
    shape = weights.shape
    values, scale = quantise(weights.matrix("emb.word", shape.hidden), axis=0)
    graph.constant("words", values)
    graph.constant("words.scale", scale.reshape(-1, 1))
    graph.constant("positions", weights.positions)
    graph.step("Gather", ["words", "input_ids"], "word_values")
    graph.step("Cast", ["word_values"], "word_floats", to=TensorProto.FLOAT)
    graph.step("Gather", ["words.scale", "input_ids"], "word_scales")
    graph.step("Mul", ["word_floats", "word_scales"], "word_embeddings")
    graph.step("Gather", ["positions", "position_ids"], "position_embeddings")
    graph.step("Add", ["word_embeddings", "position_embeddings"], "sum")
    graph.step("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
    graph.step("Sub", ["one", "mask"], "outside")
    graph.step("Mul", ["outside", "masked"], "penalty_2d")
    graph.step("Unsqueeze", ["penalty_2d", "axes_1_2"], "penalty")
    norm = weights.floats("emb.ln.w"), weights.floats("emb.ln.b")
    return graph.normalised("embedded", "sum", *norm, shape.epsilon)


def _layer(graph: Graph, weights: Weights, prefix: str, given: str) -> str:
    shape = weights.shape

    def linear(key: str, source: str, columns: int) -> str:
        matrix = weights.matrix(f"{prefix}{key}.w", columns)
        return graph.linear(prefix + key, source, matrix, weights.floats(f"{prefix}{key}.b"))

    def add_and_normalise(key: str, source: str, residual: str) -> str:
        total = graph.step("Add", [residual, source], f"{prefix}{key}.sum")
        norm = weights.floats(f"{prefix}{key}.w"), weights.floats(f"{prefix}{key}.b")
        return graph.normalised(prefix + key, total, *norm, shape.epsilon)

    queries, keys, values = (linear(key, given, shape.hidden) for key in "qkv")
    context = _attention(graph, prefix, queries, keys, values)
    attended = add_and_normalise("aln", linear("ao", context, shape.hidden), given)
    inner = graph.step("Gelu", [linear("fi", attended, shape.hidden)], f"{prefix}gelu")
    return add_and_normalise("oln", linear("fo", inner, shape.feed_forward), attended)


def _attention(graph: Graph, prefix: str, queries: str, keys: str, values: str) -> str:
    def heads(source: str, order: list[int]) -> str:
        split = graph.step("Reshape", [source, "to_heads"], f"{source}.heads")
        return graph.step("Transpose", [split], f"{source}.turned", perm=order)

    q, k, v = heads(queries, [0, 2, 1, 3]), heads(keys, [0, 2, 3, 1]), heads(values, [0, 2, 1, 3])
    scores = graph.step("MatMul", [q, k], f"{prefix}scores")
    scaled = graph.step("Mul", [scores, "scale"], f"{prefix}scaled")
    visible = graph.step("Add", [scaled, "penalty"], f"{prefix}visible")
    shares = graph.step("Softmax", [visible], f"{prefix}shares", axis=-1)
    mixed = graph.step("MatMul", [shares, v], f"{prefix}mixed")
    back = graph.step("Transpose", [mixed], f"{prefix}back", perm=[0, 2, 1, 3])
    return graph.step("Reshape", [back, "to_hidden"], f"{prefix}context")


def _pooled(graph: Graph, given: str) -> None:
    graph.step("Unsqueeze", ["weights", "axis_2"], "weights_3d")
    graph.step("Mul", [given, "weights_3d"], "weighted")
    graph.step("ReduceSum", ["weighted", "axis_1"], "total", keepdims=0)
    graph.step("LpNormalization", ["total"], "embedding", axis=-1, p=2)


def _model(graph: Graph, hidden: int) -> Any:
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
        for name in ("input_ids", "attention_mask", "position_ids")
    ]
    inputs.append(helper.make_tensor_value_info("weights", TensorProto.FLOAT, ["batch", "length"]))
    output = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", hidden])
    made = helper.make_graph(graph.nodes, "multilingual-e5-small", inputs, [output], graph.constants)
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
    model = helper.make_model(made, opset_imports=opsets)
    model.ir_version = 9
    return model
