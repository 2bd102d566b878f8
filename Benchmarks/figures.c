#include "figures.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "contender.h"

struct samples samples_make(const char *name) {
    struct samples samples = {name, 0, malloc(sizeof(double) * SAMPLE_LIMIT)};
    if (!samples.value) give_up("no memory for samples");
    return samples;
}

void samples_add(struct samples *samples, double microseconds) {
    if (samples->count < SAMPLE_LIMIT) samples->value[samples->count++] = microseconds;
}

static int compare(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

double samples_at(struct samples *samples, double share) {
    if (samples->count == 0) return 0;
    qsort(samples->value, (size_t)samples->count, sizeof(double), compare);
    int rank = (int)ceil(share * samples->count) - 1;
    return samples->value[rank < 0 ? 0 : rank];
}

void table_head(const char *title, const char *what) {
    printf("\n### %s\n\n| %s | n | p50 µs | p90 µs | p99 µs | max µs |\n|---|--:|--:|--:|--:|--:|\n", title, what);
}

void table_row(struct samples *samples) {
    printf("| %s | %d | %.0f | %.0f | %.0f | %.0f |\n", samples->name, samples->count, samples_at(samples, 0.5),
           samples_at(samples, 0.9), samples_at(samples, 0.99), samples_at(samples, 1));
}

static int verdict(double figure, double bound) {
    int is_missed = bound > 0 && !(figure <= bound);
    printf(" %s |\n", bound <= 0 ? "" : is_missed ? "missed" : "kept");
    return is_missed;
}

int ratio_row(const char *what, double ratio, double bound) {
    printf("| %s | %.2f × |", what, ratio);
    if (bound > 0) printf(" ≤ %.2f × |", bound);
    else printf(" |");
    return verdict(ratio, bound);
}

int figure_row(const char *what, double figure, const char *unit, double bound) {
    printf("| %s | %.*f %s |", what, figure < 1 ? 3 : 1, figure, unit);
    if (bound > 0) printf(" ≤ %g %s |", bound, unit);
    else printf(" |");
    return verdict(figure, bound);
}
