#include "Common.h"

#include <errno.h>
#include <fcntl.h>
#include <gpiod.h>
#include <poll.h>
#include <stdio.h>

void cgpiod_copy_name(char to[cgpiod_name_size], const char *from) {
    snprintf(to, cgpiod_name_size, "%s", from ? from : "");
}

bool cgpiod_leave_alone(const struct cgpiod_line_info *info) {
    // Some chips make an input of an output that is given back: such a line must not even be asked for.
    if (info->is_used || info->is_output) errno = info->is_used ? EBUSY : EPERM;
    return info->is_used || info->is_output;
}

int cgpiod_never_block(int descriptor) {
    int flags = fcntl(descriptor, F_GETFL);
    return flags < 0 ? -1 : fcntl(descriptor, F_SETFL, flags | O_NONBLOCK);
}

bool cgpiod_line_has_edges(const struct cgpiod_line *line) {
    struct pollfd waiting = {.fd = cgpiod_line_descriptor(line), .events = POLLIN};
    return poll(&waiting, 1, 0) == 1 && (waiting.revents & POLLIN);
}
