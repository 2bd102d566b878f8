#include "grid.h"

#include <math.h>
#include <stdlib.h>

struct row {
    int64_t received_us, source_ms;
    int32_t lat_e7, lon_e7, next, previous, cell;
    uint8_t kind, status;
};

struct grid {
    int units, columns, rows;
    int32_t south_e7, west_e7, side_e7;
    struct grid_profile profile[GRID_KINDS];
    int32_t *first;  // of each cell
    struct row *row;
};

struct grid *grid_make(int units, int32_t south_e7, int32_t north_e7, int32_t west_e7, int32_t east_e7, int a_cell,
                       const struct grid_profile profiles[GRID_KINDS]) {
    struct grid *grid = calloc(1, sizeof *grid);
    if (!grid) return NULL;
    double area = ((double)north_e7 - south_e7) * ((double)east_e7 - west_e7);
    grid->units = units;
    grid->south_e7 = south_e7;
    grid->west_e7 = west_e7;
    grid->side_e7 = (int32_t)sqrt(area * a_cell / units) + 1;
    grid->rows = (north_e7 - south_e7) / grid->side_e7 + 1;
    grid->columns = (east_e7 - west_e7) / grid->side_e7 + 1;
    for (int i = 0; i < GRID_KINDS; i++) grid->profile[i] = profiles[i];
    size_t cells = (size_t)grid->rows * (size_t)grid->columns;
    grid->first = malloc(cells * sizeof *grid->first);
    grid->row = calloc((size_t)units, sizeof *grid->row);
    if (!grid->first || !grid->row) {
        grid_free(grid);
        return NULL;
    }
    for (size_t i = 0; i < cells; i++) grid->first[i] = -1;
    for (int i = 0; i < units; i++) grid->row[i].cell = -1;
    return grid;
}

void grid_free(struct grid *grid) {
    free(grid->first);
    free(grid->row);
    free(grid);
}

void grid_declare(struct grid *grid, int unit, int kind, enum grid_status status) {
    grid->row[unit].kind = (uint8_t)kind;
    grid->row[unit].status = (uint8_t)status;
}

static int clamp(int value, int count) { return value < 0 ? 0 : value >= count ? count - 1 : value; }

int grid_put(struct grid *grid, int unit, int32_t lat_e7, int32_t lon_e7, int64_t source_ms, int64_t received_us) {
    struct row *row = &grid->row[unit];
    if (row->cell >= 0 && source_ms <= row->source_ms) return 0;
    int y = clamp((lat_e7 - grid->south_e7) / grid->side_e7, grid->rows);
    int x = clamp((lon_e7 - grid->west_e7) / grid->side_e7, grid->columns);
    int cell = y * grid->columns + x;
    row->lat_e7 = lat_e7;
    row->lon_e7 = lon_e7;
    row->source_ms = source_ms;
    row->received_us = received_us;
    if (cell == row->cell) return 1;
    if (row->cell >= 0) {
        if (row->previous >= 0) grid->row[row->previous].next = row->next;
        else grid->first[row->cell] = row->next;
        if (row->next >= 0) grid->row[row->next].previous = row->previous;
    }
    row->cell = cell;
    row->previous = -1;
    row->next = grid->first[cell];
    if (row->next >= 0) grid->row[row->next].previous = unit;
    grid->first[cell] = unit;
    return 1;
}

static int64_t eta_ms(const struct grid_profile *profile, int64_t metres) {
    if (profile->speed_mm_s == 0) return profile->reaction_ms;
    int64_t way = metres * profile->detour_percent * 10000;
    return profile->reaction_ms + (way + profile->speed_mm_s - 1) / profile->speed_mm_s;
}

struct search {
    const struct grid *grid;
    const struct grid_query *query;
    struct grid_found *found;
    int count;
};

/// Sooner first; then the fresher fix, then the smaller number.
static int precedes(const struct grid_found *a, const struct grid_found *b) {
    if (a->eta_ms != b->eta_ms) return a->eta_ms < b->eta_ms;
    if (a->received_us != b->received_us) return a->received_us > b->received_us;
    return a->unit < b->unit;
}

static void weigh_cell(struct search *search, int x, int y) {
    const struct grid *grid = search->grid;
    const struct grid_query *query = search->query;
    if (x < 0 || y < 0 || x >= grid->columns || y >= grid->rows) return;
    for (int unit = grid->first[y * grid->columns + x]; unit >= 0; unit = grid->row[unit].next) {
        const struct row *row = &grid->row[unit];
        if (!(query->kinds >> row->kind & 1) || row->status != GRID_AVAILABLE) continue;
        if (query->now_us - row->received_us > query->stale_us) continue;
        double north = (double)(row->lat_e7 - query->lat_e7) * (double)query->mm_per_lat / 1e10;
        double east = (double)(row->lon_e7 - query->lon_e7) * (double)query->mm_per_lon / 1e10;
        int64_t metres = (int64_t)(sqrt(north * north + east * east) + 0.5);
        if (metres > query->within_m) continue;
        struct grid_found here = {unit, eta_ms(&grid->profile[row->kind], metres), metres, row->received_us};
        if (search->count == query->wanted && !precedes(&here, &search->found[search->count - 1])) continue;
        int at = search->count < query->wanted ? search->count++ : search->count - 1;
        for (; at > 0 && precedes(&here, &search->found[at - 1]); at--) search->found[at] = search->found[at - 1];
        search->found[at] = here;
    }
}

int grid_soonest(const struct grid *grid, const struct grid_query *query, struct grid_found found[GRID_WANTED]) {
    struct search search = {grid, query, found, 0};
    int y = (query->lat_e7 - grid->south_e7) / grid->side_e7, x = (query->lon_e7 - grid->west_e7) / grid->side_e7;
    int64_t narrow = query->mm_per_lat < query->mm_per_lon ? query->mm_per_lat : query->mm_per_lon;
    int rings = grid->rows > grid->columns ? grid->rows : grid->columns;
    for (int ring = 0; ring < rings; ring++) {
        for (int i = -ring; i <= ring; i++) {
            weigh_cell(&search, x + i, y - ring);
            if (ring == 0) break;
            weigh_cell(&search, x + i, y + ring);
            if (i == -ring || i == ring) continue;
            weigh_cell(&search, x - ring, y + i);
            weigh_cell(&search, x + ring, y + i);
        }
        // Nobody beyond this ring is nearer than that.
        int64_t metres = (int64_t)ring * grid->side_e7 * (narrow / 1000) / 10000000 - 1;
        if (metres > query->within_m) break;
        if (search.count < query->wanted) continue;
        int64_t soonest = INT64_MAX;
        for (int kind = 0; kind < GRID_KINDS; kind++) {
            if (!(query->kinds >> kind & 1)) continue;
            int64_t eta = eta_ms(&grid->profile[kind], metres < 0 ? 0 : metres);
            if (eta < soonest) soonest = eta;
        }
        if (found[search.count - 1].eta_ms < soonest) break;
    }
    return search.count;
}
