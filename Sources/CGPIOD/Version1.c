// libgpiod 1.x (Debian 12: 1.6.3).
#include <gpiod.h>

#ifdef GPIOD_LINE_BULK_MAX_LINES

#include "Common.h"

#include <errno.h>

// The library's own objects serve as ours: it keeps a line's state in the line, and frees it with the chip.
static struct gpiod_chip *theirs(struct cgpiod_chip *chip) { return (struct gpiod_chip *)chip; }
static struct gpiod_line *their_line(const struct cgpiod_line *line) { return (struct gpiod_line *)line; }

const char *cgpiod_version(void) { return gpiod_version_string(); }

bool cgpiod_debounces(void) { return false; }

struct cgpiod_chip *cgpiod_chip_open(const char *path) { return (struct cgpiod_chip *)gpiod_chip_open(path); }

void cgpiod_chip_close(struct cgpiod_chip *chip) { gpiod_chip_close(theirs(chip)); }

int cgpiod_chip_lines(struct cgpiod_chip *chip, char label[cgpiod_name_size]) {
    cgpiod_copy_name(label, gpiod_chip_label(theirs(chip)));
    return (int)gpiod_chip_num_lines(theirs(chip));
}

int cgpiod_line_info(struct cgpiod_chip *chip, uint32_t offset, struct cgpiod_line_info *info) {
    // Asks the kernel anew each time.
    struct gpiod_line *line = gpiod_chip_get_line(theirs(chip), offset);
    if (!line) return -1;
    cgpiod_copy_name(info->name, gpiod_line_name(line));
    cgpiod_copy_name(info->consumer, gpiod_line_consumer(line));
    info->is_used = gpiod_line_is_used(line);
    info->is_output = gpiod_line_direction(line) == GPIOD_LINE_DIRECTION_OUTPUT;
    return 0;
}

int cgpiod_line_look(struct cgpiod_chip *chip, uint32_t offset, struct cgpiod_line_info *info) {
    *info = (struct cgpiod_line_info){.is_used = false};
    if (cgpiod_line_info(chip, offset, info) != 0 || cgpiod_leave_alone(info)) return -1;
    struct gpiod_line *line = gpiod_chip_get_line(theirs(chip), offset);
    struct gpiod_line_request_config config = {
        .consumer = CGPIOD_LOOKER, .request_type = GPIOD_LINE_REQUEST_DIRECTION_AS_IS};
    if (!line || gpiod_line_request(line, &config, 0) != 0) return -1;
    int level = gpiod_line_get_value(line);
    int failure = errno;
    gpiod_line_release(line);
    errno = failure;
    return level;
}

static int flag_of(int32_t bias) {
    switch (bias) {
    case cgpiod_bias_pull_up: return GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP;
    case cgpiod_bias_pull_down: return GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN;
    case cgpiod_bias_disabled: return GPIOD_LINE_REQUEST_FLAG_BIAS_DISABLE;
    default: return 0;
    }
}

struct cgpiod_line *cgpiod_line_request(struct cgpiod_chip *chip, const struct cgpiod_wish *wish) {
    struct gpiod_line *line = gpiod_chip_get_line(theirs(chip), wish->offset);
    if (!line) return NULL;
    struct gpiod_line_request_config config = {
        .consumer = CGPIOD_CONSUMER,
        .request_type = wish->is_output ? GPIOD_LINE_REQUEST_DIRECTION_OUTPUT : GPIOD_LINE_REQUEST_EVENT_BOTH_EDGES,
        .flags = wish->is_active_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0,
    };
    if (!wish->is_output) config.flags |= flag_of(wish->bias);
    if (gpiod_line_request(line, &config, 0) != 0) return NULL;
    if (!wish->is_output && cgpiod_never_block(gpiod_line_event_get_fd(line)) != 0) {
        int failure = errno;
        gpiod_line_release(line);
        errno = failure;
        return NULL;
    }
    return (struct cgpiod_line *)line;
}

void cgpiod_line_release(struct cgpiod_line *line) { gpiod_line_release(their_line(line)); }

int cgpiod_line_descriptor(const struct cgpiod_line *line) { return gpiod_line_event_get_fd(their_line(line)); }

int cgpiod_line_value(struct cgpiod_line *line) { return gpiod_line_get_value(their_line(line)); }

int cgpiod_line_set(struct cgpiod_line *line, bool is_active) {
    return gpiod_line_set_value(their_line(line), is_active);
}

int cgpiod_line_edges(struct cgpiod_line *line, struct cgpiod_edge *edges, int limit) {
    struct gpiod_line_event events[cgpiod_queue_depth];
    if (limit > cgpiod_queue_depth) limit = cgpiod_queue_depth;
    int count = gpiod_line_event_read_multiple(their_line(line), events, (unsigned)limit);
    if (count < 0) return errno == EAGAIN ? 0 : -1;
    for (int i = 0; i < count; i++) {
        edges[i] = (struct cgpiod_edge){
            .nanoseconds = (int64_t)events[i].ts.tv_sec * 1000000000 + events[i].ts.tv_nsec,
            .is_active = events[i].event_type == GPIOD_LINE_EVENT_RISING_EDGE,
        };
    }
    return count;
}

#endif
