#include "sentence.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned checksum(const char *text, size_t length) {
    unsigned sum = 0;
    for (size_t i = 0; i < length; i++) sum ^= (unsigned char)text[i];
    return sum;
}

int sentence_press(int address, unsigned counter, char *text, size_t size) {
    char body[64];
    int length = snprintf(body, sizeof body, "PALRM,%04d,%u,P,1", address, counter);
    return snprintf(text, size, "$%s*%02X\r\n", body, checksum(body, (size_t)length));
}

int sentence_read_press(const char *text, size_t length) {
    const char *star = memrchr(text, '*', length);
    if (length < 12 || memcmp(text, "$PALRM,", 7) != 0 || !star || text + length - star < 3) return -1;
    char digits[3] = {star[1], star[2], 0};
    if (checksum(text + 1, (size_t)(star - text - 1)) != strtoul(digits, NULL, 16)) return -1;
    int address = 0;
    const char *at = text + 7;
    for (; at < star && *at >= '0' && *at <= '9'; at++) address = address * 10 + (*at - '0');
    if (at == star || *at != ',') return -1;
    const char *state = memchr(at + 1, ',', (size_t)(star - at - 1));
    return state && state[1] == 'P' ? address : -1;
}
