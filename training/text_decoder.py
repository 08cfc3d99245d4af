"""Writes the graphs of text decoders that benchmarks fill with random weights: SmolLM2's architecture (RoPE, RMSNorm,
SwiGLU, grouped queries, tied embeddings) as the delta-KV graph that the ONNX verifier runs, without the weights.

usage: python -m training.text_decoder bench/models

All weights are external data, `decoder_weights.bin`, one after the other, and all are to be drawn from one
distribution with mean 0 and standard deviation 1 / sqrt(width): activations then keep their size.
"""
import argparse
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 18
TOP = 4  # choices a position, best first
WEIGHTS = 'decoder_weights.bin'
PAD = -1  # tokens below zero are padding: the linear layers skip them


@dataclass
class Shape:
    layers: int
    width: int
    heads: int
    kv_heads: int
    hidden: int
    vocabulary: int
    theta: float  # base of RoPE's wave lengths
    head_dim: int = 64


SHAPES = {
    'm13': Shape(layers=8, width=384, heads=6, kv_heads=2, hidden=1024, vocabulary=1024, theta=10_000),
    'm135': Shape(layers=30, width=576, heads=9, kv_heads=3, hidden=1536, vocabulary=49_152, theta=100_000),  # SmolLM2-135M
}


class Graph:
    """Nodes and constants as they are written down."""

    def __init__(self):
        self.nodes, self.constants, self.weights, self.bytes = [], {}, [], 0

    def op(self, kind, *inputs, outputs=1, name=None, **attributes):
        names = [f'{kind}_{len(self.nodes)}_{i}' for i in range(outputs)] if name is None else [name]
        self.nodes.append(helper.make_node(kind, inputs, names, name=names[0], **attributes))
        return names[0] if outputs == 1 else names

    def constant(self, name, values, dtype=np.float32):
        self.constants[name] = numpy_helper.from_array(np.asarray(values, dtype), name)
        return name

    def ints(self, *values):
        return self.constant('_'.join(['ints', *map(str, values)]), values, np.int64)

    def weight(self, name, *dims):
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=dims, data_location=TensorProto.EXTERNAL)
        size = 4 * int(np.prod(dims))
        for key, value in (('location', WEIGHTS), ('offset', self.bytes), ('length', size)):
            tensor.external_data.add(key=key, value=str(value))
        self.bytes += size
        self.weights.append(tensor)
        return name


def decoder(g: Graph, s: Shape):
    """(input_ids, position_ids, attention_bias, past) -> topk_ids, topk_logprobs, keys and values of the new tokens only."""
    op, ints = g.op, g.ints
    batch_new = op('Shape', 'input_ids')
    batch, new = op('Split', batch_new, axis=0, num_outputs=2, outputs=2)
    # Rows are padded to the longest; real tokens are gathered to [T], and put back into [B,S] for attention only.
    places = op('Transpose', op('NonZero', op('GreaterOrEqual', 'input_ids', g.constant('zero', 0, np.int64))), perm=[1, 0])  # [T,2]
    gather = lambda x: op('GatherND', x, places)
    scatter = lambda x, *dims, fill=0.0: op('ScatterND', op('ConstantOfShape', op('Concat', batch_new, ints(*dims), axis=0),
                                                            value=numpy_helper.from_array(np.array([fill]))), places, x)
    group = s.heads // s.kv_heads
    angle = op('Mul', op('Unsqueeze', op('Cast', gather('position_ids'), to=TensorProto.FLOAT), ints(-1)),
               g.constant('frequencies', s.theta ** (-np.arange(0, s.head_dim, 2) / s.head_dim)))
    angle = op('Unsqueeze', op('Concat', angle, angle, axis=-1), ints(1))  # [T,1,hd]
    cos, sin = op('Cos', angle), op('Sin', angle)
    bias = op('Unsqueeze', 'attention_bias', ints(3))  # [B,1,S,1,C+S]

    def norm(x):
        mean = op('ReduceMean', op('Pow', x, g.constant('two', 2)), ints(-1), keepdims=1)
        return op('Mul', op('Div', x, op('Sqrt', op('Add', mean, g.constant('epsilon', 1e-5)))), g.constant('ones', np.ones(s.width)))

    def rotate(x):  # [T,n,hd]
        left, right = op('Split', x, axis=-1, num_outputs=2, outputs=2)
        return op('Add', op('Mul', x, cos), op('Mul', op('Concat', op('Neg', right), left, axis=-1), sin))

    def attend(layer, x):  # [T,W] -> [T,W]
        qkv = op('MatMul', x, g.weight(f'{layer}.qkv', s.width, (s.heads + 2 * s.kv_heads) * s.head_dim))
        qk, v = op('Split', op('Reshape', qkv, ints(-1, s.heads + 2 * s.kv_heads, s.head_dim)), ints(s.heads + s.kv_heads, s.kv_heads), axis=1, outputs=2)
        q, k = op('Split', rotate(qk), ints(s.heads, s.kv_heads), axis=1, outputs=2)
        heads_first = lambda x, n, name=None: op('Transpose', scatter(x, n, s.head_dim, fill=np.float32(0)), perm=[0, 2, 1, 3], name=name)
        k, v = heads_first(k, s.kv_heads, f'present.{layer}.key'), heads_first(v, s.kv_heads, f'present.{layer}.value')
        keys, values = op('Concat', f'past_key_values.{layer}.key', k, axis=2), op('Concat', f'past_key_values.{layer}.value', v, axis=2)
        # The queries of a group share keys and values: [B,KV,S*group,hd]
        q = scatter(op('Mul', q, g.constant('scale', s.head_dim ** -.5)), s.heads, s.head_dim, fill=np.float32(0))
        q = op('Transpose', op('Reshape', q, ints(0, 0, s.kv_heads, group, s.head_dim)), perm=[0, 2, 1, 3, 4])
        scores = op('MatMul', op('Reshape', q, ints(0, 0, -1, s.head_dim)), op('Transpose', keys, perm=[0, 1, 3, 2]))
        by_group = lambda x, last: op('Reshape', x, op('Concat', batch, ints(s.kv_heads), new, ints(group, last), axis=0))
        shares = op('Softmax', op('Add', by_group(scores, -1), bias), axis=-1)
        flat = op('Reshape', shares, op('Concat', batch, ints(s.kv_heads), op('Mul', new, ints(group)), ints(-1), axis=0))
        mixed = op('Transpose', by_group(op('MatMul', flat, values), s.head_dim), perm=[0, 2, 1, 3, 4])
        return op('MatMul', gather(op('Reshape', mixed, ints(0, 0, s.width))), g.weight(f'{layer}.out', s.width, s.width))

    def feed_forward(layer, x):
        gate, up = op('Split', op('MatMul', x, g.weight(f'{layer}.gate_up', s.width, 2 * s.hidden)), axis=-1, num_outputs=2, outputs=2)
        return op('MatMul', op('Mul', op('Mul', gate, op('Sigmoid', gate)), up), g.weight(f'{layer}.down', s.hidden, s.width))

    embeddings = g.weight('embeddings', s.vocabulary, s.width)
    x = op('Gather', embeddings, gather('input_ids'))
    for layer in range(s.layers):
        x = op('Add', x, attend(layer, norm(x)))
        x = op('Add', x, feed_forward(layer, norm(x)))
    logprobs, ids = op('TopK', op('LogSoftmax', op('Gemm', norm(x), embeddings, transB=1), axis=-1), ints(TOP), outputs=2)
    op('Identity', scatter(ids, TOP, fill=np.int64(0)), name='topk_ids')
    op('Identity', scatter(logprobs, TOP, fill=np.float32(0)), name='topk_logprobs')


def export(name: str, s: Shape, folder: Path):
    g = Graph()
    decoder(g, s)
    info = helper.make_tensor_value_info
    parts = lambda prefix, rows: [info(f'{prefix}.{layer}.{part}', TensorProto.FLOAT, ['batch', s.kv_heads, rows, s.head_dim])
                                  for layer in range(s.layers) for part in ('key', 'value')]
    tokens = lambda name: info(name, TensorProto.INT64, ['batch', 'new'])
    inputs = [tokens('input_ids'), tokens('position_ids'), info('attention_bias', TensorProto.FLOAT, ['batch', 1, 'new', 'cached_and_new'])]
    outputs = [info('topk_ids', TensorProto.INT64, ['batch', 'new', TOP]), info('topk_logprobs', TensorProto.FLOAT, ['batch', 'new', TOP])]
    graph = helper.make_graph(g.nodes, 'decoder', inputs + parts('past_key_values', 'cached'), outputs + parts('present', 'new'),
                              g.weights + list(g.constants.values()))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / 'onnx').mkdir(exist_ok=True)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid('', OPSET)], ir_version=9), folder / 'onnx' / 'decoder_model_merged.onnx')
    (folder / 'config.json').write_text(json.dumps({
        'model_type': 'specparse-text-decoder',
        'decoder': {'layers': s.layers, 'heads': s.kv_heads, 'headDim': s.head_dim},
        'prompt': {'tokens': 256}, 'vocabSize': s.vocabulary,
        'bosTokenId': 1, 'eosTokenId': 2, 'padTokenId': PAD, 'maxNewTokens': 64, 'topK': TOP,
        'weights': {'file': WEIGHTS, 'count': g.bytes // 4, 'deviation': s.width ** -.5}}, indent=2) + '\n')
    print(f'{name}: {g.bytes // 4:,} weights, {len(g.nodes)} nodes')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('folder', type=Path)
    for name, shape in SHAPES.items():
        export(name, shape, parser.parse_args().folder / name)


if __name__ == '__main__':
    main()
