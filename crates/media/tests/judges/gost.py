"""GOST primitives for a judge: Streebog (RFC 6986), GOST 28147-89 with the S-box param-Z (RFC 5830, RFC 7836
appendix C), and points of the curves of RFC 7836. Written for clearness, from the documents alone; it shares nothing
with the program that is judged.
"""

# The substitution, the rows of the matrix of l and the iteration constants, as RFC 6986 section 5 prints them.
PI = bytes.fromhex(
    "fceedd11cf6e3116fbc4fada23c5044de977f0db932e99ba1736f1bb14cd5fc1f918655ae25cef21811c3c428b018e4f"
    "058402aee36a8fa0060bed987fd4d31feb342c51eac848abf22a68a2fd3aceccb5700e56080c7612bf7213479cb75d87"
    "15a19629107b9ac7f391786f9d9eb2b13275193dff358a7e6d54c680c3bd0d57dff524a93ea843c9d779d6f67c22b903"
    "e00fecde7a94b0bcdce828504e330a4aa79760731e0062441ab83882649f2641ad454692275e552f8ca3a57d69d5953b"
    "0758b34086ac1df730376be488d9e789e11b83494c3ff8fe8d53aa90cad88561207167a42d2b095bcb9b25d0bee56c52"
    "59a674d2e6f4b4c0d166afc2394b63b6"
)
A = bytes.fromhex(
    "8e20faa72ba0b47047107ddd9b505a38ad08b0e0c3282d1cd8045870ef14980e6c022c38f90a4c073601161cf205268d"
    "1b8e0b0e798c13c883478b07b2468764a011d380818e8f405086e740ce47c9202843fd2067adea1014aff010bdd87508"
    "0ad97808d06cb40405e23c0468365a028c711e02341b2d0146b60f011a83988e90dab52a387ae76f486dd4151c3dfdb9"
    "24b86a840e90f0d2125c354207487869092e94218d243cba8a174a9ec8121e5d4585254f64090fa0accc9ca9328a8950"
    "9d4df05d5f661451c0a878a0a1330aa660543c50de970553302a1e286fc58ca718150f14b9ec46dd0c84890ad27623e0"
    "0642ca05693b9f700321658cba93c13886275df09ce8aaa8439da0784e745554afc0503c273aa42ad960281e9d1d5215"
    "e230140fc080298471180a8960409a42b60c05ca30204d215b068c651810a89e456c34887a3805b9ac361a443d1c8cd2"
    "561b0d22900e46692b838811480723ba9bcf4486248d9f5dc3e9224312c8c1a0effa11af0964ee50f97d86d98a327728"
    "e4fa2054a80b329c727d102a548b194e39b008152acb82279258048415eb419d492c024284fbaec0aa16012142f35760"
    "550b8e9e21f7a530a48b474f9ef5dc1870a6a56e2440598e3853dc371220a2471ca76e95091051ad0edd37c48a08a6d8"
    "07e095624504536c8d70c431ac02a736c83862965601dd1b641c314b2b8ee083"
)
C = bytes.fromhex(
    "b1085bda1ecadae9ebcb2f81c0657c1f2f6a76432e45d016714eb88d7585c4fc4b7ce09192676901a2422a08a460d315"
    "05767436cc744d23dd806559f2a645076fa3b58aa99d2f1a4fe39d460f70b5d7f3feea720a232b9861d55e0f16b50131"
    "9ab5176b12d699585cb561c2db0aa7ca55dda21bd7cbcd56e679047021b19bb7f574dcac2bce2fc70a39fc286a3d8435"
    "06f15e5f529c1f8bf2ea7514b1297b7bd3e20fe490359eb1c1c93a376062db09c2b6f443867adb31991e96f50aba0ab2"
    "ef1fdfb3e81566d2f948e1a05d71e4dd488e857e335c3c7d9d721cad685e353fa9d72c82ed03d675d8b71333935203be"
    "3453eaa193e837f1220cbebc84e3d12e4bea6bacad4747999a3f410c6ca923637f151c1f1686104a359e35d7800fffbd"
    "bfcd1747253af5a3dfff00b723271a167a56a27ea9ea63f5601758fd7c6cfe57ae4faeae1d3ad3d96fa4c33b7a3039c0"
    "2d66c4f95142a46c187f9ab49af08ec6cffaa6b71c9ab7b40af21f66c2bec6b6bf71c57236904f35fa68407a46647d6e"
    "f4c70e16eeaac5ec51ac86febf240954399ec6c7e6bf87c9d3473e33197a93c90992abc52d822c3706476983284a0504"
    "3517454ca23c4af38886564d3a14d4939b1f5b424d93c9a703e7aa020c6e41414eb7f8719c36de1e89b4443b4ddbc49a"
    "f4892bcb929b069069d18d2bd1a5c42f36acc2355951a8d9a47f0dd4bf02e71e378f5a541631229b944c9ad8ec165fde"
    "3a7d3a1b258942243cd955b7e00d0984800a440bdbb2ceb17b2b8a9aa6079c540e38dc92cb1f2a607261445183235adb"
    "abbedea680056f52382ae548b2e4f3f38941e71cff8a78db1fffe18a1b3361039fe76702af69334b7a1e6c303b7652f4"
    "3698fad1153bb6c374b4c7fb98459ced7bcd9ed0efc889fb3002c6cd635afe94d8fa6bbbebab07612001802114846679"
    "8a1d71efea48b9caefbacd1d7d476e98dea2594ac06fd85d6bcaa4cd81f32d1b378ee767f11631bad21380b00449b17a"
    "cda43c32bcdf1d77f82012d430219f9b5d80ef9d1891cc86e71da4aa88e12852faf417d5d9b21b9948bc924af11bd720"
)

# id-tc26-gost-28147-param-Z; the first row is for the lowest nibble.
SBOX_Z = [
    "c462a5b9e8d703f1",
    "68239a5c1e47bd0f",
    "b3582fade174c960",
    "c821d4f670a53e9b",
    "7f5a816d093eb42c",
    "5df692cab78143e0",
    "8e25691cf4b0da37",
    "17ed05834fa69cb2",
]

# p, a, q, x, y by the object identifiers of a curve; b is not needed.
CURVES = {}
for oids, numbers in (
    (
        "1.2.643.7.1.2.1.1.1",
        (
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD97",
            "C2173F1513981673AF4892C23035A27CE25E2013BF95AA33B22C656F277E7335",
            "400000000000000000000000000000000FD8CDDFC87B6635C115AF556C360C67",
            "91E38443A5E82C0D880923425712B2BB658B9196932E02C78B2582FE742DAA28",
            "32879423AB1A0375895786C4BB46E9565FDE0B5344766740AF268ADB32322E5C",
        ),
    ),
    (
        "1.2.643.7.1.2.1.1.2 1.2.643.2.2.35.1 1.2.643.2.2.36.0",
        (
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD97",
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD94",
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF6C611070995AD10045841B09B761B893",
            "1",
            "8D91E471E0989CDA27DF505A453F2B7635294F2DDF23E3B122ACC99C9E9F1E14",
        ),
    ),
    (
        "1.2.643.7.1.2.1.1.3 1.2.643.2.2.35.2",
        (
            "8000000000000000000000000000000000000000000000000000000000000C99",
            "8000000000000000000000000000000000000000000000000000000000000C96",
            "800000000000000000000000000000015F700CFFF1A624E5E497161BCC8A198F",
            "1",
            "3FA8124359F96680B83D1C3EB2C070E5C545C9858D03ECFB744BF8D717717EFC",
        ),
    ),
    (
        "1.2.643.7.1.2.1.1.4 1.2.643.2.2.35.3 1.2.643.2.2.36.1",
        (
            "9B9F605F5A858107AB1EC85E6B41C8AACF846E86789051D37998F7B9022D759B",
            "9B9F605F5A858107AB1EC85E6B41C8AACF846E86789051D37998F7B9022D7598",
            "9B9F605F5A858107AB1EC85E6B41C8AA582CA3511EDDFB74F02F3A6598980BB9",
            "0",
            "41ECE55743711A8C3CBF3783CD08C0EE4D4DC440D4641A8F366E550DFDB3BB67",
        ),
    ),
    (
        "1.2.643.7.1.2.1.2.1",
        (
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFDC7",
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFDC4",
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
            "27E69532F48D89116FF22B8D4E0560609B4B38ABFAD2B85DCACDB1411F10B275",
            "3",
            "7503CFE87A836AE3A61B8816E25450E6CE5E1C93ACF1ABC1778064FDCBEFA921"
            "DF1626BE4FD036E93D75E6A50E3A41E98028FE5FC235F5B889A589CB5215F2A4",
        ),
    ),
    (
        "1.2.643.7.1.2.1.2.2",
        (
            "8000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000006F",
            "8000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000006C",
            "8000000000000000000000000000000000000000000000000000000000000001"
            "49A1EC142565A545ACFDB77BD9D40CFA8B996712101BEA0EC6346C54374F25BD",
            "2",
            "1A8F7EDA389B094C2C071E3647A8940F3C123B697578C213BE6DD9E6C8EC7335"
            "DCB228FD1EDF4A39152CBCAAF8C0398828041055F94CEEEC7E21340780FE41BD",
        ),
    ),
    (
        "1.2.643.7.1.2.1.2.3",
        (
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
            "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFDC7",
            "DC9203E514A721875485A529D2C722FB187BC8980EB866644DE41C68E1430645"
            "46E861C0E2C9EDD92ADE71F46FCF50FF2AD97F951FDA9F2A2EB6546F39689BD3",
            "3FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
            "C98CDBA46506AB004C33A9FF5147502CC8EDA9E7A769A12694623CEF47F023ED",
            "E2E31EDFC23DE7BDEBE241CE593EF5DE2295B7A9CBAEF021D385F7074CEA043A"
            "A27272A7AE602BF2A7B9033DB9ED3610C6FB85487EAE97AAC5BC7928C1950148",
            "F5CE40D95B5EB899ABBCCFF5911CB8577939804D6527378B8C108C3D2090FF9B"
            "E18E2D33E3021ED2EF32D85822423B6304F726AA854BAE07D0396E9A9ADDC40F",
        ),
    ),
):
    for oid in oids.split():
        CURVES[oid] = tuple(int(number, 16) for number in numbers)


def _tables():
    """What a byte in each of the eight rows does to a word, S and L together."""
    rows = [int.from_bytes(A[8 * i : 8 * i + 8], "big") for i in range(63, -1, -1)]
    tables = []
    for row in range(8):
        table = []
        for byte in range(256):
            word = 0
            for bit in range(8):
                if PI[byte] >> bit & 1:
                    word ^= rows[8 * row + bit]
            table.append(word)
        tables.append(table)
    return tables


TABLES = _tables()
CONSTANTS = [int.from_bytes(C[64 * i : 64 * i + 64], "big") for i in range(12)]


def _lps(state):
    octets = state.to_bytes(64, "little")
    t0, t1, t2, t3, t4, t5, t6, t7 = TABLES
    out = 0
    for i in range(7, -1, -1):
        word = (
            t0[octets[i]]
            ^ t1[octets[8 + i]]
            ^ t2[octets[16 + i]]
            ^ t3[octets[24 + i]]
            ^ t4[octets[32 + i]]
            ^ t5[octets[40 + i]]
            ^ t6[octets[48 + i]]
            ^ t7[octets[56 + i]]
        )
        out = out << 64 | word
    return out


def _g(count, state, block):
    key = _lps(state ^ count)
    text = block
    for constant in CONSTANTS:
        text = _lps(text ^ key)
        key = _lps(key ^ constant)
    return text ^ key ^ state ^ block


def streebog256(message):
    """GOST R 34.11-2012 with 256 bits, in the byte order of RFC 6986."""
    state = int.from_bytes(b"\x01" * 64, "little")
    count = total = 0
    modulus = 1 << 512
    while len(message) >= 64:
        block = int.from_bytes(message[:64], "little")
        state = _g(count, state, block)
        count = (count + 512) % modulus
        total = (total + block) % modulus
        message = message[64:]
    block = int.from_bytes(message + b"\x01", "little")
    state = _g(count, state, block)
    count = (count + 8 * len(message)) % modulus
    total = (total + block) % modulus
    state = _g(0, state, count)
    state = _g(0, state, total)
    return state.to_bytes(64, "little")[32:]


def _round(low, high, word):
    value = (low + word) & 0xFFFFFFFF
    substituted = 0
    for position in range(8):
        substituted |= int(SBOX_Z[position][value >> 4 * position & 15], 16) << 4 * position
    rotated = (substituted << 11 | substituted >> 21) & 0xFFFFFFFF
    return high ^ rotated, low


def _words(key):
    return [int.from_bytes(key[4 * i : 4 * i + 4], "little") for i in range(8)]


def _halves(block):
    return int.from_bytes(block[:4], "little"), int.from_bytes(block[4:], "little")


def ecb_decrypt(key, data):
    """GOST 28147-89, block by block, with little-endian halves."""
    words = _words(key)
    out = b""
    for at in range(0, len(data), 8):
        low, high = _halves(data[at : at + 8])
        for word in words + 3 * words[::-1]:
            low, high = _round(low, high, word)
        out += high.to_bytes(4, "little") + low.to_bytes(4, "little")
    return out


def imitovstavka(key, data):
    """The four octets of RFC 5830 section 8, from zeros, no meshing."""
    words = _words(key)
    blocks = [data[at : at + 8].ljust(8, b"\0") for at in range(0, len(data), 8)]
    if len(blocks) == 1:
        blocks.append(bytes(8))
    low = high = 0
    for block in blocks:
        first, second = _halves(block)
        low, high = low ^ first, high ^ second
        for word in 2 * words:
            low, high = _round(low, high, word)
    return low.to_bytes(4, "little")


def public_x(oid, secret):
    """The X coordinate of the public key of `secret`."""
    p, a, _, x, y = CURVES[oid]
    result, addend = None, (x, y)
    while secret:
        if secret & 1:
            result = _add(p, a, result, addend)
        addend = _add(p, a, addend, addend)
        secret >>= 1
    return result[0]


def _add(p, a, first, second):
    if first is None or second is None:
        return first or second
    (x1, y1), (x2, y2) = first, second
    if x1 == x2:
        if (y1 + y2) % p == 0:
            return None
        slope = (3 * x1 * x1 + a) * pow(2 * y1, -1, p) % p
    else:
        slope = (y2 - y1) * pow(x2 - x1, -1, p) % p
    x = (slope * slope - x1 - x2) % p
    return x, (slope * (x1 - x) - y1) % p
