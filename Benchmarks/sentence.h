// What a node says on the wire: $PALRM,<address>,<counter>,<state>,<boot>*hh<CR><LF>
#ifndef BENCH_SENTENCE_H
#define BENCH_SENTENCE_H

#include <stddef.h>

/// Writes the press of a call point; returns its length.
int sentence_press(int address, unsigned counter, char *text, size_t size);

/// Reads one sentence without its line end; the address of a press, or −1 for anything else.
int sentence_read_press(const char *text, size_t length);

#endif
