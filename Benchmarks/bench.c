// Press to durable order, callpointd and a C program side by side in one run.
//
// A press is written to a pty's master; the clock stops when the first order line of its call point can be read in the
// event log (inotify, then read). Contenders take turns press by press, and two copies of the C program take part: the
// ratio of the two is the noise that every other ratio bears.
//
// usage: bench --baseline PROGRAM [--daemon PROGRAM] --scratch FOLDER [--rounds N] [--presses N] [--seed N] [--smoke]
//        bench … --recovery: the start with 1,000 open incidents alone
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "city.h"
#include "contender.h"
#include "figures.h"
#include "load.h"
#include "sentence.h"
#include "watch.h"

enum { UNITS = 10000, CALL_POINTS = 1000, SMALL_UNITS = 100, WARM_UP = 20, BURST = 64, PER_SECOND = 5000 };

static const char *baseline, *daemon_program, *scratch;
static int rounds = 3, presses = 300, bursts = 12, rest_seconds = 10;
static uint64_t seed = 20260412, jitter = 1;
static struct city city;
static char site_path[300], small_site_path[300], units_text[16], points_text[16], seed_text[24];

static void command_baseline(const struct contender *contender, const char *tty, char **arguments) {
    const char *words[] = {baseline, tty, contender->folder, units_text, points_text, seed_text, NULL};
    static char tty_text[64];
    snprintf(tty_text, sizeof tty_text, "%s", tty);
    words[1] = tty_text;
    memcpy(arguments, words, sizeof words);
}

static void daemon_on(const char *site, const struct contender *contender, const char *tty, char **arguments) {
    static char input[80];
    snprintf(input, sizeof input, "field=%s", tty);
    const char *words[] = {daemon_program, "run", "--config", site, "--state", contender->folder, "--log",
                           contender->folder, "--run", contender->sockets, "--input", input, NULL};
    memcpy(arguments, words, sizeof words);
}

static void command_daemon(const struct contender *contender, const char *tty, char **arguments) {
    daemon_on(site_path, contender, tty, arguments);
}

static void command_small_daemon(const struct contender *contender, const char *tty, char **arguments) {
    daemon_on(small_site_path, contender, tty, arguments);
}

static void say(const char *text) { fprintf(stderr, "bench: %s\n", text); }

static void write_wire(const struct contender *contender, const char *text, size_t length) {
    if (write(contender->pty, text, length) != (ssize_t)length) give_up("pty: %s", strerror(errno));
}

/// A contender that is up and knows where its units are.
static struct contender prepare(int is_daemon) {
    struct contender contender = contender_start(scratch, is_daemon ? command_daemon : command_baseline);
    if (is_daemon) load_fill(&contender, &city);
    return contender;
}

static double press(struct contender *contender, struct watch *watch, int call_point) {
    char text[80];
    int length = sentence_press(call_point, 1, text, sizeof text);
    double before = seconds_now();
    write_wire(contender, text, (size_t)length);
    if (!watch_for(watch, call_point))
        give_up("no order for CP-%04d within 5 s; is the log's order.issued as EVENTS.md has it?", call_point);
    return (watch->seen_at[call_point] - before) * 1e6;
}

/// A contender with its log in view and the next call point that has not been pressed.
struct runner {
    struct contender contender;
    struct watch *watch;
    int next;
};

static struct runner runner_start(int is_daemon) {
    struct runner runner = {prepare(is_daemon), NULL, 0};
    runner.watch = watch_start(&runner.contender, CALL_POINTS);
    return runner;
}

static void runner_stop(struct runner *runner) {
    watch_stop(runner->watch);
    contender_stop(&runner->contender);
}

static void one_press(struct runner *runner, struct samples *samples) {
    usleep(20000 + (unsigned)(draw(&jitter) % 15000));
    double microseconds = press(&runner->contender, runner->watch, runner->next++);
    if (runner->next > WARM_UP) samples_add(samples, microseconds);
    contender_drain(&runner->contender);
}

static void one_burst(struct runner *runner, struct samples *samples) {
    char text[BURST * 40];
    size_t length = 0;
    int first = runner->next;
    while (runner->next < first + BURST)
        length += (size_t)sentence_press(runner->next++, 1, text + length, sizeof text - length);
    contender_drain(&runner->contender);
    usleep(100000 + (unsigned)(draw(&jitter) % 50000));
    double before = seconds_now(), last = 0;
    write_wire(&runner->contender, text, length);
    for (int i = first; i < runner->next; i++) {
        if (!watch_for(runner->watch, i)) give_up("no order for CP-%04d of a burst within 5 s", i);
        if (runner->watch->seen_at[i] > last) last = runner->watch->seen_at[i];
    }
    samples_add(samples, (last - before) * 1e6);
}

/// Presses contenders in turns, each turn beginning with another one, so that what the machine does beside hits all
/// alike. The daemon is the one in the middle of three.
static void in_turns(int count, int is_burst, struct samples *samples) {
    struct runner runner[3];
    for (int i = 0; i < count; i++) runner[i] = runner_start(i == 1);
    struct samples thrown_away = samples_make("warm-up");
    for (int turn = 0; turn < WARM_UP * count; turn++) one_press(&runner[turn % count], &thrown_away);
    for (int turn = 0; turn < (is_burst ? bursts : presses); turn++) {
        for (int i = 0; i < count; i++) {
            int which = (turn + i) % count;
            if (is_burst) one_burst(&runner[which], &samples[which]);
            else one_press(&runner[which], &samples[which]);
        }
    }
    for (int i = 0; i < count; i++) runner_stop(&runner[i]);
    free(thrown_away.value);
}

/// Presses one contender while positions stream in.
static void under_load(int is_daemon, struct samples *samples) {
    struct runner runner = runner_start(is_daemon);
    struct load load = load_start(&runner.contender, &city, PER_SECOND, !is_daemon);
    for (int i = 0; i < WARM_UP + presses; i++) one_press(&runner, samples);
    struct load_count count = load_stop(&load);
    fprintf(stderr, "bench:   %ld updates sent, %ld refused\n", count.sent, count.refused);
    runner_stop(&runner);
}

static int report_presses(struct samples *idle, struct samples *loaded, struct samples *burst) {
    int missed = 0;
    table_head("One press, alone", "contender");
    for (int i = 0; i < 3; i++) table_row(&idle[i]);
    table_head("One press, under 5,000 position updates/s", "contender");
    for (int i = 0; i < 2; i++) table_row(&loaded[i]);
    table_head("64 presses at once, until the last order", "contender");
    for (int i = 0; i < 3; i++) table_row(&burst[i]);
    printf("\n### Ratios\n\n| ratio | measured | bound | |\n|---|--:|--:|---|\n");
    ratio_row("noise: the C program against itself, p50", samples_at(&idle[2], 0.5) / samples_at(&idle[0], 0.5), 0);
    ratio_row("noise: the same, p99", samples_at(&idle[2], 0.99) / samples_at(&idle[0], 0.99), 0);
    ratio_row("noise: the same, 64 at once, p50", samples_at(&burst[2], 0.5) / samples_at(&burst[0], 0.5), 0);
    // Both copies of the C program count: twice the samples.
    struct samples both = samples_make("C"), both_bursts = samples_make("C");
    for (int run = 0; run <= 2; run += 2) {
        for (int i = 0; i < idle[run].count; i++) samples_add(&both, idle[run].value[i]);
        for (int i = 0; i < burst[run].count; i++) samples_add(&both_bursts, burst[run].value[i]);
    }
    double p50 = samples_at(&idle[1], 0.5);
    missed += ratio_row("callpointd against C, p50", p50 / samples_at(&both, 0.5), 1.10);
    missed += ratio_row("callpointd against C, p99", samples_at(&idle[1], 0.99) / samples_at(&both, 0.99), 1.25);
    missed += ratio_row("callpointd under load against itself alone, p50", samples_at(&loaded[1], 0.5) / p50, 1.25);
    ratio_row("the C program under the same load against itself alone, p50",
              samples_at(&loaded[0], 0.5) / samples_at(&both, 0.5), 0);
    missed += ratio_row("callpointd against C, 64 presses at once, p50",
                        samples_at(&burst[1], 0.5) / samples_at(&both_bursts, 0.5), 0.5);
    return missed;
}

static int report_rest(void) {
    struct samples start = samples_make("start"), full_start = samples_make("full start");
    for (int i = 0; i < 5; i++) {
        struct contender contender = contender_start(scratch, command_small_daemon);
        samples_add(&start, contender.ready_ms);
        contender_stop(&contender);
        contender = contender_start(scratch, command_daemon);
        samples_add(&full_start, contender.ready_ms);
        contender_stop(&contender);
    }
    struct contender contender = contender_start(scratch, command_small_daemon);
    usleep(2000000);
    long long before = contender_cpu_ns(&contender);
    double since = seconds_now();
    usleep((unsigned)rest_seconds * 1000000);
    double percent = (double)(contender_cpu_ns(&contender) - before) / 1e7 / (seconds_now() - since);
    long resident = contender_resident_kb(&contender);
    contender_stop(&contender);
    contender = prepare(1);
    long resident_full = contender_resident_kb(&contender);
    contender_stop(&contender);

    int missed = 0;
    printf("\n### Start and rest\n\n| figure | measured | bound | |\n|---|--:|--:|---|\n");
    missed += figure_row("start → armed, 1,000 call points, 100 units, median of 5", samples_at(&start, 0.5), "ms", 200);
    figure_row("start → armed, 1,000 call points, 10,000 units, median of 5", samples_at(&full_start, 0.5), "ms", 0);
    missed += figure_row("at rest: one core's time", percent, "%", 0.1);
    missed += figure_row("at rest: resident, 1,000 call points, 100 units", (double)resident / 1024, "MB", 20);
    figure_row("resident, 1,000 call points, 10,000 units with fixes", (double)resident_full / 1024, "MB", 0);
    return missed;
}

/// Counts a log's lines of a type; `found` is the last number after a key in one of them, −1 where there is none.
static int count_lines(const char *log, const char *type, const char *key, int *found) {
    char line[65536];
    int count = 0;
    *found = -1;
    FILE *file = fopen(log, "r");
    while (file && fgets(line, sizeof line, file)) {
        if (!strstr(line, type)) continue;
        count++;
        const char *at = strstr(line, key);
        if (at) *found = atoi(at + strlen(key));
    }
    if (file) fclose(file);
    return count;
}

/// SIGHUP, and the processor time of the loop until the file is in force: what stands before a press meanwhile. The file
/// itself is read by another thread.
static void reload(struct contender *contender, struct samples *samples) {
    static const char type[] = "\"config.loaded\"";
    int unused, loaded = count_lines(contender->log, type, type, &unused);
    long long before = contender_loop_ns(contender);
    kill(contender->process, SIGHUP);
    for (int i = 0; count_lines(contender->log, type, type, &unused) == loaded; i++) {
        if (i == 1000) give_up("the site file was not taken over within 10 s");
        usleep(10000);
    }
    usleep(100000);
    samples_add(samples, (double)(contender_loop_ns(contender) - before) / 1e6);
}

/// A thousand presses, a power cut, and how long it takes until presses are heard again; five times over.
static int report_recovery(void) {
    struct samples start = samples_make("start"), reloads = samples_make("reloads"), thrown_away = samples_make("bursts");
    struct runner runner = runner_start(1);
    while (runner.next + BURST <= CALL_POINTS) one_burst(&runner, &thrown_away);
    while (runner.next < CALL_POINTS) press(&runner.contender, runner.watch, runner.next++);
    watch_stop(runner.watch);
    for (int i = 0; i < 5; i++) {
        contender_kill(&runner.contender);
        contender_again(&runner.contender, command_daemon);
        samples_add(&start, runner.contender.ready_ms);
        int open;
        count_lines(runner.contender.log, "\"daemon.started\"", "\"open_incidents\":", &open);
        if (open != CALL_POINTS) give_up("%d incidents were open at the start, and not %d", open, CALL_POINTS);
    }
    long resident = contender_resident_kb(&runner.contender);
    for (int i = 0; i < 5; i++) reload(&runner.contender, &reloads);
    contender_stop(&runner.contender);
    printf("\n### Start after a power cut, and another site file\n\n| figure | measured | bound | |\n|---|--:|--:|---|\n");
    int missed = figure_row("kill -9 → armed, 1,000 open incidents, 10,000 units, median of 5", samples_at(&start, 0.5),
                            "ms", 2000);
    figure_row("the longest of them", samples_at(&start, 1), "ms", 0);
    figure_row("resident after it", (double)resident / 1024, "MB", 0);
    figure_row("SIGHUP with 1,000 call points, 10,000 units: the loop's own time, median of 5", samples_at(&reloads, 0.5),
               "ms", 0);
    return missed;
}

static void write_site(const char *path, int units) {
    struct city part = city;
    part.units = units;
    FILE *file = fopen(path, "w");
    if (!file) give_up("%s: %s", path, strerror(errno));
    city_write_site(&part, file);
    if (fclose(file) != 0) give_up("%s: %s", path, strerror(errno));
}

/// The driver alone: the C program under both names, few presses. Their ratio is printed and judged by nobody.
static int smoke(void) {
    struct samples first = samples_make("C"), burst = samples_make("C");
    presses = 10;
    bursts = 2;
    in_turns(1, 0, &first);
    in_turns(1, 1, &burst);
    table_head("Smoke: the C program alone", "contender");
    table_row(&first);
    table_row(&burst);
    return first.count == 10 && burst.count == 2 ? 0 : 1;
}

static void read_options(int count, char **arguments, int *is_smoke, int *is_recovery) {
    static const struct option options[] = {
        {"baseline", 1, 0, 'b'}, {"daemon", 1, 0, 'd'}, {"scratch", 1, 0, 's'}, {"rounds", 1, 0, 'r'},
        {"presses", 1, 0, 'p'},  {"seed", 1, 0, 'x'},   {"smoke", 0, 0, 'k'},   {"recovery", 0, 0, 'y'}, {0, 0, 0, 0}};
    int option;
    while ((option = getopt_long(count, arguments, "", options, NULL)) != -1) {
        switch (option) {
        case 'b': baseline = optarg; break;
        case 'd': daemon_program = optarg; break;
        case 's': scratch = optarg; break;
        case 'r': rounds = atoi(optarg); break;
        case 'p': presses = atoi(optarg); break;
        case 'x': seed = strtoull(optarg, NULL, 10); break;
        case 'k': *is_smoke = 1; break;
        case 'y': *is_recovery = 1; break;
        default: exit(2);
        }
    }
    if (!baseline || !scratch || (!daemon_program && !*is_smoke)) give_up("say --baseline, --daemon and --scratch");
    if (presses < 1 || presses + WARM_UP > CALL_POINTS || rounds < 1) give_up("--presses 1 to 980, --rounds 1 or more");
}

int main(int count, char **arguments) {
    int is_smoke = 0, is_recovery = 0;
    read_options(count, arguments, &is_smoke, &is_recovery);
    signal(SIGPIPE, SIG_IGN);
    city = city_make(UNITS, CALL_POINTS, seed);
    snprintf(units_text, sizeof units_text, "%d", UNITS);
    snprintf(points_text, sizeof points_text, "%d", CALL_POINTS);
    snprintf(seed_text, sizeof seed_text, "%llu", (unsigned long long)seed);
    if (is_smoke) return smoke();

    snprintf(site_path, sizeof site_path, "%s/city.yaml", scratch);
    snprintf(small_site_path, sizeof small_site_path, "%s/small-city.yaml", scratch);
    write_site(site_path, UNITS);
    write_site(small_site_path, SMALL_UNITS);
    if (is_recovery) return report_recovery();
    struct samples idle[] = {samples_make("C program"), samples_make("callpointd"), samples_make("C program again")};
    struct samples loaded[] = {samples_make("C program"), samples_make("callpointd")};
    struct samples burst[] = {samples_make("C program"), samples_make("callpointd"), samples_make("C program again")};
    for (int round = 0; round < rounds; round++) {
        fprintf(stderr, "bench: round %d of %d\n", round + 1, rounds);
        in_turns(3, 0, idle);
        for (int i = 0; i < 2; i++) under_load(i == 1, &loaded[i]);
        in_turns(3, 1, burst);
    }
    say("start and rest");
    int missed = report_presses(idle, loaded, burst) + report_rest();
    printf("\n%s\n", missed ? "Bounds were missed." : "All bounds are kept.");
    return missed ? 1 : 0;
}
