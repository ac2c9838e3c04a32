"""What lies on the pages of a closed database in clear, free pages and index segments included."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVED, SALT = 4096, 80, 16


def decrypted(database: Path, spec: bytes) -> bytes:
    """All pages, decrypted as docs/format.md says; `spec` is `x'96 hex digits'`."""
    key = bytes.fromhex(spec.decode()[2:-1])[:32]
    content = database.read_bytes()
    clear = []
    for start in range(0, len(content), PAGE):
        page = content[start : start + PAGE]
        body = page[SALT if start == 0 else 0 : PAGE - RESERVED]
        vector = page[PAGE - RESERVED : PAGE - RESERVED + 16]
        opened = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        clear.append(opened.update(body) + opened.finalize())
    return b"".join(clear)
