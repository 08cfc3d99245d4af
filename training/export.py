"""Writes a checkpoint as the model folder that the library loads (ONNX, Hugging Face layout), and checks it.

usage: python -m training.export CHECKPOINT models/nano
"""
import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from .alphabet import ALPHABET
from .check import check
from .checkpoints import best_weights, read
from .graphs import HALF_FROM, PAD, TOP, DecoderGraph, EncoderGraph, deployable, names
from .model import Nano, Shape
from .paths import TOKENIZER
from .pieces import Pieces
from .reader import MAX_NEW_TOKENS
from .render import COLUMN, HEIGHT

OPSET = 18
# Training lines are up to 480 pixels wide, but held fewer characters than small print does: crops of at most 320 pixels
# keep within what the decoder has seen (with 480, every tenth crop of a 10 pt Times letter went wrong at its end).
MAX_WIDTH = 320  # pixels a crop


def load(checkpoint: Path) -> tuple[Nano, dict]:
    saved = read(checkpoint)
    net = Nano(Shape(**saved['shape']))
    net.load_state_dict(best_weights(saved))
    return deployable(net), saved['state']


def store_as_half(path: Path):
    """Large weights become float16 with a Cast to float32: half the file; ONNX Runtime folds the casts when it loads."""
    model = onnx.load(path)
    casts = []
    for tensor in model.graph.initializer:
        if tensor.data_type == TensorProto.FLOAT and np.prod(tensor.dims) >= HALF_FROM:
            values, name = numpy_helper.to_array(tensor), tensor.name
            half = values.astype(np.float16)
            assert np.array_equal(half.astype(np.float32), values), f'{name} is not exact in 16 bits'
            tensor.CopyFrom(numpy_helper.from_array(half, name + '.half'))
            casts.append(helper.make_node('Cast', [name + '.half'], [name], name=name + '.cast', to=TensorProto.FLOAT))
    nodes = casts + list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def export_graphs(net: Nano, folder: Path):
    s = net.shape
    folder.mkdir(parents=True, exist_ok=True)
    pixels, mask = torch.rand(2, 1, HEIGHT, 64), torch.ones(2, 16, dtype=torch.int64)
    past_names, new_names = names('past_key_values', s.decoder_layers), names('present', s.decoder_layers)
    rows = {0: 'batch'}
    torch.onnx.export(
        EncoderGraph(net.encoder), (pixels, mask), str(folder / 'encoder_model.onnx'), dynamo=False, opset_version=OPSET,
        input_names=['pixel_values', 'pixel_mask'], output_names=past_names + ['ctc_ids', 'ctc_logprobs'],
        dynamic_axes={'pixel_values': {**rows, 3: 'width'}, 'pixel_mask': {**rows, 1: 'columns'}, 'ctc_ids': {**rows, 1: 'columns'},
                      'ctc_logprobs': {**rows, 1: 'columns'}, **{n: {**rows, 2: 'columns'} for n in past_names}})
    past = [torch.rand(2, s.heads, 16, s.width // s.heads) for _ in past_names]
    ids = torch.ones(2, 3, dtype=torch.int64)
    torch.onnx.export(
        DecoderGraph(net.decoder), (ids, ids, torch.zeros(2, 1, 3, 19), *past), str(folder / 'decoder_model_merged.onnx'), dynamo=False,
        opset_version=OPSET, input_names=['input_ids', 'position_ids', 'attention_bias'] + past_names,
        output_names=['topk_ids', 'topk_logprobs'] + new_names,
        dynamic_axes={**{n: {**rows, 1: 'new'} for n in ('input_ids', 'position_ids', 'topk_ids', 'topk_logprobs')},
                      'attention_bias': {**rows, 2: 'new', 3: 'cached_and_new'}, **{n: {**rows, 2: 'cached'} for n in past_names},
                      **{n: {**rows, 2: 'new'} for n in new_names}})
    for name in ('encoder_model.onnx', 'decoder_model_merged.onnx'):
        store_as_half(folder / name)


def write_json(path: Path, content: dict):
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + '\n', encoding='utf-8')


def write_configs(shape: Shape, state: dict, folder: Path):
    write_json(folder / 'config.json', {
        'model_type': 'specparse-line-reader',
        'image': {'height': HEIGHT, 'columnPixels': COLUMN, 'maxWidth': MAX_WIDTH},
        'decoder': {'layers': shape.decoder_layers, 'heads': shape.heads, 'headDim': shape.width // shape.heads},
        'encoder': {'layers': shape.encoder_layers, 'width': shape.width, 'maxColumns': shape.columns},
        'vocabSize': shape.vocabulary, 'maxPositions': shape.positions,
        'bosTokenId': 1, 'eosTokenId': 2, 'padTokenId': PAD, 'maxNewTokens': MAX_NEW_TOKENS, 'topK': TOP,
        'positionSteps': Pieces().steps(),
        'ctc': {'blank': 0, 'alphabet': ALPHABET},
        'training': {'lines': state['lines'], 'steps': state['step'], 'minutes': round(state['seconds'] / 60, 1)}})
    write_json(folder / 'preprocessor_config.json', {
        'image_processor_type': 'SpecparseLineProcessor', 'do_convert_grayscale': True, 'size': {'height': HEIGHT}, 'max_width': MAX_WIDTH,
        'width_multiple': 8, 'resample': 2, 'do_rescale': True, 'rescale_factor': 1 / 255, 'do_invert': True, 'pad_value': 0})
    write_json(folder / 'generation_config.json', {'bos_token_id': 1, 'eos_token_id': 2, 'pad_token_id': 0, 'do_sample': False, 'num_beams': 1, 'max_new_tokens': MAX_NEW_TOKENS})
    for name in ('tokenizer.json', 'tokenizer_config.json'):
        shutil.copyfile(TOKENIZER / name, folder / name)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('checkpoint', type=Path)
    parser.add_argument('folder', type=Path)
    args = parser.parse_args()
    torch.set_num_threads(1)
    net, state = load(args.checkpoint)
    export_graphs(net, args.folder / 'onnx')
    write_configs(net.shape, state, args.folder)
    print(json.dumps(check(net, args.folder)))


if __name__ == '__main__':
    main()
