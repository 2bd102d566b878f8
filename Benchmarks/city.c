#include "city.h"

#include <stdlib.h>
#include <time.h>

const char *const kind_names[KINDS] = {"foot", "motorcycle", "vehicle", "video", "air", "marine"};

// 33 km by 51 km, the built-up rectangle of Shenzhen.
enum { SOUTH_E7 = 224500000, NORTH_E7 = 227500000, WEST_E7 = 1138500000, EAST_E7 = 1143500000 };

uint64_t draw(uint64_t *state) {
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

static struct place somewhere(uint64_t *state) {
    struct place at;
    at.lat_e7 = SOUTH_E7 + (int32_t)(draw(state) % (NORTH_E7 - SOUTH_E7));
    at.lon_e7 = WEST_E7 + (int32_t)(draw(state) % (EAST_E7 - WEST_E7));
    return at;
}

static enum kind some_kind(uint64_t *state) {
    int percent = (int)(draw(state) % 100);
    if (percent < 30) return FOOT;
    if (percent < 55) return MOTORCYCLE;
    if (percent < 85) return VEHICLE;
    if (percent < 90) return VIDEO;
    if (percent < 95) return AIR;
    return MARINE;
}

struct city city_make(int units, int call_points, uint64_t seed) {
    struct city city = {units, call_points, calloc((size_t)units, sizeof *city.unit),
                        calloc((size_t)call_points, sizeof *city.call_point)};
    if (!city.unit || !city.call_point) {
        fputs("bench: no memory for the city\n", stderr);
        exit(1);
    }
    for (int i = 0; i < units; i++) {
        city.unit[i].at = somewhere(&seed);
        city.unit[i].kind = some_kind(&seed);
    }
    for (int i = 0; i < call_points; i++) city.call_point[i] = somewhere(&seed);
    return city;
}

void city_free(struct city *city) {
    free(city->unit);
    free(city->call_point);
}

void city_write_site(const struct city *city, FILE *file) {
    fputs("version: 1\n"
          "site: {id: BENCH, name: benchmark city, datum: wgs84, time_zone: Asia/Shanghai}\n"
          "inputs:\n"
          "  field: {serial: {port: /dev/ttyS0, baud: 115200, protocol: sentence, heartbeat: off}}\n"
          "call_points:\n",
          file);
    for (int i = 0; i < city->call_points; i++) {
        struct place at = city->call_point[i];
        fprintf(file,
                "  - {id: CP-%04d, name: call point %d, location: {lat: %.7f, lon: %.7f, accuracy_m: 5}, "
                "button: {input: field, address: \"%04d\"}, plan: street}\n",
                i, i, at.lat_e7 / 1e7, at.lon_e7 / 1e7, i);
    }
    // One tier and long times: what is measured is the first order, and no deadline falls into a round.
    fputs("plans:\n"
          "  street:\n"
          "    budget: 250ms\n"
          "    tiers:\n"
          "      - {name: nearest patrol, send: [{kinds: [foot, motorcycle, vehicle], count: 2, within: 3km}], "
          "ack_within: 30m, on_scene_within: 60m}\n"
          "units:\n",
          file);
    for (int i = 0; i < city->units; i++)
        fprintf(file, "  - {id: U-%05d, kind: %s}\n", i, kind_names[city->unit[i].kind]);
}

int city_fix_line(const struct city *city, int unit, struct place at, char *line, size_t size) {
    (void)city;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    long long milliseconds = now.tv_sec * 1000LL + now.tv_nsec / 1000000;
    return snprintf(line, size, "{\"unit\":\"U-%05d\",\"lat\":%.7f,\"lon\":%.7f,\"time\":%lld}", unit, at.lat_e7 / 1e7,
                    at.lon_e7 / 1e7, milliseconds);
}
