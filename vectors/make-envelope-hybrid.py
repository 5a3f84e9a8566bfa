"""Makes envelope-hybrid.json from docs/spec/envelopes.md, with PyCryptodome and nothing of this project.

    pip install pycryptodome==3.23.0
    python3 make-envelope-hybrid.py > envelope-hybrid.json

Keys and secrets are new in every run.
"""

import hashlib
import hmac
import json
import os

from Crypto.Cipher import AES, PKCS1_OAEP, PKCS1_v1_5
from Crypto.Hash import SHA1, SHA256
from Crypto.PublicKey import RSA

CHUNK = 65_536
MAGIC = b"countersign envelope"
LABEL = b"countersign 1 envelope"

recipient = RSA.generate(2048)
stranger = RSA.generate(2048)


def sha256(data):
    return hashlib.sha256(data).digest()


def spki(key):
    return key.public_key().export_key("DER")


def hkdf(salt, secret, info):
    extracted = hmac.digest(salt, secret, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")


def oaep(secret, key=recipient, label=LABEL, digest=SHA256):
    return PKCS1_OAEP.new(key, hashAlgo=digest, label=label).encrypt(secret)


def hint(sealed, key=recipient):
    return sha256(b"countersign envelope hint" + sealed + spki(key))[:8]


def header(sealed, key=recipient, magic=MAGIC, version=1):
    return magic + bytes([version]) + hint(sealed, key) + sealed


def chunk_key(head, secret, key=recipient, context=b""):
    info = LABEL + b"\x00" + sha256(spki(key)) + sha256(context)
    return hkdf(sha256(head), secret, info)


def seal(key, number, last, message, aad=b""):
    gcm = AES.new(key, AES.MODE_GCM, nonce=number.to_bytes(11, "big") + bytes([last]))
    gcm.update(aad)
    return b"".join(gcm.encrypt_and_digest(message))


def envelope(message, secret=None, sealed=None, key=recipient, context=b"", number=0, last=1, aad=b"", **fields):
    """One chunk; every argument but the first is a way to get something wrong."""
    secret = os.urandom(32) if secret is None else secret
    head = header(oaep(secret, key) if sealed is None else sealed, key, **fields)
    return head + seal(chunk_key(head, secret, key, context), number, last, message, aad)


def flip(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def opens(name, message, context=b""):
    made = envelope(message, context=context)
    return {"name": name, "context": context.hex(), "envelope": made.hex(), "message": message.hex()}


def fails(name, made, text="cannot be opened", context=b""):
    return {"name": name, "context": context.hex(), "envelope": made.hex(), "error": text}


def in_clear():
    """What everybody can see."""
    good = envelope(b"hello")
    yield fails("nothing", b"", "no envelope")
    yield fails("half a magic", good[:10], "no envelope")
    yield fails("another magic", flip(good, 0), "no envelope")
    yield fails("version 0", envelope(b"hello", version=0), "version 0")
    yield fails("version 2", envelope(b"hello", version=2), "version 2")
    yield fails("a magic alone", good[:20], "cut off")
    yield fails("half a header", good[:150], "cut off")
    yield fails("a header without its last byte", good[:284], "cut off")
    yield fails("another key hint", flip(good, 21), "not sealed for this key")
    yield fails("sealed for another key", envelope(b"hello", key=stranger), "not sealed for this key")
    yield fails("another sealed secret, with the hint of the first", flip(good, 29), "not sealed for this key")


def decrypting():
    """The secret does not decrypt, though all that everybody can see is right."""
    secret = os.urandom(32)
    with_sealed = lambda sealed, value=secret: envelope(b"hello", secret=value, sealed=sealed)
    yield fails("a changed sealed secret, with its hint", with_sealed(flip(oaep(secret), 100)))
    yield fails("random bytes for a sealed secret", with_sealed(b"\x00" + os.urandom(255)))
    yield fails("a sealed secret of zeros", with_sealed(bytes(256)))
    yield fails("a sealed secret of zeros, chunks under a secret of zeros", with_sealed(bytes(256), bytes(32)))
    yield fails("a sealed secret larger than the modulus", with_sealed(b"\xff" * 256))
    yield fails("the label of the handshake", with_sealed(oaep(secret, label=b"countersign 1 server key")))
    yield fails("no label", with_sealed(oaep(secret, label=b"")))
    yield fails("OAEP with SHA-1", with_sealed(oaep(secret, digest=SHA1)))
    yield fails("the older padding", with_sealed(PKCS1_v1_5.new(recipient).encrypt(secret)))
    yield fails("encrypted to another key", with_sealed(oaep(secret, key=stranger)))
    for size in (0, 16, 31, 33, 64):
        value = os.urandom(size)
        yield fails(f"a secret of {size} bytes", with_sealed(oaep(value), value))


def deriving():
    """The key of the chunks belongs to something else."""
    yield fails("sealed without the context", envelope(b"hello"), context=b"a context")
    yield fails("sealed with a context that is not given", envelope(b"hello", context=b"a context"))
    yield fails("sealed with another context", envelope(b"hello", context=b"a context"), context=b"A context")
    secret = os.urandom(32)
    head = header(oaep(secret))
    right = LABEL + b"\x00" + sha256(spki(recipient)) + sha256(b"")
    others = {
        "the secret itself as key": secret,
        "no salt": hkdf(bytes(32), secret, right),
        "the sealed secret alone as salt": hkdf(sha256(head[29:]), secret, right),
        "no recipient in the key": hkdf(sha256(head), secret, LABEL + b"\x00" + sha256(b"")),
        "no context in the key": hkdf(sha256(head), secret, LABEL + b"\x00" + sha256(spki(recipient))),
        "no label in the key": hkdf(sha256(head), secret, sha256(spki(recipient)) + sha256(b"")),
    }
    for name, key in others.items():
        yield fails(name, head + seal(key, 0, 1, b"hello"))


def sealing():
    """One chunk, sealed or cut in another way."""
    good = envelope(b"hello")
    yield fails("no chunk", good[:285])
    yield fails("a chunk of 15 bytes", envelope(b"")[:-1])
    yield fails("a chunk without its tag", good[:-16])
    yield fails("a tag without its last byte", good[:-1])
    yield fails("a byte too many", good + b"\x00")
    yield fails("a changed byte of the chunk", flip(good, 285))
    yield fails("a changed tag", flip(good, len(good) - 1))
    yield fails("a last chunk that is not marked", envelope(b"hello", last=0))
    yield fails("a last chunk marked by 2", envelope(b"hello", last=2))
    yield fails("chunks numbered from 1", envelope(b"hello", number=1))
    yield fails("the header as additional data", envelope(b"hello", aad=good[:285]))


def in_chunks():
    """Larger ones are given by header, key and what to seal under it: each byte of a chunk is the same."""
    secret = os.urandom(32)
    head = header(oaep(secret))
    ours, other = chunk_key(head, secret), os.urandom(32)
    chunk = lambda number, last, size=CHUNK, key=ours: {
        "key": key.hex(), "number": number, "last": last, "byte": 97 + number, "bytes": size,
    }
    whole = [chunk(0, 0), chunk(1, 0), chunk(2, 1, 10)]
    first, second, last = whole
    lists = [
        ("one full chunk", True, [chunk(0, 1)]),
        ("two full chunks", True, [first, chunk(1, 1)]),
        ("a full chunk and one byte", True, [first, chunk(1, 1, 1)]),
        ("two full chunks and a part", True, whole),
        ("cut after the first chunk", False, whole[:1]),
        ("cut after the second chunk", False, whole[:2]),
        ("without the first chunk", False, whole[1:]),
        ("without the second chunk", False, [first, last]),
        ("the first chunk twice", False, [first, first, second, last]),
        ("two chunks exchanged", False, [second, first, last]),
        ("the last chunk twice", False, [*whole, last]),
        ("a chunk behind the last", False, [first, chunk(1, 1), chunk(2, 1, 10)]),
        ("a chunk of another envelope", False, [first, chunk(1, 0, key=other), last]),
        ("the end of another envelope", False, [first, second, chunk(2, 1, 10, other)]),
        ("an empty chunk at the end", False, [first, chunk(1, 1, 0)]),
        ("a short chunk before the last", False, [chunk(0, 0, CHUNK - 1), chunk(1, 1, 10)]),
        ("a short chunk first, as long as two in all", False, [chunk(0, 0, 10), chunk(1, 1, CHUNK - 26)]),
        ("a last chunk that is too large", False, [chunk(0, 1, CHUNK + 1)]),
        ("a number that starts again", False, [first, chunk(0, 1, 10)]),
    ]
    for name, good, chunks in lists:
        expected = {"opens": True} if good else {"error": "cannot be opened"}
        yield {"name": name, "header": head.hex(), "chunks": chunks, **expected}


def main():
    text = "Grüße".encode()
    positive = [
        opens("an empty message", b""),
        opens("one byte", b"\x00"),
        opens("a text", text),
        opens("a text with a context", text, b"letters/1.txt"),
        opens("every byte", bytes(range(256)), bytes(range(256))),
    ]
    negative = [*in_clear(), *decrypting(), *deriving(), *sealing()]
    pem = lambda key: key.export_key("PEM", pkcs=8).decode() + "\n"
    vectors = {
        "origin": "vectors/make-envelope-hybrid.py, with PyCryptodome 3.23.0: written from docs/spec/envelopes.md, it"
        " has nothing of this project in it. Bytes are hexadecimal; `error` is a part of the error's text.",
        "privateKey": pem(recipient),
        "envelopes": positive + negative,
        "chunked": [*in_chunks()],
    }
    print(json.dumps(vectors, indent=2, ensure_ascii=False))


main()
