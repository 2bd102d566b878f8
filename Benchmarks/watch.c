#include "watch.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

struct watch *watch_start(const struct contender *contender, int call_points) {
    struct watch *watch = calloc(1, sizeof *watch);
    if (!watch || !(watch->seen_at = calloc((size_t)call_points, sizeof *watch->seen_at))) give_up("no memory");
    watch->call_points = call_points;
    double until = seconds_now() + 5;
    while ((watch->log = open(contender->log, O_RDONLY | O_CLOEXEC)) < 0) {
        if (seconds_now() > until) give_up("%s: %s", contender->log, strerror(errno));
        usleep(1000);
    }
    lseek(watch->log, 0, SEEK_END);
    watch->inotify = inotify_init1(IN_CLOEXEC);
    if (watch->inotify < 0 || inotify_add_watch(watch->inotify, contender->log, IN_MODIFY) < 0)
        give_up("%s: %s", contender->log, strerror(errno));
    return watch;
}

static void take_line(struct watch *watch, char *line, double now) {
    if (!strstr(line, "\"type\":\"order.issued\"")) return;
    const char *name = strstr(line, "\"call_point\":\"CP-");
    int number = name ? atoi(name + strlen("\"call_point\":\"CP-")) : -1;
    if (number < 0 || number >= watch->call_points || watch->seen_at[number] > 0) return;
    watch->seen_at[number] = now;
    watch->seen_count++;
}

int watch_turn(struct watch *watch, double until) {
    double left = until - seconds_now();
    struct pollfd wait = {watch->inotify, POLLIN, 0};
    if (poll(&wait, 1, left > 0 ? (int)(left * 1e3) + 1 : 0) <= 0) return 0;
    char events[4096];
    if (read(watch->inotify, events, sizeof events) < 0) give_up("inotify: %s", strerror(errno));
    ssize_t got;
    while ((got = read(watch->log, watch->buffer + watch->held, sizeof watch->buffer - 1 - watch->held)) > 0) {
        double now = seconds_now();
        watch->held += (size_t)got;
        watch->buffer[watch->held] = 0;
        char *start = watch->buffer, *end;
        while ((end = strchr(start, '\n'))) {
            *end = 0;
            take_line(watch, start, now);
            start = end + 1;
        }
        watch->held -= (size_t)(start - watch->buffer);
        memmove(watch->buffer, start, watch->held);
    }
    return 1;
}

int watch_for(struct watch *watch, int call_point) {
    double until = seconds_now() + 5;
    while (watch->seen_at[call_point] == 0)
        if (!watch_turn(watch, until) && seconds_now() > until) return 0;
    return 1;
}

void watch_stop(struct watch *watch) {
    close(watch->inotify);
    close(watch->log);
    free(watch->seen_at);
    free(watch);
}
