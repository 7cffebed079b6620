"""A second reader of CryptoPro containers, written from docs/formats/cryptopro-container.md alone, to judge the first.

Usage: read_container.py FOLDER [PASSWORD]

Opens both copies of every key of a container for keys of GOST R 34.10-2012, makes every check that the document names,
and prints what it found as JSON. Ends with an error at the first check that fails.
"""

import json
import pathlib
import sys

import gost

AGREEMENT = {"1.2.643.7.1.1.6.1": 32, "1.2.643.7.1.1.6.2": 64}
SIGNATURE = {"1.2.643.7.1.1.1.1": 32, "1.2.643.7.1.1.1.2": 64}
KEY_END = {"1.2.643.2.2.37.3.9": "signature", "1.2.643.2.2.37.3.10": "exchange"}
CONSTANT = b"DENEFH028.760246785.IUEFHWUIO.EF"


def element(data, at=0):
    """One element of DER: its tag, its contents, the whole of it, and where the next begins."""
    tag, first = data[at], data[at + 1]
    start, length = at + 2, first
    if first & 0x80:
        count = first & 0x7F
        length = int.from_bytes(data[start : start + count], "big")
        start += count
    end = start + length
    assert end <= len(data), "an element is cut off"
    return tag, data[start:end], data[at:end], end


def elements(data):
    at, found = 0, []
    while at < len(data):
        tag, content, whole, at = element(data, at)
        found.append((tag, content, whole))
    return found


def oid(content):
    numbers, value = [content[0] // 40, content[0] % 40], 0
    for octet in content[1:]:
        value = value << 7 | octet & 0x7F
        if not octet & 0x80:
            numbers.append(value)
            value = 0
    return ".".join(str(number) for number in numbers)


def storage_key(password, salt):
    """CPKDF with Streebog-256."""
    pin = b"".join(bytes([octet, 0, 0, 0]) for octet in password)
    start = gost.streebog256(salt + pin)
    state = CONSTANT

    def masked(value):
        return bytes(octet ^ value for octet in state.ljust(64, b"\0"))

    for _ in range(2000 if password else 2):
        state = gost.streebog256(masked(0x36) + start + masked(0x5C) + start)
    last = gost.streebog256(masked(0x36)[:32] + salt + masked(0x5C)[:32] + pin)
    return gost.streebog256(last)


def parameters(content):
    """PrivateKeyParameters: flags, role, size and curve."""
    (_, flags, _), (tag, algorithm, _) = elements(content)
    assert tag == 0xA0
    (_, kind, _), (_, names, _) = elements(algorithm)
    kind, curve = oid(kind), oid(elements(names)[0][1])
    role = "exchange" if kind in AGREEMENT else "signature"
    size = {**AGREEMENT, **SIGNATURE}[kind]
    exportable = len(flags) > 1 and bool(flags[1] & 0x80)
    return {"role": role, "size": size, "curve": curve, "exportable": exportable}


def read_header(data):
    _, root, _, _ = element(data)
    (_, content, whole), (_, mac, _) = elements(root)
    assert gost.imitovstavka(bytes(32), whole) == mac, "checksum of the header"
    fields = {tag: content for tag, content, _ in elements(content)}
    assert oid(element(fields[0xA0])[1]) == "1.2.643.2.2.37.2.1"
    keys = [{**parameters(fields[0x30]), "fingerprint": fields[0x8A], "certificate": fields.get(0x85)}]
    if 0xA4 in fields:
        keys.append({**parameters(fields[0xA4]), "fingerprint": fields[0x8B], "certificate": fields.get(0x86)})
    ends = {}
    for _, extension, _ in elements(fields.get(0xAC, b"")):
        parts = elements(extension)
        if oid(parts[0][1]) in KEY_END:
            _, sequence, _, _ = element(parts[-1][1])
            times = {tag: content for tag, content, _ in elements(sequence)}
            ends[KEY_END[oid(parts[0][1])]] = times[0x81].decode()
    password_mac = fields.get(0x82, bytes(4))
    has_flag = bool(fields[0x03][1] & 0x80)
    assert has_flag == (password_mac != bytes(4)), "flag of the password"
    return keys, ends, password_mac


def read_pair(folder, suffix, password, keys):
    _, root, _, _ = element((folder / f"masks{suffix}.key").read_bytes())
    (_, mask, _), (_, salt, _), (_, mac, _) = elements(root)
    assert gost.imitovstavka(mask[-32:], salt) == mac, "checksum of the masks"
    _, root, _, _ = element((folder / f"primary{suffix}.key").read_bytes())
    encrypted = elements(root)
    assert len(encrypted) == len(keys)
    key = storage_key(password, salt)
    secrets = []
    for (_, content, _), record in zip(encrypted, keys):
        size, order = record["size"], gost.CURVES[record["curve"]][2]
        assert len(content) == len(mask) == size
        product = int.from_bytes(gost.ecb_decrypt(key, content), "little")
        factor = int.from_bytes(mask, "little")
        assert 0 < factor < order, "the mask is not reduced"
        secret = product * pow(factor, -1, order) % order
        point = gost.public_x(record["curve"], secret).to_bytes(size, "little")
        assert point[:8] == record["fingerprint"], "fingerprint"
        if record["certificate"]:
            assert point in record["certificate"], "the certificate is of another key"
        secrets.append(secret.to_bytes(size, "little").hex())
    return mask, secrets


def main():
    folder = pathlib.Path(sys.argv[1])
    password = sys.argv[2].encode() if len(sys.argv) > 2 else b""
    _, root, _, _ = element((folder / "name.key").read_bytes())
    name = element(root)[1].decode("cp1251")
    keys, ends, password_mac = read_header((folder / "header.key").read_bytes())
    assert bool(password) == (password_mac != bytes(4)), "password given or not"
    if password:
        proof = gost.imitovstavka(storage_key(password, keys[0]["fingerprint"]), bytes(16))
        assert proof == password_mac, "password"
    first_mask, secrets = read_pair(folder, "", password, keys)
    second_mask, again = read_pair(folder, "2", password, keys)
    assert secrets == again, "the copies have different keys"
    assert first_mask != second_mask, "the copies have one mask"
    shown = [
        {
            "role": record["role"],
            "curve": record["curve"],
            "exportable": record["exportable"],
            "until": ends.get(record["role"]),
            "certificate": bool(record["certificate"]),
            "secret": secret,
        }
        for record, secret in zip(keys, secrets)
    ]
    json.dump({"name": name, "keys": shown}, sys.stdout, ensure_ascii=False)


main()
