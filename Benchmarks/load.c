#include "load.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static struct sockaddr_un positions(const struct contender *contender) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s/positions.sock", contender->sockets);
    return address;
}

static int feed(const struct contender *contender) {
    struct sockaddr_un address = positions(contender);
    int out = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    double until = seconds_now() + 5;
    while (connect(out, (struct sockaddr *)&address, sizeof address) != 0) {
        if (seconds_now() > until) give_up("%s: %s", address.sun_path, strerror(errno));
        usleep(1000);
    }
    return out;
}

void load_fill(const struct contender *contender, const struct city *city) {
    int out = feed(contender);
    for (int i = 0; i < city->units; i++) {
        char line[256];
        int length = city_fix_line(city, i, city->unit[i].at, line, sizeof line);
        if (send(out, line, (size_t)length, 0) != length) give_up("positions.sock: %s", strerror(errno));
    }
    close(out);
    usleep(300000);
}

static void feed_for_ever(int out, const struct city *city, int per_second, struct load_count *count) {
    enum { TURN_US = 1000 };
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    struct itimerspec every = {{0, TURN_US * 1000}, {0, TURN_US * 1000}};
    timerfd_settime(timer, 0, &every, NULL);
    uint64_t seed = 7;
    double owed = 0;
    for (;;) {
        uint64_t turns;
        if (read(timer, &turns, sizeof turns) != sizeof turns) _exit(1);
        for (owed += (double)turns * per_second * TURN_US / 1e6; owed >= 1; owed -= 1) {
            int unit = (int)(draw(&seed) % (uint64_t)city->units);
            struct place at = city->unit[unit].at;
            at.lat_e7 += (int32_t)(draw(&seed) % 2000) - 1000;
            at.lon_e7 += (int32_t)(draw(&seed) % 2000) - 1000;
            char line[256];
            int length = city_fix_line(city, unit, at, line, sizeof line);
            if (send(out, line, (size_t)length, MSG_DONTWAIT) == length) count->sent++;
            else count->refused++;
        }
    }
}

static void read_for_ever(int in) {
    char text[1024];
    for (;;)
        if (recv(in, text, sizeof text, 0) < 0) _exit(1);
}

static pid_t child(void) {
    pid_t process = fork();
    if (process < 0) give_up("fork: %s", strerror(errno));
    if (process == 0) prctl(PR_SET_PDEATHSIG, SIGKILL);
    return process;
}

struct load load_start(const struct contender *contender, const struct city *city, int per_second, int needs_sink) {
    struct load load = {0, 0, NULL};
    load.count = mmap(NULL, sizeof *load.count, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (load.count == MAP_FAILED) give_up("mmap: %s", strerror(errno));
    if (needs_sink) {
        struct sockaddr_un address = positions(contender);
        int in = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (bind(in, (struct sockaddr *)&address, sizeof address) != 0) give_up("sink: %s", strerror(errno));
        if ((load.sink = child()) == 0) read_for_ever(in);
        close(in);
    }
    int out = feed(contender);
    if ((load.feeder = child()) == 0) feed_for_ever(out, city, per_second, load.count);
    close(out);
    return load;
}

struct load_count load_stop(struct load *load) {
    pid_t children[] = {load->feeder, load->sink};
    for (int i = 0; i < 2; i++) {
        if (children[i] <= 0) continue;
        kill(children[i], SIGKILL);
        waitpid(children[i], NULL, 0);
    }
    struct load_count count = *load->count;
    munmap(load->count, sizeof *load->count);
    return count;
}
