"""Turn a path into a model for LibreTranslate's sentence splitter that never splits.

Run by the Python of LibreTranslate's environment, which has `onnx`: its splitter (MiniSBD) wants a
model beside each package and would fetch one otherwise. This one answers 0, "no end", for every
character; the end of a text is taken for the end of a sentence anyway.
"""

from __future__ import annotations

import json
import sys

import onnx
from onnx import TensorProto, helper

CLASSES = 5


def model() -> onnx.ModelProto:
    units = helper.make_tensor_value_info("units", TensorProto.INT64, ["batch", "length"])
    features = helper.make_tensor_value_info("features", TensorProto.FLOAT, ["batch", "length", 1])
    answers = helper.make_tensor_value_info(
        "answers", TensorProto.FLOAT, ["batch", "length", CLASSES]
    )
    no_end = [1.0, *[0.0] * (CLASSES - 1)]
    nodes = [
        helper.make_node("Mul", ["features", "zero"], ["zeros"]),
        helper.make_node("Add", ["zeros", "no_end"], ["answers"]),
    ]
    constants = [
        helper.make_tensor("zero", TensorProto.FLOAT, [1], [0.0]),
        helper.make_tensor("no_end", TensorProto.FLOAT, [1, 1, CLASSES], no_end),
    ]
    graph = helper.make_graph(nodes, "whole", [units, features], [answers], constants)
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)])
    made.ir_version = 8
    units_of = ["<PAD>", "<UNK>", "<EMPTY>", "<ROOT>"]
    vocabulary = {
        "lang": "ar",
        "idx": 0,
        "cutoff": 0,
        "lower": False,
        "_unit2id": {unit: number for number, unit in enumerate(units_of)},
        "_id2unit": units_of,
    }
    config = {"feat_funcs": ["end_of_para"], "batch_size": 8}
    for key, value in (("config", config), ("vocab", vocabulary), ("lexicon", None)):
        entry = made.metadata_props.add()
        entry.key, entry.value = key, json.dumps(value)
    onnx.checker.check_model(made)
    return made


if __name__ == "__main__":
    onnx.save(model(), sys.argv[1])
