// The yardstick: what a C programmer would write in an afternoon to do the one thing that is measured.
//
// Reads a tty, finds presses, scans all units flat with the same filter as the daemon's plan (kind, freshness, radius,
// not yet ordered), appends one order line of about 400 bytes to its journal and calls fdatasync, once for each press.
// Then the line goes to the log that the driver watches, as the daemon does it too: durable before visible. It answers
// no node, keeps no chain, survives nothing.
//
// usage: baseline TTY DIRECTORY UNITS CALL_POINTS SEED
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "city.h"
#include "sentence.h"

enum { TAKEN = 2, RADIUS_METRES = 3000, STALE_SECONDS = 120 };

struct candidate {
    int unit;
    double eta_seconds, metres;
};

static struct city city;
static unsigned char *is_busy;
static time_t *reported;

static void die(const char *what) {
    fprintf(stderr, "baseline: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int open_tty(const char *path) {
    int tty = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
    struct termios settings;
    if (tty < 0 || tcgetattr(tty, &settings) != 0) die(path);
    cfmakeraw(&settings);
    cfsetspeed(&settings, B115200);
    if (tcsetattr(tty, TCSANOW, &settings) != 0) die(path);
    return tty;
}

static int open_log(const char *directory, const char *name) {
    char path[512];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    int log = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    if (log < 0) die(path);
    return log;
}

/// Tells whoever started us that presses are heard, in systemd's way.
static void tell_ready(void) {
    const char *path = getenv("NOTIFY_SOCKET");
    if (!path) return;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int out = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (out < 0 || sendto(out, "READY=1", 7, 0, (struct sockaddr *)&address, sizeof address) < 0) die("ready");
    close(out);
}

/// The two units that can be there soonest; how many there are.
static int nearest(struct place from, time_t now, struct candidate best[TAKEN]) {
    static const double speed[KINDS] = {1.6, 9.0, 8.0, 0, 15.0, 8.0};
    static const double detour[KINDS] = {1.25, 1.30, 1.40, 1, 1, 1.5};
    static const double reaction[KINDS] = {5, 5, 8, 5, 60, 30};
    // Metres in a 1e-7 degree over Shenzhen; the city is small enough to be flat.
    const double per_lat = 0.0110755, per_lon = 0.0102855, limit = (double)RADIUS_METRES * RADIUS_METRES;
    int found = 0;
    for (int i = 0; i < city.units; i++) {
        const struct unit *unit = &city.unit[i];
        if (unit->kind > VEHICLE || is_busy[i] || now - reported[i] > STALE_SECONDS) continue;
        double north = (unit->at.lat_e7 - from.lat_e7) * per_lat, east = (unit->at.lon_e7 - from.lon_e7) * per_lon;
        double squared = north * north + east * east;
        if (squared > limit) continue;
        double metres = sqrt(squared);
        struct candidate here = {i, reaction[unit->kind] + metres * detour[unit->kind] / speed[unit->kind], metres};
        if (found == TAKEN && here.eta_seconds >= best[TAKEN - 1].eta_seconds) continue;
        int at = found < TAKEN ? found++ : TAKEN - 1;
        best[at] = here;
        for (; at > 0 && best[at].eta_seconds < best[at - 1].eta_seconds; at--) {
            struct candidate other = best[at];
            best[at] = best[at - 1];
            best[at - 1] = other;
        }
    }
    return found;
}

static void order(int address, int journal, int log) {
    static unsigned sequence;
    sequence++;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    struct candidate best[TAKEN] = {{-1, 0, 0}, {-1, 0, 0}};
    int found = nearest(city.call_point[address], now.tv_sec, best);
    if (found == 0) return;
    for (int i = 0; i < found; i++) is_busy[best[i].unit] = 1;
    char line[1024];
    int length = snprintf(
        line, sizeof line,
        "{\"v\":1,\"gen\":\"base\",\"seq\":%u,\"ts\":\"%lld.%03ld\",\"type\":\"order.issued\",\"severity\":\"alert\","
        "\"incident\":\"BENCH-base-%06u\",\"call_point\":\"CP-%04d\",\"order\":\"BENCH-base-%06u/1/U-%05d/1\",\"tier\":1,"
        "\"unit\":\"U-%05d\",\"eta_s\":%.0f,\"distance_m\":%.0f,\"second\":\"U-%05d\",\"second_eta_s\":%.0f,"
        "\"lat\":%.7f,\"lon\":%.7f,\"instructions\":\"go to the call point, look, report\",\"ack_within_ms\":30000,"
        "\"plan\":\"street\",\"mode\":\"live\"}\n",
        sequence, (long long)now.tv_sec, now.tv_nsec / 1000000, sequence, address, sequence, best[0].unit,
        best[0].unit, best[0].eta_seconds, best[0].metres, best[1].unit, best[1].eta_seconds,
        city.call_point[address].lat_e7 / 1e7, city.call_point[address].lon_e7 / 1e7);
    if (write(journal, line, (size_t)length) != length || fdatasync(journal) != 0) die("journal");
    if (write(log, line, (size_t)length) != length) die("log");
}

int main(int count, char **arguments) {
    if (count != 6) {
        fputs("usage: baseline TTY DIRECTORY UNITS CALL_POINTS SEED\n", stderr);
        return 2;
    }
    city = city_make(atoi(arguments[3]), atoi(arguments[4]), strtoull(arguments[5], NULL, 10));
    is_busy = calloc((size_t)city.units, sizeof *is_busy);
    reported = calloc((size_t)city.units, sizeof *reported);
    if (!is_busy || !reported) die("memory");
    for (int i = 0; i < city.units; i++) reported[i] = time(NULL);
    int tty = open_tty(arguments[1]);
    int journal = open_log(arguments[2], "journal.log"), log = open_log(arguments[2], "events.jsonl");
    tell_ready();

    char buffer[8192];
    size_t held = 0;
    for (;;) {
        ssize_t got = read(tty, buffer + held, sizeof buffer - held);
        if (got <= 0) return 0;
        held += (size_t)got;
        char *start = buffer, *end;
        while ((end = memchr(start, '\n', held - (size_t)(start - buffer)))) {
            size_t length = (size_t)(end - start) - (end > start && end[-1] == '\r');
            int address = sentence_read_press(start, length);
            if (address >= 0 && address < city.call_points) order(address, journal, log);
            start = end + 1;
        }
        held -= (size_t)(start - buffer);
        memmove(buffer, start, held);
        if (held == sizeof buffer) held = 0;  // No line end in 8 KiB: noise.
    }
}
