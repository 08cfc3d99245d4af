"""
Makes tests/fixtures/exports: tiny random models in the layout of public ONNX exports, each with a reference.json of what
PyTorch transformers reads on an image. Run: python scripts/tiny-exports/make.py (torch, transformers 5, onnx, onnxruntime, pillow).
"""
import base64
import json
import shutil
import warnings
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.float16 import convert_float_to_float16
from PIL import Image

import decoders
import encoders
import models

OUT = Path(__file__).parents[2] / "tests" / "fixtures" / "exports"
PROMPT = "Convert this page to docling."
OPSET = 18


def export(model, inputs, path, names, outputs, axes):
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(model, tuple(inputs), str(path), dynamo=False, opset_version=OPSET, input_names=names, output_names=outputs,
                          dynamic_axes=axes, custom_opsets={"com.microsoft": 1}, do_constant_folding=True)


def export_embeddings(model, folder):
    ids = torch.zeros(1, 3, dtype=torch.long)
    export(model.get_input_embeddings(), [ids], folder / "embed_tokens.onnx", ["input_ids"], ["inputs_embeds"],
           {"input_ids": {0: "batch_size", 1: "sequence_length"}, "inputs_embeds": {0: "batch_size", 1: "sequence_length"}})


def export_decoder(model, text, config, folder, attention, positions, keep):
    """`positions`: 0 none, 2 = [B, S], 3 = [3, B, S]."""
    decoder = decoders.Decoder(text, model.lm_head, config, attention, positions > 0, keep)
    cache = torch.randn(1, config.num_key_value_heads, 4, decoder.head_dim)
    names, inputs = ["inputs_embeds", "attention_mask"], [torch.randn(1, 3, config.hidden_size), torch.ones(1, 7, dtype=torch.long)]
    axes = {"inputs_embeds": {0: "batch_size", 1: "sequence_length"}, "attention_mask": {0: "batch_size", 1: "total_sequence_length"}}
    if positions:
        names.append("position_ids")
        inputs.append(torch.arange(4, 7)[None] if positions == 2 else torch.arange(4, 7)[None, None].repeat(3, 1, 1))
        axes["position_ids"] = {positions - 2: "batch_size", positions - 1: "sequence_length"}
    if keep:
        names.append("num_logits_to_keep")
        inputs.append(torch.tensor(3))
    past = [f"past_key_values.{i}.{part}" for i in range(config.num_hidden_layers) for part in ("key", "value")]
    present = [name.replace("past_key_values", "present") for name in past]
    axes |= {name: {0: "batch_size", 2: "past_sequence_length"} for name in past} | {name: {0: "batch_size", 2: "total_sequence_length"} for name in present}
    axes["logits"] = {0: "batch_size", 1: "num_logits"}
    export(decoder, inputs + [cache] * len(past), folder / "decoder_model_merged.onnx", names + past, ["logits", *present], axes)


def export_cross_decoder(model, folder, causal, name):
    """Both branches, merged by `use_cache_branch` as Optimum merges them."""
    config, paths = model.config.decoder, []
    heads, hidden, layers = config.decoder_attention_heads, config.d_model, config.decoder_layers
    past = [f"past_key_values.{i}.{side}.{part}" for i in range(layers) for side in ("decoder", "encoder") for part in ("key", "value")]
    present = [n.replace("past_key_values", "present") for n in past]
    for with_past in (False, True):
        decoder = decoders.CrossDecoder(model.decoder.model.decoder, model.decoder.lm_head, heads, with_past, causal)
        tokens = 2 if causal or not with_past else 1
        ids, encoded = torch.zeros(1, tokens, dtype=torch.long), torch.randn(1, 6, hidden)
        own, cross = (torch.randn(1, heads, n, hidden // heads) for n in (3, 6))
        axes = {"input_ids": {0: "batch_size", 1: "decoder_sequence_length"}, "encoder_hidden_states": {0: "batch_size", 1: "encoder_sequence_length"}}
        axes |= {n: {0: "batch_size", 2: ("past_" if n in past else "") + ("encoder" if ".encoder." in n else "decoder") + "_sequence_length"} for n in past + present}
        axes["logits"] = {0: "batch_size", 1: "decoder_sequence_length"}
        paths.append(folder / f"branch{with_past}.onnx")
        export(decoder, [ids, encoded, *[cross if ".encoder." in n else own for n in past]], paths[-1],
               ["input_ids", "encoder_hidden_states", *past], ["logits", *present], axes)
    merge(paths, folder / name, past)
    for path in paths:
        path.unlink()


def merge(paths, target, past):
    branches, initializers, nodes = [onnx.load(path) for path in paths], [], []
    inputs = {i.name: i for i in branches[1].graph.input} | {i.name: i for i in branches[0].graph.input}
    for tag, branch in zip(("no_past", "with_past"), branches):
        rename = {t.name: f"{tag}/{t.name}" for t in branch.graph.initializer}
        for tensor in branch.graph.initializer:
            tensor.name = rename[tensor.name]
            initializers.append(tensor)
        for node in branch.graph.node:
            node.name = f"{tag}/{node.name}"
            node.input[:] = [rename.get(n, n if n in inputs or n == "" else f"{tag}/{n}") for n in node.input]
            node.output[:] = [f"{tag}/{n}" for n in node.output]
        outputs = [helper.make_tensor_value_info(f"{tag}/{o.name}", o.type.tensor_type.elem_type, None) for o in branch.graph.output]
        nodes.append(helper.make_graph(list(branch.graph.node), tag, [], outputs))
    merged = helper.make_node("If", ["use_cache_branch"], [o.name for o in branches[0].graph.output], then_branch=nodes[1], else_branch=nodes[0])
    graph = helper.make_graph([merged], "merged", [*inputs.values(), helper.make_tensor_value_info("use_cache_branch", TensorProto.BOOL, [1])],
                              list(branches[0].graph.output), initializers)
    onnx.save(helper.make_model(graph, opset_imports=branches[0].opset_import, ir_version=branches[0].ir_version), target)


def picture(width, height):
    """The same grey values as tests/support/export-picture.ts."""
    y, x = np.mgrid[0:height, 0:width]
    return ((x * 37 + y * 91 + (x * y) % 29 * 11) % 256).astype(np.uint8)


def reference(model, folder, inputs, size, generation):
    """To be called before any export: tracing leaves marks on some models."""
    ids = inputs["input_ids"]
    with torch.no_grad():
        key = "decoder_input_ids" if model.config.is_encoder_decoder else "input_ids"
        logits = model(**{key: ids, **{k: v for k, v in inputs.items() if k != "input_ids"}}).logits[0, -1]
        model.generation_config = type(model.generation_config)(**{**generation, "do_sample": False, "temperature": None, "top_k": None, "top_p": None})
        output = model.generate(**{key: ids, **{k: v for k, v in inputs.items() if k != "input_ids"}})[0, ids.shape[1]:]
    pixels = inputs["pixel_values"].numpy().astype("<f4")
    models.write(folder, "reference.json", {
        "image": {"width": size[0], "height": size[1]}, "promptIds": ids[0].tolist(), "output": output.tolist(),
        "logits": [round(float(v), 5) for v in logits], "pixelValues": {"dims": list(pixels.shape), "base64": base64.b64encode(pixels.tobytes()).decode()},
        **({"grid": inputs["image_grid_thw"][0].tolist()} if "image_grid_thw" in inputs else {})})


def processed(folder, processor_class, image_class, size, text, **options):
    """Prompt and pixels as the reference's own processor lays them out."""
    from transformers import PreTrainedTokenizerFast
    image = Image.fromarray(picture(*size)).convert("RGB")
    image_processor = image_class.from_pretrained(folder)
    if processor_class is None:
        return {"pixel_values": image_processor(image, return_tensors="pt")["pixel_values"], "input_ids": torch.tensor([text])}
    tokenizer = PreTrainedTokenizerFast.from_pretrained(folder)
    for name in [name for name in options if name.endswith("_token")]:
        setattr(tokenizer, name, options[name])
        setattr(tokenizer, f"{name}_id", tokenizer.convert_tokens_to_ids(options.pop(name)))
    # without torchvision there is no video processor to check
    processor_class.check_argument_for_proper_class = lambda self, name, value: type(value)
    processor = processor_class(image_processor=image_processor, tokenizer=tokenizer, **options)
    prompt = tokenizer.apply_chat_template(
        [{"role": "user", "content": [{"type": "image"}] + ([{"type": "text", "text": text}] if text else [])}], add_generation_prompt=True, tokenize=False)
    # Qwen2-VL finds its image tokens by these; the others return none
    asked = {"return_mm_token_type_ids": True} if "Qwen" in processor_class.__name__ else {}
    inputs = dict(processor(text=[prompt], images=[image], return_tensors="pt", **asked))
    return {k: v for k, v in inputs.items() if k not in ("attention_mask", "rows", "cols")}


def begin(name, make):
    folder = OUT / name
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "onnx").mkdir(parents=True)
    model, generation = make(folder)
    model.config.architectures = [type(model).__name__]
    models.write(folder, "config.json", model.config.to_dict())
    models.write(folder, "generation_config.json", generation)
    return folder, folder / "onnx", model, generation


def make_idefics3():
    from transformers.models.idefics3.image_processing_pil_idefics3 import Idefics3ImageProcessorPil
    from transformers import Idefics3Processor
    folder, graphs, model, generation = begin("idefics3", models.idefics3)
    inputs = processed(folder, Idefics3Processor, Idefics3ImageProcessorPil, (64, 32), PROMPT, image_seq_len=4)
    reference(model, folder, inputs, (64, 32), generation)
    export(encoders.Idefics3Vision(model.model), [inputs["pixel_values"], inputs["pixel_attention_mask"].bool()], graphs / "vision_encoder.onnx",
           ["pixel_values", "pixel_attention_mask"], ["image_features"],
           {"pixel_values": {0: "batch_size", 1: "num_images"}, "pixel_attention_mask": {0: "batch_size", 1: "num_images"}, "image_features": {0: "num_images"}})
    export_embeddings(model, graphs)
    export_decoder(model, model.model.text_model, model.config.text_config, graphs, "rotary-outside", 2, False)
    whole = graphs / "decoder_model_merged.onnx"
    quantize_dynamic(whole, graphs / "decoder_model_merged_int8.onnx", weight_type=QuantType.QInt8)
    onnx.save(convert_float_to_float16(onnx.load(whole), op_block_list=["Range"]), graphs / "decoder_model_merged_fp16.onnx")


def make_lighton_ocr():
    from transformers.models.pixtral.image_processing_pil_pixtral import PixtralImageProcessorPil
    from transformers import LightOnOcrProcessor
    folder, graphs, model, generation = begin("lighton-ocr", models.lighton_ocr)
    inputs = processed(folder, LightOnOcrProcessor, PixtralImageProcessorPil, (48, 32), None, patch_size=4, spatial_merge_size=2,
                       image_token="<|image_pad|>", image_break_token="<|vision_pad|>", image_end_token="<|vision_end|>")
    reference(model, folder, inputs, (48, 32), generation)
    export(encoders.PixtralVision(model.model), [inputs["pixel_values"]], graphs / "vision_encoder.onnx", ["pixel_values"], ["image_features"],
           {"pixel_values": {2: "height", 3: "width"}, "image_features": {0: "num_image_tokens"}})
    export_embeddings(model, graphs)
    export_decoder(model, model.model.language_model, model.config.text_config, graphs, "rotary-inside", 0, True)


def make_qwen2_vl():
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil
    from transformers import Qwen2VLProcessor
    folder, graphs, model, generation = begin("qwen2-vl", models.qwen2_vl)
    inputs = processed(folder, Qwen2VLProcessor, Qwen2VLImageProcessorPil, (48, 32), "OCR:", image_token="<|image_pad|>", video_token="<|video_pad|>")
    reference(model, folder, inputs, (48, 32), generation)
    export(encoders.QwenVision(model.model), [inputs["pixel_values"], inputs["image_grid_thw"]], graphs / "vision_encoder.onnx", ["pixel_values", "grid_thw"],
           ["image_features"], {"pixel_values": {0: "num_patches"}, "grid_thw": {0: "num_images"}, "image_features": {0: "num_image_tokens"}})
    export_embeddings(model, graphs)
    export_decoder(model, model.model.language_model, model.config.text_config, graphs, "plain", 3, False)


def make_donut():
    from transformers.models.donut.image_processing_pil_donut import DonutImageProcessorPil
    folder, graphs, model, generation = begin("donut", models.donut)
    tokenizer = json.loads((folder / "tokenizer.json").read_text())
    prompt = next(t["id"] for t in tokenizer["added_tokens"] if t["content"] == "<s_cord-v2>")
    inputs = processed(folder, None, DonutImageProcessorPil, (48, 32), [generation["decoder_start_token_id"], prompt])
    reference(model, folder, inputs, (48, 32), generation)
    export(model.encoder, [inputs["pixel_values"]], graphs / "encoder_model.onnx", ["pixel_values"], ["last_hidden_state"],
           {"pixel_values": {0: "batch_size"}, "last_hidden_state": {0: "batch_size"}})
    export_cross_decoder(model, graphs, False, "decoder_model_merged.onnx")
    # with a mask in its cached branch; all it shares with the other variant is the interface
    export_cross_decoder(model, graphs, True, "decoder_model_merged_uint8.onnx")


if __name__ == "__main__":
    torch.manual_seed(0)
    for make in (make_idefics3, make_lighton_ocr, make_qwen2_vl, make_donut):
        make()
        print(make.__name__)
