// A program under measurement: started on a pty of its own, in folders of its own.
#ifndef BENCH_CONTENDER_H
#define BENCH_CONTENDER_H

#include <sys/types.h>

struct contender {
    pid_t process;
    int pty;              // the master: what the wire is to a node
    char folder[256];     // state and log; on the disk that is measured
    char sockets[64];     // control and positions; a short path, as sun_path has 108 bytes
    char log[300];        // the event log that is watched
    double ready_ms;      // from exec to READY=1
};

/// How to start one: fills `arguments` (at most 24, closed by NULL) for this contender.
typedef void (*contender_command)(const struct contender *contender, const char *tty, char **arguments);

/// Starts it and waits until it says READY=1, at most 30 s. Exits with what it said when it does not.
struct contender contender_start(const char *scratch, contender_command command);

/// Ends it as a power cut would, and leaves its folders for `contender_again`.
void contender_kill(struct contender *contender);

/// Starts it once more in the folders that it had, and waits as `contender_start` does.
void contender_again(struct contender *contender, contender_command command);

/// SIGTERM, then SIGKILL after 5 s; removes its folders.
void contender_stop(struct contender *contender);

/// Reads away what it answers on the wire.
void contender_drain(const struct contender *contender);

/// Nanoseconds of processor time that its threads have had.
long long contender_cpu_ns(const struct contender *contender);

/// The same of its first thread alone: callpointd's loop.
long long contender_loop_ns(const struct contender *contender);

/// Resident memory in kB; −1 where it cannot be read.
long contender_resident_kb(const struct contender *contender);

/// Prints a message and ends the run; contenders die with their parent.
void give_up(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/// Monotonic seconds.
double seconds_now(void);

#endif
