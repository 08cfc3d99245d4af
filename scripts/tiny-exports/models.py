"""Tiny random-weight models of every kind of public export, with their processors' files."""
import json
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from torch import nn
from transformers import (
    DonutSwinConfig, Idefics3Config, Idefics3ForConditionalGeneration, LightOnOcrConfig, LightOnOcrForConditionalGeneration,
    MBartConfig, Qwen2VLConfig, Qwen2VLForConditionalGeneration, VisionEncoderDecoderConfig, VisionEncoderDecoderModel,
)

TEXT = "a page of text, a table and a title: the text of the page is read line by line, and the table row by row. " * 4
LLAMA = dict(hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=2, num_key_value_heads=1, max_position_embeddings=256)
QWEN_TOKENS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>"]
DOCLING_TOKENS = [
    "<|start_of_role|>", "<|end_of_role|>", "<|end_of_text|>", "<|pad|>", "<image>", "<fake_token_around_image>", "<global-img>",
    *[f"<row_{r}_col_{c}>" for r in (1, 2) for c in (1, 2)], "<doctag>", "</doctag>", "<text>", "</text>",
]
DONUT_TOKENS = ["<s>", "<pad>", "</s>", "<unk>", "<s_cord-v2>"]


def tokenizer(folder, special, **config):
    """A byte-level BPE tokenizer of 256 bytes and some merges; returns id by special token."""
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer, bpe.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()
    bpe.train_from_iterator([TEXT], trainers.BpeTrainer(vocab_size=290, initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), show_progress=False))
    bpe.add_special_tokens(special)
    bpe.save(str(folder / "tokenizer.json"), pretty=False)
    write(folder, "tokenizer_config.json", {"tokenizer_class": "PreTrainedTokenizerFast", "clean_up_tokenization_spaces": False, **config})
    return {token: bpe.token_to_id(token) for token in special}, bpe.get_vocab_size()


def write(folder, name, value):
    Path(folder / name).write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n")


def randomize(model, seed):
    """Weights large enough that every token changes what follows."""
    generator = torch.Generator().manual_seed(seed)
    for name, weight in model.named_parameters():
        if "norm" in name.lower() or name.endswith("ln_q.weight") or name.endswith("ln_pre.weight"):
            new = (1.0 if name.endswith("weight") else 0.0) + 0.1 * torch.randn(weight.shape, generator=generator)
        elif weight.dim() == 1:
            new = 0.1 * torch.randn(weight.shape, generator=generator)
        else:
            fan_in = weight[0].numel() if weight.shape[0] < 250 else 4
            new = torch.randn(weight.shape, generator=generator) * 1.6 / fan_in**0.5
        weight.data.copy_(new)
    return model.eval()


def idefics3(folder):
    ids, size = tokenizer(folder, DOCLING_TOKENS, eos_token="<|end_of_text|>", pad_token="<|pad|>", chat_template=(
        "{% for message in messages %}{{ '<|start_of_role|>' + message['role'] + '<|end_of_role|>' }}"
        "{% for part in message['content'] %}{% if part['type'] == 'image' %}{{ '<image>' }}{% else %}{{ part['text'] }}{% endif %}{% endfor %}"
        "{{ '<|end_of_text|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|start_of_role|>assistant<|end_of_role|>' }}{% endif %}"))
    config = Idefics3Config(
        vision_config=dict(hidden_size=24, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2, image_size=32, patch_size=8),
        text_config=dict(model_type="llama", vocab_size=size, **LLAMA), scale_factor=2, image_token_id=ids["<image>"], tie_word_embeddings=False)
    write(folder, "preprocessor_config.json", {
        "image_processor_type": "Idefics3ImageProcessor", "processor_class": "Idefics3Processor", "do_convert_rgb": True, "do_image_splitting": True,
        "do_normalize": True, "do_pad": True, "do_rescale": True, "do_resize": True, "image_mean": [0.5] * 3, "image_std": [0.5] * 3,
        "max_image_size": {"longest_edge": 32}, "resample": 1, "rescale_factor": 1 / 255, "size": {"longest_edge": 64}})
    write(folder, "processor_config.json", {"processor_class": "Idefics3Processor", "image_seq_len": 4})
    model = randomize(Idefics3ForConditionalGeneration._from_config(config, attn_implementation="eager"), 1)
    stops = [ids["<|end_of_text|>"], ids["</doctag>"]]
    return model, {"eos_token_id": stops, "pad_token_id": ids["<|pad|>"], "max_new_tokens": 24}


def lighton_ocr(folder):
    tokens = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>"]
    ids, size = tokenizer(folder, tokens, eos_token="<|im_end|>", pad_token="<|endoftext|>", chat_template=(
        "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{% for part in message['content'] %}"
        "{% if part['type'] == 'image' %}<|image_pad|>{% else %}{{ part['text'] }}{% endif %}{% endfor %}<|im_end|>\n{% endfor %}"
        "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"))
    config = LightOnOcrConfig(
        vision_config=dict(model_type="pixtral", hidden_size=32, intermediate_size=48, num_hidden_layers=1, num_attention_heads=2, head_dim=16, image_size=64, patch_size=4),
        text_config=dict(model_type="qwen3", vocab_size=size, head_dim=16, **LLAMA),
        spatial_merge_size=2, image_token_id=ids["<|image_pad|>"], tie_word_embeddings=False)
    write(folder, "preprocessor_config.json", {
        "image_processor_type": "PixtralImageProcessor", "processor_class": "PixtralProcessor", "do_convert_rgb": True, "do_normalize": True,
        "do_rescale": True, "do_resize": True, "image_mean": [0.48, 0.46, 0.41], "image_std": [0.27, 0.26, 0.28], "patch_size": 4,
        "resample": 3, "rescale_factor": 1 / 255, "size": {"longest_edge": 64}, "spatial_merge_size": 2})
    write(folder, "processor_config.json", {
        "processor_class": "PixtralProcessor", "image_token": "<|image_pad|>", "patch_size": 4, "spatial_merge_size": 2})
    model = randomize(LightOnOcrForConditionalGeneration._from_config(config, attn_implementation="eager"), 2)
    return model, {"eos_token_id": ids["<|im_end|>"], "max_new_tokens": 24, "do_sample": True, "temperature": 0.2}


def qwen2_vl(folder):
    ids, size = tokenizer(folder, QWEN_TOKENS, eos_token="<|im_end|>", pad_token="<|endoftext|>", chat_template=(
        "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{% for part in message['content'] %}{% if part['type'] == 'image' %}"
        "<|vision_start|><|image_pad|><|vision_end|>{% else %}{{ part['text'] }}{% endif %}{% endfor %}<|im_end|>\n{% endfor %}"
        "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"))
    config = Qwen2VLConfig(
        vision_config=dict(depth=1, embed_dim=32, hidden_size=32, num_heads=2, mlp_ratio=2, patch_size=4, spatial_merge_size=2, temporal_patch_size=2, in_channels=3),
        text_config=dict(vocab_size=size, rope_parameters={"rope_type": "default", "rope_theta": 10000.0, "mrope_section": [2, 3, 3]}, **LLAMA),
        image_token_id=ids["<|image_pad|>"], video_token_id=ids["<|video_pad|>"], vision_start_token_id=ids["<|vision_start|>"],
        vision_end_token_id=ids["<|vision_end|>"], tie_word_embeddings=False)
    write(folder, "preprocessor_config.json", {
        "image_processor_type": "Qwen2VLImageProcessor", "processor_class": "Qwen2VLProcessor", "min_pixels": 256, "max_pixels": 4096, "patch_size": 4,
        "temporal_patch_size": 2, "merge_size": 2, "image_mean": [0.48, 0.46, 0.41], "image_std": [0.27, 0.26, 0.28]})
    model = randomize(Qwen2VLForConditionalGeneration._from_config(config, attn_implementation="eager"), 3)
    return model, {"eos_token_id": [ids["<|im_end|>"], ids["<|endoftext|>"]], "max_new_tokens": 24, "do_sample": True, "top_k": 1, "repetition_penalty": 1.3}


def donut(folder):
    ids, size = tokenizer(folder, DONUT_TOKENS, eos_token="</s>", pad_token="<pad>", bos_token="<s>")
    encoder = DonutSwinConfig(image_size=[32, 48], patch_size=4, embed_dim=8, depths=[1, 1], num_heads=[2, 2], window_size=4, mlp_ratio=2.0)
    decoder = MBartConfig(
        vocab_size=size, d_model=16, decoder_layers=2, decoder_attention_heads=2, decoder_ffn_dim=32, max_position_embeddings=64, is_decoder=True,
        is_encoder_decoder=False, add_cross_attention=True, scale_embedding=True, tie_word_embeddings=False)
    config = VisionEncoderDecoderConfig(encoder=encoder.to_dict(), decoder=decoder.to_dict(), decoder_start_token_id=ids["<s>"], pad_token_id=ids["<pad>"])
    write(folder, "preprocessor_config.json", {
        "image_processor_type": "DonutImageProcessor", "processor_class": "DonutProcessor", "do_align_long_axis": False, "do_normalize": True, "do_pad": True,
        "do_rescale": True, "do_resize": True, "do_thumbnail": True, "image_mean": [0.5] * 3, "image_std": [0.5] * 3, "resample": 2,
        "rescale_factor": 1 / 255, "size": {"height": 32, "width": 48}})
    model = randomize(VisionEncoderDecoderModel(config), 6)
    model.set_attn_implementation("eager")
    return model, {
        "decoder_start_token_id": ids["<s>"], "bos_token_id": ids["<s>"], "eos_token_id": ids["</s>"], "pad_token_id": ids["<pad>"], "max_length": 30,
        "forced_eos_token_id": ids["</s>"], "no_repeat_ngram_size": 3, "bad_words_ids": [[ids["<unk>"]]], "num_beams": 1}
