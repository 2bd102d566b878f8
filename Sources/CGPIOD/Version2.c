// libgpiod 2.x (Debian 13: 2.2.1).
#include <gpiod.h>

#ifndef GPIOD_LINE_BULK_MAX_LINES

#include "Common.h"

#include <errno.h>
#include <stdlib.h>

struct cgpiod_chip {
    struct gpiod_chip *chip;
    /// One for all lines: the thread that owns the chip reads one line at a time.
    struct gpiod_edge_event_buffer *buffer;
};

struct cgpiod_line {
    struct gpiod_line_request *request;
    struct gpiod_edge_event_buffer *buffer;
    uint32_t offset;
};

const char *cgpiod_version(void) { return gpiod_api_version(); }

bool cgpiod_debounces(void) { return true; }

struct cgpiod_chip *cgpiod_chip_open(const char *path) {
    struct gpiod_chip *theirs = gpiod_chip_open(path);
    if (!theirs) return NULL;
    struct gpiod_edge_event_buffer *buffer = gpiod_edge_event_buffer_new(cgpiod_queue_depth);
    struct cgpiod_chip *chip = buffer ? malloc(sizeof *chip) : NULL;
    if (!chip) {
        if (buffer) gpiod_edge_event_buffer_free(buffer);
        gpiod_chip_close(theirs);
        errno = ENOMEM;
        return NULL;
    }
    *chip = (struct cgpiod_chip){.chip = theirs, .buffer = buffer};
    return chip;
}

void cgpiod_chip_close(struct cgpiod_chip *chip) {
    gpiod_edge_event_buffer_free(chip->buffer);
    gpiod_chip_close(chip->chip);
    free(chip);
}

int cgpiod_chip_lines(struct cgpiod_chip *chip, char label[cgpiod_name_size]) {
    struct gpiod_chip_info *info = gpiod_chip_get_info(chip->chip);
    if (!info) return -1;
    cgpiod_copy_name(label, gpiod_chip_info_get_label(info));
    int count = (int)gpiod_chip_info_get_num_lines(info);
    gpiod_chip_info_free(info);
    return count;
}

int cgpiod_line_info(struct cgpiod_chip *chip, uint32_t offset, struct cgpiod_line_info *info) {
    struct gpiod_line_info *theirs = gpiod_chip_get_line_info(chip->chip, offset);
    if (!theirs) return -1;
    cgpiod_copy_name(info->name, gpiod_line_info_get_name(theirs));
    cgpiod_copy_name(info->consumer, gpiod_line_info_get_consumer(theirs));
    info->is_used = gpiod_line_info_is_used(theirs);
    info->is_output = gpiod_line_info_get_direction(theirs) == GPIOD_LINE_DIRECTION_OUTPUT;
    gpiod_line_info_free(theirs);
    return 0;
}

static enum gpiod_line_bias bias_of(int32_t bias) {
    switch (bias) {
    case cgpiod_bias_pull_up: return GPIOD_LINE_BIAS_PULL_UP;
    case cgpiod_bias_pull_down: return GPIOD_LINE_BIAS_PULL_DOWN;
    case cgpiod_bias_disabled: return GPIOD_LINE_BIAS_DISABLED;
    default: return GPIOD_LINE_BIAS_AS_IS;
    }
}

static int fill(struct gpiod_line_settings *settings, const struct cgpiod_wish *wish) {
    // Without a wish a line is had as it is.
    if (!wish) return gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_AS_IS);
    gpiod_line_settings_set_active_low(settings, wish->is_active_low);
    if (wish->is_output) return gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT);
    gpiod_line_settings_set_debounce_period_us(settings, wish->debounce_microseconds);
    if (gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_INPUT) != 0) return -1;
    if (gpiod_line_settings_set_bias(settings, bias_of(wish->bias)) != 0) return -1;
    return gpiod_line_settings_set_edge_detection(settings, GPIOD_LINE_EDGE_BOTH);
}

static struct gpiod_line_request *request(
    struct gpiod_chip *chip, uint32_t offset, const struct cgpiod_wish *wish, const char *consumer) {
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    struct gpiod_line_config *lines = gpiod_line_config_new();
    struct gpiod_request_config *config = gpiod_request_config_new();
    struct gpiod_line_request *made = NULL;
    errno = ENOMEM;
    if (settings && lines && config && fill(settings, wish) == 0
        && gpiod_line_config_add_line_settings(lines, &offset, 1, settings) == 0) {
        gpiod_request_config_set_consumer(config, consumer);
        gpiod_request_config_set_event_buffer_size(config, cgpiod_queue_depth);
        made = gpiod_chip_request_lines(chip, config, lines);
    }
    int failure = errno;
    if (config) gpiod_request_config_free(config);
    if (lines) gpiod_line_config_free(lines);
    if (settings) gpiod_line_settings_free(settings);
    errno = failure;
    return made;
}

int cgpiod_line_look(struct cgpiod_chip *chip, uint32_t offset, struct cgpiod_line_info *info) {
    *info = (struct cgpiod_line_info){.is_used = false};
    if (cgpiod_line_info(chip, offset, info) != 0 || cgpiod_leave_alone(info)) return -1;
    struct gpiod_line_request *line = request(chip->chip, offset, NULL, CGPIOD_LOOKER);
    if (!line) return -1;
    enum gpiod_line_value level = gpiod_line_request_get_value(line, offset);
    int failure = errno;
    gpiod_line_request_release(line);
    errno = failure;
    return level == GPIOD_LINE_VALUE_ERROR ? -1 : level == GPIOD_LINE_VALUE_ACTIVE;
}

struct cgpiod_line *cgpiod_line_request(struct cgpiod_chip *chip, const struct cgpiod_wish *wish) {
    struct gpiod_line_request *made = request(chip->chip, wish->offset, wish, CGPIOD_CONSUMER);
    if (!made) return NULL;
    struct cgpiod_line *line = NULL;
    if (cgpiod_never_block(gpiod_line_request_get_fd(made)) == 0) line = malloc(sizeof *line);
    if (!line) {
        int failure = errno;
        gpiod_line_request_release(made);
        errno = failure;
        return NULL;
    }
    *line = (struct cgpiod_line){.request = made, .buffer = chip->buffer, .offset = wish->offset};
    return line;
}

void cgpiod_line_release(struct cgpiod_line *line) {
    gpiod_line_request_release(line->request);
    free(line);
}

int cgpiod_line_descriptor(const struct cgpiod_line *line) { return gpiod_line_request_get_fd(line->request); }

int cgpiod_line_value(struct cgpiod_line *line) {
    switch (gpiod_line_request_get_value(line->request, line->offset)) {
    case GPIOD_LINE_VALUE_ACTIVE: return 1;
    case GPIOD_LINE_VALUE_INACTIVE: return 0;
    default: return -1;
    }
}

int cgpiod_line_set(struct cgpiod_line *line, bool is_active) {
    enum gpiod_line_value value = is_active ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
    return gpiod_line_request_set_value(line->request, line->offset, value);
}

int cgpiod_line_edges(struct cgpiod_line *line, struct cgpiod_edge *edges, int limit) {
    if (limit > cgpiod_queue_depth) limit = cgpiod_queue_depth;
    int count = gpiod_line_request_read_edge_events(line->request, line->buffer, (size_t)limit);
    if (count < 0) return errno == EAGAIN ? 0 : -1;
    for (int i = 0; i < count; i++) {
        struct gpiod_edge_event *event = gpiod_edge_event_buffer_get_event(line->buffer, (unsigned long)i);
        edges[i] = (struct cgpiod_edge){
            .nanoseconds = (int64_t)gpiod_edge_event_get_timestamp_ns(event),
            .sequence = gpiod_edge_event_get_line_seqno(event),
            .is_active = gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE,
        };
    }
    return count;
}

#endif
