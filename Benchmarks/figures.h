// Samples, their percentiles, and the tables people read.
#ifndef BENCH_FIGURES_H
#define BENCH_FIGURES_H

enum { SAMPLE_LIMIT = 100000 };

/// Latencies of one contender in one scenario, in microseconds; samples beyond the limit are not kept.
struct samples {
    const char *name;
    int count;
    double *value;
};

struct samples samples_make(const char *name);
void samples_add(struct samples *samples, double microseconds);

/// The value at a share of 0…1, of sorted samples by nearest rank; 0 where there are none.
double samples_at(struct samples *samples, double share);

void table_head(const char *title, const char *what);
void table_row(struct samples *samples);

/// A ratio against its bound; returns 0 where it is kept and 1 where it is not. A bound of 0 is none.
int ratio_row(const char *what, double ratio, double bound);

/// A figure with a unit against its bound; as above.
int figure_row(const char *what, double figure, const char *unit, double bound);

#endif
