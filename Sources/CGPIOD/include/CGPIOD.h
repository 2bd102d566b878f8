// GPIO lines through libgpiod, whichever generation of it this machine has.
//
// Debian 12 has libgpiod 1.6, Debian 13 has 2.2, and the two share no call. The
// header alone tells which one is there, so the same sources build on both.
// One line is one request with one descriptor on both, so that a line that
// somebody else holds costs that line and no other.
#ifndef CALLPOINT_CGPIOD_H
#define CALLPOINT_CGPIOD_H

#include <stdbool.h>
#include <stdint.h>

/// A chip that is open.
struct cgpiod_chip;

/// A line that was asked for and is ours; release it before its chip is closed.
struct cgpiod_line;

enum {
    /// Room for the longest name of a line, a chip or a consumer, with its closing zero.
    cgpiod_name_size = 33,
    /// Edges that the kernel keeps for a line; of more, the generations lose different ones and neither says so.
    cgpiod_queue_depth = 16
};

/// The resistor that a chip is asked for; one that has none leaves the wish unheard.
enum cgpiod_bias { cgpiod_bias_as_is, cgpiod_bias_pull_up, cgpiod_bias_pull_down, cgpiod_bias_disabled };

/// How a line is to be had.
struct cgpiod_wish {
    uint32_t offset;
    bool is_output;
    bool is_active_low;
    /// One of `cgpiod_bias`; inputs alone.
    int32_t bias;
    /// How long the kernel lets a level settle, 0 for not at all; inputs alone. Ignored where
    /// `cgpiod_debounces()` is false.
    uint32_t debounce_microseconds;
};

/// What the kernel knows of a line.
struct cgpiod_line_info {
    char name[cgpiod_name_size];
    /// Who holds it, empty where nobody does or whoever does has no name.
    char consumer[cgpiod_name_size];
    bool is_used;
    bool is_output;
};

/// One edge of a line, as the kernel saw it.
struct cgpiod_edge {
    /// CLOCK_MONOTONIC (since Linux 5.7).
    int64_t nanoseconds;
    /// Counts this line's edges from 1, with those that the kernel's queue had no room for; 0 where the
    /// generation does not count.
    uint64_t sequence;
    /// Whether the line is active since; active low is taken into account.
    bool is_active;
};

/// The version of the library that runs, "1.6.3" or "2.2.1".
const char *cgpiod_version(void);

/// Whether the kernel debounces for us where asked.
bool cgpiod_debounces(void);

/// Opens a chip by its device's path; NULL and errno on failure.
struct cgpiod_chip *cgpiod_chip_open(const char *path);

/// Closes a chip. Its lines must have been released.
void cgpiod_chip_close(struct cgpiod_chip *chip);

/// The chip's label in `label`, and how many lines it has; −1 and errno on failure.
int cgpiod_chip_lines(struct cgpiod_chip *chip, char label[cgpiod_name_size]);

/// What the kernel knows of a line; −1 and errno on failure, ENODEV or EBADFD for a chip that is gone.
int cgpiod_line_info(struct cgpiod_chip *chip, uint32_t offset, struct cgpiod_line_info *info);

/// Looks at a line that nobody holds and that is an input: had as it is for the length of this call, its direction and its
/// resistor unchanged. 1 high, 0 low at the pin. −1 with EBUSY where somebody holds it and EPERM where it is an output:
/// such a line is not touched. What the kernel knows of it is in `info` either way.
int cgpiod_line_look(struct cgpiod_chip *chip, uint32_t offset, struct cgpiod_line_info *info);

/// Asks for a line, an input with both its edges, an output dark; NULL and errno on failure, EBUSY where
/// somebody else holds it.
struct cgpiod_line *cgpiod_line_request(struct cgpiod_chip *chip, const struct cgpiod_wish *wish);

/// Gives a line back.
void cgpiod_line_release(struct cgpiod_line *line);

/// What to wait for; never blocks a reader.
int cgpiod_line_descriptor(const struct cgpiod_line *line);

/// 1 active, 0 not; −1 and errno on failure.
int cgpiod_line_value(struct cgpiod_line *line);

/// Lights an output, or not; −1 and errno on failure.
int cgpiod_line_set(struct cgpiod_line *line, bool is_active);

/// Whether edges wait to be read.
bool cgpiod_line_has_edges(const struct cgpiod_line *line);

/// Reads edges that wait, at most `limit` and never more than 16 in a call. Returns how many, 0 where none
/// do, or −1 and errno.
int cgpiod_line_edges(struct cgpiod_line *line, struct cgpiod_edge *edges, int limit);

#endif
