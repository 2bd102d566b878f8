// Position feeds: the fill of the table before a round, and a steady stream during one.
#ifndef BENCH_LOAD_H
#define BENCH_LOAD_H

#include "city.h"
#include "contender.h"

struct load {
    pid_t feeder, sink;
    struct load_count {
        long sent, refused;
    } *count;
};

/// One fix for every unit, a datagram each, waiting where the reader is behind.
void load_fill(const struct contender *contender, const struct city *city);

/// So many updates a second, a datagram each, until `load_stop`. A contender that takes no positions gets a
/// reader beside it that throws them away, so that the machine bears the same.
struct load load_start(const struct contender *contender, const struct city *city, int per_second, int needs_sink);

/// Ends the stream; says what was sent and refused.
struct load_count load_stop(struct load *load);

#endif
