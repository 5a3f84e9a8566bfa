"""Makes envelope-sealedbox.json with PyNaCl, which is libsodium in C, and nothing of this project.

    pip install pynacl==1.6.2
    python3 make-envelope-sealedbox.py > envelope-sealedbox.json

Keys are new in every run.
"""

import base64
import hashlib
import json
import struct

from nacl.bindings import crypto_box_beforenm, crypto_scalarmult, crypto_secretbox
from nacl.public import PrivateKey, SealedBox

recipient = PrivateKey.generate()
stranger = PrivateKey.generate()
PUBLIC = bytes(recipient.public_key)
TEXT = "Grüße".encode()

# The u-coordinates of small order, also those that are not reduced: with them the agreement is zero for everybody.
SMALL_ORDER = {
    "0": "00" * 32,
    "1": "01" + "00" * 31,
    "order 8": "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "order 8, the other": "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "p - 1": "ec" + "ff" * 30 + "7f",
    "p": "ed" + "ff" * 30 + "7f",
    "p + 1": "ee" + "ff" * 30 + "7f",
}


def hsalsa20(key):
    """HSalsa20 of 16 zero bytes (Bernstein, Extending the Salsa20 nonce, section 2)."""
    k = struct.unpack("<8I", key)
    c = struct.unpack("<4I", b"expand 32-byte k")
    x = [c[0], *k[:4], c[1], 0, 0, 0, 0, c[2], *k[4:], c[3]]

    def quarter(a, b, d, e):
        for to, one, two, by in ((b, a, e, 7), (d, b, a, 9), (e, d, b, 13), (a, e, d, 18)):
            total = (x[one] + x[two]) & 0xFFFFFFFF
            x[to] ^= ((total << by) | (total >> (32 - by))) & 0xFFFFFFFF

    for _ in range(10):
        for a, b, d, e in ((0, 4, 8, 12), (5, 9, 13, 1), (10, 14, 2, 6), (15, 3, 7, 11)):
            quarter(a, b, d, e)
        for a, b, d, e in ((0, 1, 2, 3), (5, 6, 7, 4), (10, 11, 8, 9), (15, 12, 13, 14)):
            quarter(a, b, d, e)
    return struct.pack("<8I", *(x[i] for i in (0, 5, 10, 15, 6, 7, 8, 9)))


def box(ephemeral, key, nonce_of=lambda ephemeral: hashlib.blake2b(ephemeral + PUBLIC, digest_size=24).digest()):
    return ephemeral + crypto_secretbox(TEXT, nonce_of(ephemeral), key)


def flip(data, at, by=1):
    return data[:at] + bytes([data[at] ^ by]) + data[at + 1 :]


def opens(name, message):
    return {"name": name, "envelope": SealedBox(recipient.public_key).encrypt(message).hex(), "message": message.hex()}


def fails(name, envelope):
    return {"name": name, "envelope": envelope.hex(), "error": "cannot be opened"}


def negative():
    good = SealedBox(recipient.public_key).encrypt(TEXT)
    yield fails("nothing", b"")
    yield fails("less than the seal", good[:47])
    yield fails("the seal alone", good[:48])
    yield fails("without the last byte", good[:-1])
    yield fails("a byte too many", good + b"\x00")
    yield fails("a changed ephemeral key", flip(good, 0))
    yield fails("the bit of the ephemeral key that X25519 passes over", flip(good, 31, 128))
    yield fails("a changed tag", flip(good, 32))
    yield fails("a changed message", flip(good, 48))
    yield fails("sealed for another key", SealedBox(stranger.public_key).encrypt(TEXT))
    yield fails("zeros", bytes(100))
    ephemeral = PrivateKey.generate()
    public, key = bytes(ephemeral.public_key), crypto_box_beforenm(PUBLIC, bytes(ephemeral))
    assert key == hsalsa20(crypto_scalarmult(bytes(ephemeral), PUBLIC))
    nonces = {
        "a nonce of zeros": lambda _: bytes(24),
        "a nonce of the two keys in the other order": lambda ours: hashlib.blake2b(PUBLIC + ours, digest_size=24).digest(),
        "a nonce of the ephemeral key alone": lambda ours: hashlib.blake2b(ours, digest_size=24).digest(),
        "a nonce that is the start of a longer hash": lambda ours: hashlib.blake2b(ours + PUBLIC).digest()[:24],
    }
    for name, nonce_of in nonces.items():
        yield fails(name, box(public, key, nonce_of))
    yield fails("the agreement itself as key", box(public, crypto_scalarmult(bytes(ephemeral), PUBLIC)))
    for name, point in SMALL_ORDER.items():
        yield fails(f"an ephemeral key of small order: {name}", box(bytes.fromhex(point), hsalsa20(bytes(32))))


def main():
    pkcs8 = base64.b64encode(bytes.fromhex("302e020100300506032b656e04220420") + bytes(recipient)).decode()
    positive = [
        opens("an empty message", b""),
        opens("one byte", b"\x00"),
        opens("a text", TEXT),
        opens("32 bytes, like a secret", bytes(range(32))),
        opens("every byte", bytes(range(256))),
    ]
    vectors = {
        "origin": "vectors/make-envelope-sealedbox.py, with PyNaCl 1.6.2, which is libsodium in C: it has nothing of this"
        " project in it. Bytes are hexadecimal; `error` is a part of the error's text.",
        "privateKey": f"-----BEGIN PRIVATE KEY-----\n{pkcs8}\n-----END PRIVATE KEY-----\n",
        "envelopes": positive + [*negative()],
    }
    print(json.dumps(vectors, indent=2, ensure_ascii=False))


main()
