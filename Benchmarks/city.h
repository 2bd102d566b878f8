// A city the size of Shenzhen, the same for every contender: it hangs on the seed alone.
#ifndef BENCH_CITY_H
#define BENCH_CITY_H

#include <stdint.h>
#include <stdio.h>

enum kind { FOOT, MOTORCYCLE, VEHICLE, VIDEO, AIR, MARINE, KINDS };

struct place {
    int32_t lat_e7, lon_e7;
};

struct unit {
    struct place at;
    enum kind kind;
};

struct city {
    int units, call_points;
    struct unit *unit;
    struct place *call_point;
};

extern const char *const kind_names[KINDS];

/// Splitmix64: the next number of a sequence that hangs on its start alone.
uint64_t draw(uint64_t *state);

/// A city of so many units and call points; exits where memory is out.
struct city city_make(int units, int call_points, uint64_t seed);

void city_free(struct city *city);

/// The site file that declares the city's call points and units, with one serial input `field`.
void city_write_site(const struct city *city, FILE *file);

/// A position as feeds send it; returns its length, without a line end.
int city_fix_line(const struct city *city, int unit, struct place at, char *line, size_t size);

#endif
