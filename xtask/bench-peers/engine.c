/*
 * The engine's side of `cargo xtask bench-peers`: OpenSSL's gost engine behind a pipe.
 *
 * Each line on standard input is
 *
 *   SET OPERATION COUNT
 *
 * and is answered with the nanoseconds of processor time of this thread that COUNT operations took.
 * SET is 256-A to 256-D or 512-A to 512-C; OPERATION is
 *
 *   sign      hash 64 octets and sign
 *   verify    hash 64 octets and verify
 *   hash      hash 1 MiB with the hash of the set
 *
 * Keys, signatures and contexts are made before anything is timed. Whatever cannot be done is
 * answered with "error".
 *
 * Built by the task that uses it: cc -O2 engine.c -lcrypto
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/engine.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LONG_MESSAGE (1 << 20)

struct bench {
    const char *name;       /* in the lines */
    const char *engine;     /* in the engine's option "paramset" */
    int nid;
    const char *digest;
    EVP_PKEY *key;
    unsigned char signature[128];
    size_t length;
};

static struct bench benches[] = {
    { .name = "256-A", .engine = "TCA", .nid = NID_id_GostR3410_2012_256, .digest = "md_gost12_256" },
    { .name = "256-B", .engine = "TCB", .nid = NID_id_GostR3410_2012_256, .digest = "md_gost12_256" },
    { .name = "256-C", .engine = "TCC", .nid = NID_id_GostR3410_2012_256, .digest = "md_gost12_256" },
    { .name = "256-D", .engine = "TCD", .nid = NID_id_GostR3410_2012_256, .digest = "md_gost12_256" },
    { .name = "512-A", .engine = "A", .nid = NID_id_GostR3410_2012_512, .digest = "md_gost12_512" },
    { .name = "512-B", .engine = "B", .nid = NID_id_GostR3410_2012_512, .digest = "md_gost12_512" },
    { .name = "512-C", .engine = "C", .nid = NID_id_GostR3410_2012_512, .digest = "md_gost12_512" },
};

static ENGINE *engine;
static EVP_MD_CTX *context;
static unsigned char message[64];

static int sign(struct bench *bench)
{
    bench->length = sizeof bench->signature;
    return EVP_MD_CTX_reset(context) == 1
        && EVP_DigestSignInit(context, NULL, EVP_get_digestbyname(bench->digest), engine, bench->key) == 1
        && EVP_DigestSign(context, bench->signature, &bench->length, message, sizeof message) == 1;
}

static int verify(struct bench *bench)
{
    return EVP_MD_CTX_reset(context) == 1
        && EVP_DigestVerifyInit(context, NULL, EVP_get_digestbyname(bench->digest), engine, bench->key) == 1
        && EVP_DigestVerify(context, bench->signature, bench->length, message, sizeof message) == 1;
}

static int hash(struct bench *bench)
{
    static unsigned char octets[LONG_MESSAGE];
    unsigned char out[64];
    unsigned int length;
    return EVP_DigestInit_ex(context, EVP_get_digestbyname(bench->digest), engine) == 1
        && EVP_DigestUpdate(context, octets, sizeof octets) == 1
        && EVP_DigestFinal_ex(context, out, &length) == 1;
}

static int prepare(struct bench *bench)
{
    EVP_PKEY_CTX *keys = EVP_PKEY_CTX_new_id(bench->nid, engine);
    return keys && EVP_PKEY_keygen_init(keys) == 1
        && EVP_PKEY_CTX_ctrl_str(keys, "paramset", bench->engine) == 1
        && EVP_PKEY_keygen(keys, &bench->key) == 1
        && sign(bench);
}

static long long nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static int answer(const char *set, const char *operation, long count)
{
    int (*run)(struct bench *) = NULL;
    if (strcmp(operation, "sign") == 0)
        run = sign;
    else if (strcmp(operation, "verify") == 0)
        run = verify;
    else if (strcmp(operation, "hash") == 0)
        run = hash;
    for (size_t i = 0; run && i < sizeof benches / sizeof *benches; i++) {
        if (strcmp(benches[i].name, set) != 0)
            continue;
        long long before = nanoseconds();
        for (long done = 0; done < count; done++)
            if (!run(&benches[i]))
                return 0;
        printf("%lld\n", nanoseconds() - before);
        return 1;
    }
    return 0;
}

int main(void)
{
    char set[16], operation[16];
    long count;
    ENGINE_load_builtin_engines();
    engine = ENGINE_by_id("gost");
    context = EVP_MD_CTX_new();
    if (!engine || !ENGINE_init(engine) || !ENGINE_set_default(engine, ENGINE_METHOD_ALL) || !context) {
        puts("no engine");
        return 1;
    }
    for (size_t i = 0; i < sizeof benches / sizeof *benches; i++)
        if (!prepare(&benches[i])) {
            puts("error");
            return 1;
        }
    setvbuf(stdout, NULL, _IOLBF, 0);
    puts("ready");
    while (scanf("%15s %15s %ld", set, operation, &count) == 3)
        if (!answer(set, operation, count)) {
            puts("error");
            return 1;
        }
    return 0;
}
