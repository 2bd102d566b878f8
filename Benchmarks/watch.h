// Waits until the order of a call point can be read in the event log.
#ifndef BENCH_WATCH_H
#define BENCH_WATCH_H

#include "contender.h"

struct watch {
    int inotify, log;
    int call_points, seen_count;
    double *seen_at;  // when the first order of a call point could be read, 0 before
    size_t held;
    char buffer[1 << 18];
};

/// Begins at the log's end; the log has to exist, or comes to exist, within 5 s.
struct watch *watch_start(const struct contender *contender, int call_points);

/// Reads what has come; waits for it at most until a monotonic time in seconds. False where nothing came.
int watch_turn(struct watch *watch, double until);

/// Waits until this call point has its order; false after 5 s.
int watch_for(struct watch *watch, int call_point);

void watch_stop(struct watch *watch);

#endif
