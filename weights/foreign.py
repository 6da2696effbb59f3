"""What a file is that no reader knows: one sentence, told from its first bytes."""

import re

from weights.text import plural, size, visible

# What a format's files begin with, the offset it lies at, and what to say.
_MAGIC = (
    (b"GGUF", 0, "this is a GGUF model (llama.cpp), which is not read yet"),
    (b"\x89HDF\r\n\x1a\n", 0, "this is an HDF5 file (such as Keras weights), which is not read"),
    (b"\x93NUMPY", 0, "this is a NumPy array (.npy), which is not read yet"),
    (
        b"ustar",
        257,
        "this is a tar archive (PyTorch wrote its checkpoints so before version 0.1.10), which is not read",
    ),
    (b"ET12", 4, "this is an ExecuTorch program (.pte), which is not read yet"),
    (b"TFL3", 4, "this is a TensorFlow Lite model, which is not read"),
    (b"\x08\x01\x12", 0, "this is a TensorFlow SavedModel, which is not read"),
    (b"\n\x0e\n\x05<unk>", 0, "this is a SentencePiece tokenizer, not a checkpoint"),
    (b"\x1f\x8b", 0, "this is compressed with gzip; unpack it first"),
    (b"\xfd7zXZ\0", 0, "this is compressed with xz; unpack it first"),
    (b"BZh", 0, "this is compressed with bzip2; unpack it first"),
    (b"\x28\xb5\x2f\xfd", 0, "this is compressed with zstd; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", 0, "this is a 7-Zip archive; unpack it first"),
    (b"Rar!\x1a\x07", 0, "this is a RAR archive; unpack it first"),
    (b"\x89PNG\r\n", 0, "this is a PNG picture, not a checkpoint"),
    (b"\xff\xd8\xff", 0, "this is a JPEG picture, not a checkpoint"),
    (b"GIF8", 0, "this is a GIF picture, not a checkpoint"),
    (b"WEBP", 8, "this is a WebP picture, not a checkpoint"),
    (b"%PDF", 0, "this is a PDF document, not a checkpoint"),
    (b"\x7fELF", 0, "this is a program, not a checkpoint"),
    (b"SQLite format 3\0", 0, "this is an SQLite database, not a checkpoint"),
    (b"ggml", 0, "this is an old GGML model (llama.cpp), which is not read"),
    (b"lmgg", 0, "this is an old GGML model (llama.cpp), which is not read"),
)
_TABLE_END = b"\x57\xfb\x80\x8b\x24\x75\x47\xdb"  # of LevelDB's table format
_MIN_TEXT = 8
_LFS = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\r?\n(?:.*\n)*?oid sha256:([0-9a-f]{64})\r?\nsize ([0-9]{1,18})"
)
_HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body)", re.IGNORECASE | re.DOTALL)
_JSON = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*[\[{\"0-9\]-])")


def describe(head: bytes, tail: bytes = b"") -> str:
    """One sentence on a file that begins with `head` (512 bytes, or the whole file) and ends with `tail` (8 bytes)."""
    if not head:
        return "the file is empty"
    if not any(head):
        return "the file begins with zeros only, as a download does that was reserved but not finished"
    for magic, offset, sentence in _MAGIC:
        if head[offset:].startswith(magic):
            return sentence
    if tail == _TABLE_END:
        return "this is the index of a TensorFlow checkpoint, which is not read"
    return _text(head) or _binary(head) or "this is not a checkpoint in any format that Weighbridge knows"


def _text(head: bytes) -> str | None:
    pointer = _LFS.match(head)
    if pointer:
        oid, number = pointer[1].decode(), int(pointer[2])
        return (
            f"this is a Git LFS pointer, not the file itself: the {size(number)} with SHA-256 {oid} "
            "were never fetched (git lfs pull does it)"
        )
    if _HTML.match(head):
        return "this is an HTML page, not a checkpoint: a download page or an error message was saved in its place"
    if _JSON.match(head):
        if b'"weight_map"' in head:
            return "this is the index of a sharded checkpoint, which is not read yet; open one of its shards"
        return "this is a JSON file, not a checkpoint"
    if head.startswith(b"<?xml"):
        return "this is an XML file, not a checkpoint"
    text = _plain_text(head)
    return f"this is a text file, not a checkpoint; it begins: {visible(text, 60)}" if text else None


def _plain_text(head: bytes) -> str | None:
    """The first line of what is text beyond doubt."""
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:  # not merely a character that the end of the head cuts
            return None
        text = head[: error.start].decode("utf-8")
    text = text.strip()
    is_text = all(character.isprintable() or character in "\n\r\t\f" for character in text)
    return text.splitlines()[0] if is_text and len(text) >= _MIN_TEXT else None


def _binary(head: bytes) -> str | None:
    if head[8:9] == b"{":
        length = int.from_bytes(head[:8], "little")
        return f"it looks like a safetensors file, but its header is said to be {plural(length, 'byte')} long"
    if re.match(rb"\x08[\x01-\x0f](?:\x12|\x1a|\x22|:)", head) and b"\x12" in head[:64]:
        return "this looks like an ONNX model, which is not read"
    return None
