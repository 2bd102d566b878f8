// The yardstick of the index: units in a uniform grid, as a C programmer would write it for one city.
//
// The city's rectangle is known beforehand and its cells lie in one array; the engine's table knows no rectangle.
#ifndef BENCH_GRID_H
#define BENCH_GRID_H

#include <stdint.h>

enum { GRID_KINDS = 6, GRID_WANTED = 16 };
enum grid_status { GRID_AVAILABLE, GRID_BUSY, GRID_OFF_DUTY };

/// How one kind of unit gets about; a speed of 0 is one that does not travel.
struct grid_profile {
    int64_t reaction_ms, detour_percent, speed_mm_s;
};

/// What is asked for, round one place.
struct grid_query {
    int32_t lat_e7, lon_e7;
    int64_t mm_per_lat, mm_per_lon;  // millimetres in a degree
    uint32_t kinds;                  // a bit for each
    int wanted;                      // 1…GRID_WANTED
    int64_t within_m, now_us, stale_us;
};

/// A unit that fits.
struct grid_found {
    int unit;
    int64_t eta_ms, metres, received_us;
};

struct grid;

/// A grid for so many units in a rectangle, with so many units a cell on the average. NULL without memory.
struct grid *grid_make(int units, int32_t south_e7, int32_t north_e7, int32_t west_e7, int32_t east_e7, int a_cell,
                       const struct grid_profile profiles[GRID_KINDS]);
void grid_free(struct grid *grid);

void grid_declare(struct grid *grid, int unit, int kind, enum grid_status status);

/// Takes a fix; returns 0 where it is not newer than the one held.
int grid_put(struct grid *grid, int unit, int32_t lat_e7, int32_t lon_e7, int64_t source_ms, int64_t received_us);

/// The soonest that pass the filters, soonest first; returns how many.
int grid_soonest(const struct grid *grid, const struct grid_query *query, struct grid_found found[GRID_WANTED]);

#endif
