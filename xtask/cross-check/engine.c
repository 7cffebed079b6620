/*
 * The judge of crates/gost: OpenSSL's gost engine behind a pipe.
 *
 * One process answers all cases, since starting one for each would take longer than the cases. Each
 * line on standard input is a command with its arguments, each answer is one line on standard output.
 * Octets are hexadecimal, "-" stands for none.
 *
 *   keygen SET                        -> D PUBLIC
 *   public SET D                      -> PUBLIC
 *   sign SET D DIGEST                 -> SIGNATURE
 *   verify SET PUBLIC DIGEST SIGNATURE-> good | bad
 *   verify2001 SET PUBLIC DIGEST SIGNATURE -> good | bad
 *   digest NAME MESSAGE               -> DIGEST
 *   hmac NAME KEY MESSAGE             -> CODE
 *   pbkdf2 PASSWORD SALT COUNT LENGTH -> KEY
 *   cipher NAME SBOX MESHING WAY KEY IV DATA -> DATA
 *   mac NAME KEY SIZE MESSAGE         -> CODE
 *   agree SET D PUBLIC UKM VKO        -> KEY
 *
 * SET is a name of the engine (TCA TCB TCC TCD A B C XA XB) or 512A 512B 512C; D is little-endian,
 * PUBLIC is X and Y, each little-endian, SIGNATURE is s and r, each big-endian, NAME is a digest of
 * the engine. MESHING is the section of CTR-ACPKM in octets, 0 or 1 for GOST 28147-89, which takes the
 * SBOX by its identifier; "-" leaves either to the engine. WAY is 1 to encrypt, 0 to decrypt. VKO is
 * 256, 512, or 0 for what the engine makes of the length of UKM.
 * Whatever cannot be done is answered with "error" and the place.
 *
 * Built by the test that uses it: cc -O2 engine.c -lcrypto
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/asn1.h>
#include <openssl/conf.h>
#include <openssl/engine.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARGUMENTS 8

struct parameter_set {
    const char *name;       /* in the commands */
    const char *engine;     /* in the engine's option "paramset" */
    const char *oid;
    int size;
};

static const struct parameter_set sets[] = {
    { "TCA", "TCA", "1.2.643.7.1.2.1.1.1", 32 },
    { "TCB", "TCB", "1.2.643.7.1.2.1.1.2", 32 },
    { "TCC", "TCC", "1.2.643.7.1.2.1.1.3", 32 },
    { "TCD", "TCD", "1.2.643.7.1.2.1.1.4", 32 },
    { "A", "A", "1.2.643.2.2.35.1", 32 },
    { "B", "B", "1.2.643.2.2.35.2", 32 },
    { "C", "C", "1.2.643.2.2.35.3", 32 },
    { "XA", "XA", "1.2.643.2.2.36.0", 32 },
    { "XB", "XB", "1.2.643.2.2.36.1", 32 },
    { "512A", "A", "1.2.643.7.1.2.1.2.1", 64 },
    { "512B", "B", "1.2.643.7.1.2.1.2.2", 64 },
    { "512C", "C", "1.2.643.7.1.2.1.2.3", 64 },
};

struct octets {
    unsigned char *at;
    int length;
};

static ENGINE *engine;

static const struct parameter_set *find_set(const char *name)
{
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        if (strcmp(sets[i].name, name) == 0)
            return &sets[i];
    return NULL;
}

static int key_nid(const struct parameter_set *set)
{
    return set->size == 32 ? NID_id_GostR3410_2012_256 : NID_id_GostR3410_2012_512;
}

static void answer_octets(const char *before, const unsigned char *at, size_t length)
{
    fputs(before, stdout);
    if (length == 0)
        fputs("-", stdout);
    for (size_t i = 0; i < length; i++)
        printf("%02x", at[i]);
}

static void answer_line(const unsigned char *at, size_t length)
{
    answer_octets("", at, length);
    putchar('\n');
}

static void answer_error(const char *place)
{
    printf("error %s\n", place);
}

/* Not sscanf: it measures the rest of the line for each octet. */
static int nibble(char digit)
{
    const char *digits = "0123456789abcdef", *found = digit ? strchr(digits, digit) : NULL;
    return found ? (int)(found - digits) : -1;
}

static int from_hex(const char *text, struct octets *out)
{
    size_t digits = strcmp(text, "-") == 0 ? 0 : strlen(text);
    if (digits % 2 != 0)
        return 0;
    out->length = (int)(digits / 2);
    out->at = malloc(digits / 2 + 1);
    for (size_t i = 0; i < digits / 2; i++) {
        int high = nibble(text[2 * i]), low = nibble(text[2 * i + 1]);
        if (high < 0 || low < 0)
            return 0;
        out->at[i] = (unsigned char)(high << 4 | low);
    }
    return 1;
}

/*
 * SEQUENCE { OBJECT IDENTIFIER of the set }, and the digest's where the set or the key has an
 * identifier of 2001.
 */
static ASN1_STRING *key_parameters(const struct parameter_set *set, int nid)
{
    unsigned char body[64], *end = body;
    i2d_ASN1_OBJECT(OBJ_txt2obj(set->oid, 1), &end);
    if (nid == NID_id_GostR3410_2001)
        i2d_ASN1_OBJECT(OBJ_txt2obj("1.2.643.2.2.30.1", 1), &end);
    else if (strncmp(set->oid, "1.2.643.2.", 10) == 0)
        i2d_ASN1_OBJECT(OBJ_txt2obj("1.2.643.7.1.1.2.2", 1), &end);
    unsigned char whole[80];
    int length = (int)(end - body);
    whole[0] = 0x30;
    whole[1] = (unsigned char)length;
    memcpy(whole + 2, body, (size_t)length);
    ASN1_STRING *parameters = ASN1_STRING_new();
    ASN1_STRING_set(parameters, whole, length + 2);
    return parameters;
}

static EVP_PKEY *private_key(const struct parameter_set *set, const struct octets *d)
{
    if (d->length != set->size)
        return NULL;
    PKCS8_PRIV_KEY_INFO *info = PKCS8_PRIV_KEY_INFO_new();
    unsigned char *octets = OPENSSL_malloc((size_t)d->length + 2);
    octets[0] = 0x04;
    octets[1] = (unsigned char)d->length;
    memcpy(octets + 2, d->at, (size_t)d->length);
    EVP_PKEY *key = NULL;
    if (PKCS8_pkey_set0(info, OBJ_nid2obj(key_nid(set)), 0, V_ASN1_SEQUENCE,
                        key_parameters(set, key_nid(set)), octets, d->length + 2))
        key = EVP_PKCS82PKEY(info);
    PKCS8_PRIV_KEY_INFO_free(info);
    return key;
}

static EVP_PKEY *public_key(const struct parameter_set *set, const struct octets *coordinates, int nid)
{
    if (coordinates->length != 2 * set->size)
        return NULL;
    X509_PUBKEY *info = X509_PUBKEY_new();
    ASN1_OCTET_STRING *string = ASN1_OCTET_STRING_new();
    ASN1_OCTET_STRING_set(string, coordinates->at, coordinates->length);
    unsigned char *encoded = NULL;
    int length = i2d_ASN1_OCTET_STRING(string, &encoded);
    ASN1_OCTET_STRING_free(string);
    EVP_PKEY *key = NULL;
    if (X509_PUBKEY_set0_param(info, OBJ_nid2obj(nid), V_ASN1_SEQUENCE,
                               key_parameters(set, nid), encoded, length)) {
        /* X509_PUBKEY_get looks for the key where it was decoded, so encode and decode. */
        unsigned char *der = NULL;
        int size = i2d_X509_PUBKEY(info, &der);
        const unsigned char *from = der;
        key = d2i_PUBKEY(NULL, &from, size);
        OPENSSL_free(der);
    }
    X509_PUBKEY_free(info);
    return key;
}

/* The coordinates are the last octets of the SubjectPublicKeyInfo. */
static void answer_public(const char *before, EVP_PKEY *key, int size)
{
    unsigned char *der = NULL;
    int length = i2d_PUBKEY(key, &der);
    if (length < 2 * size)
        answer_error("i2d_PUBKEY");
    else
        answer_octets(before, der + length - 2 * size, (size_t)(2 * size));
    putchar('\n');
    OPENSSL_free(der);
}

static void keygen(const struct parameter_set *set)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_id(key_nid(set), engine);
    EVP_PKEY *key = NULL;
    if (!context || EVP_PKEY_keygen_init(context) <= 0
        || EVP_PKEY_CTX_ctrl_str(context, "paramset", set->engine) <= 0
        || EVP_PKEY_keygen(context, &key) <= 0) {
        answer_error("keygen");
    } else {
        PKCS8_PRIV_KEY_INFO *info = EVP_PKEY2PKCS8(key);
        const unsigned char *octets = NULL;
        int length = 0;
        PKCS8_pkey_get0(NULL, &octets, &length, NULL, info);
        if (length < set->size) {
            answer_error("PKCS8_pkey_get0");
        } else {
            answer_octets("", octets + length - set->size, (size_t)set->size);
            answer_public(" ", key, set->size);
        }
        PKCS8_PRIV_KEY_INFO_free(info);
    }
    EVP_PKEY_free(key);
    EVP_PKEY_CTX_free(context);
}

static void sign(EVP_PKEY *key, const struct octets *digest)
{
    unsigned char signature[128];
    size_t length = sizeof signature;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, engine);
    if (!context || EVP_PKEY_sign_init(context) <= 0
        || EVP_PKEY_sign(context, signature, &length, digest->at, (size_t)digest->length) <= 0)
        answer_error("sign");
    else
        answer_line(signature, length);
    EVP_PKEY_CTX_free(context);
}

static void verify(EVP_PKEY *key, const struct octets *digest, const struct octets *signature)
{
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, engine);
    if (!context || EVP_PKEY_verify_init(context) <= 0)
        answer_error("verify");
    else
        puts(EVP_PKEY_verify(context, signature->at, (size_t)signature->length, digest->at,
                             (size_t)digest->length) == 1
                 ? "good"
                 : "bad");
    EVP_PKEY_CTX_free(context);
}

static void key_command(char **words, int count)
{
    const struct parameter_set *set = count > 1 ? find_set(words[1]) : NULL;
    struct octets octets[3] = { { 0 } };
    if (!set || count > 5) {
        answer_error("parameter set");
        return;
    }
    for (int i = 2; i < count; i++)
        if (!from_hex(words[i], &octets[i - 2])) {
            answer_error("hexadecimal");
            return;
        }
    EVP_PKEY *key = NULL;
    if (strcmp(words[0], "keygen") == 0) {
        keygen(set);
    } else if (strcmp(words[0], "verify") == 0 || strcmp(words[0], "verify2001") == 0) {
        int old = words[0][6] != '\0';
        key = public_key(set, &octets[0], old ? NID_id_GostR3410_2001 : key_nid(set));
        if (key)
            verify(key, &octets[1], &octets[2]);
        else
            answer_error("public key");
    } else {
        key = private_key(set, &octets[0]);
        if (!key)
            answer_error("private key");
        else if (strcmp(words[0], "sign") == 0)
            sign(key, &octets[1]);
        else
            answer_public("", key, set->size);
    }
    EVP_PKEY_free(key);
    for (int i = 0; i < 3; i++)
        free(octets[i].at);
}

static void digest_command(const char *name, const char *message)
{
    struct octets input;
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    const EVP_MD *md = EVP_get_digestbyname(name);
    if (!md || !from_hex(message, &input)
        || !EVP_Digest(input.at, (size_t)input.length, out, &length, md, engine))
        answer_error("digest");
    else
        answer_line(out, length);
}

static void hmac_command(const char *name, const char *key_text, const char *message)
{
    struct octets key, input;
    unsigned char out[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    const EVP_MD *md = EVP_get_digestbyname(name);
    if (!md || !from_hex(key_text, &key) || !from_hex(message, &input)
        || !HMAC(md, key.at, key.length, input.at, (size_t)input.length, out, &length))
        answer_error("hmac");
    else
        answer_line(out, length);
}

static void pbkdf2_command(char **words)
{
    struct octets password, salt;
    unsigned char out[256];
    int iterations = atoi(words[3]), length = atoi(words[4]);
    const EVP_MD *md = EVP_get_digestbyname("md_gost12_512");
    if (!md || length < 1 || length > (int)sizeof out || !from_hex(words[1], &password)
        || !from_hex(words[2], &salt)
        || !PKCS5_PBKDF2_HMAC((const char *)password.at, password.length, salt.at, salt.length,
                              iterations, md, length, out))
        answer_error("pbkdf2");
    else
        answer_line(out, (size_t)length);
}

static void cipher_command(char **words)
{
    struct octets key, iv, data;
    unsigned char whole_iv[16] = { 0 };
    int length = 0;
    const EVP_CIPHER *cipher = EVP_get_cipherbyname(words[1]);
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    if (!cipher || !from_hex(words[5], &key) || !from_hex(words[6], &iv) || !from_hex(words[7], &data)
        || key.length != 32 || iv.length > (int)sizeof whole_iv) {
        answer_error("cipher arguments");
    } else {
        memcpy(whole_iv, iv.at, (size_t)iv.length);
        unsigned char *out = malloc((size_t)data.length + 16);
        if (!EVP_CipherInit_ex(context, cipher, engine, key.at, whole_iv, atoi(words[4]))
            || (strcmp(words[2], "-") != 0
                && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_SET_SBOX, 0, words[2]) <= 0)
            || (strcmp(words[3], "-") != 0
                && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_KEY_MESH, atoi(words[3]), NULL) <= 0)
            || !EVP_CipherUpdate(context, out, &length, data.at, data.length))
            answer_error("cipher");
        else
            answer_line(out, (size_t)length);
        free(out);
    }
    EVP_CIPHER_CTX_free(context);
}

static void mac_command(char **words)
{
    struct octets key, message;
    unsigned char out[32];
    size_t length = (size_t)atoi(words[3]);
    const EVP_MD *md = EVP_get_digestbyname(words[1]);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_PKEY *mac_key = NULL;
    if (!md || length > sizeof out || !from_hex(words[2], &key) || !from_hex(words[4], &message)
        || !(mac_key = EVP_PKEY_new_mac_key(EVP_MD_type(md), engine, key.at, key.length))
        || EVP_DigestSignInit(context, NULL, md, engine, mac_key) <= 0
        || EVP_MD_CTX_ctrl(context, EVP_MD_CTRL_XOF_LEN, (int)length, NULL) <= 0
        || EVP_DigestSignUpdate(context, message.at, (size_t)message.length) <= 0
        || EVP_DigestSignFinal(context, out, &length) <= 0)
        answer_error("mac");
    else
        answer_line(out, length);
    EVP_PKEY_free(mac_key);
    EVP_MD_CTX_free(context);
}

static void agree_command(char **words)
{
    const struct parameter_set *set = find_set(words[1]);
    struct octets d, coordinates, ukm;
    unsigned char out[64];
    size_t length = sizeof out;
    if (!set || !from_hex(words[2], &d) || !from_hex(words[3], &coordinates)
        || !from_hex(words[4], &ukm)) {
        answer_error("agree arguments");
        return;
    }
    EVP_PKEY *own = private_key(set, &d), *other = public_key(set, &coordinates, key_nid(set));
    EVP_PKEY_CTX *context = own ? EVP_PKEY_CTX_new(own, engine) : NULL;
    char hexadecimal[2 * 32 + 1];
    snprintf(hexadecimal, sizeof hexadecimal, "%s", words[4]);
    if (!context || !other || EVP_PKEY_derive_init(context) <= 0
        || EVP_PKEY_derive_set_peer(context, other) <= 0
        || (strcmp(words[5], "0") != 0 && EVP_PKEY_CTX_ctrl_str(context, "vko", words[5]) <= 0)
        || EVP_PKEY_CTX_ctrl_str(context, "ukmhex", hexadecimal) <= 0
        || EVP_PKEY_derive(context, out, &length) <= 0)
        answer_error("agree");
    else
        answer_line(out, length);
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(own);
    EVP_PKEY_free(other);
}

static void command(char *line)
{
    char *words[ARGUMENTS];
    int count = 0;
    for (char *word = strtok(line, " \n"); word && count < ARGUMENTS; word = strtok(NULL, " \n"))
        words[count++] = word;
    if (count == 3 && strcmp(words[0], "digest") == 0)
        digest_command(words[1], words[2]);
    else if (count == 4 && strcmp(words[0], "hmac") == 0)
        hmac_command(words[1], words[2], words[3]);
    else if (count == 5 && strcmp(words[0], "pbkdf2") == 0)
        pbkdf2_command(words);
    else if (count == 8 && strcmp(words[0], "cipher") == 0)
        cipher_command(words);
    else if (count == 5 && strcmp(words[0], "mac") == 0)
        mac_command(words);
    else if (count == 6 && strcmp(words[0], "agree") == 0)
        agree_command(words);
    else if ((count == 2 && strcmp(words[0], "keygen") == 0)
             || (count == 3 && strcmp(words[0], "public") == 0)
             || (count == 4 && strcmp(words[0], "sign") == 0)
             || (count == 5 && strncmp(words[0], "verify", 6) == 0))
        key_command(words, count);
    else
        answer_error("command");
}

int main(void)
{
    /* No configuration of the machine: it may choose other parameters for GOST R 34.11-94. */
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
    ENGINE_load_builtin_engines();
    engine = ENGINE_by_id("gost");
    if (!engine || !ENGINE_init(engine) || !ENGINE_set_default(engine, ENGINE_METHOD_ALL)) {
        puts("missing");
        return 0;
    }
    puts("ready");
    fflush(stdout);
    char *line = NULL;
    size_t capacity = 0;
    while (getline(&line, &capacity, stdin) > 0) {
        command(line);
        fflush(stdout);
    }
    free(line);
    return 0;
}
