#include "contender.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

void give_up(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("bench: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

double seconds_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int open_pty(char *path, size_t size) {
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0 || grantpt(master) || unlockpt(master) || ptsname_r(master, path, size))
        give_up("no pty: %s", strerror(errno));
    // Raw from the start, so that nothing is echoed before the contender has set it up.
    struct termios settings;
    if (tcgetattr(master, &settings) != 0) give_up("pty: %s", strerror(errno));
    cfmakeraw(&settings);
    if (tcsetattr(master, TCSANOW, &settings) != 0) give_up("pty: %s", strerror(errno));
    return master;
}

static int listen_for_ready(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path) give_up("%s is too long for a socket's path", path);
    strcpy(address.sun_path, path);
    int in = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (in < 0 || bind(in, (struct sockaddr *)&address, sizeof address) != 0)
        give_up("%s: %s", path, strerror(errno));
    return in;
}

static void show_output(const struct contender *contender) {
    char path[300], text[4096];
    snprintf(path, sizeof path, "%s/output", contender->folder);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = file < 0 ? 0 : read(file, text, sizeof text);
    if (got > 0) fwrite(text, 1, (size_t)got, stderr);
    if (file >= 0) close(file);
}

static void wait_until_ready(struct contender *contender, int in, double started) {
    for (;;) {
        struct pollfd wait = {in, POLLIN, 0};
        if (poll(&wait, 1, 100) > 0) {
            char text[512];
            ssize_t got = recv(in, text, sizeof text - 1, 0);
            text[got > 0 ? got : 0] = 0;
            if (strstr(text, "READY=1")) {
                contender->ready_ms = (seconds_now() - started) * 1e3;
                return;
            }
        }
        int status;
        if (waitpid(contender->process, &status, WNOHANG) == contender->process) {
            show_output(contender);
            give_up("the contender ended before it was ready");
        }
        if (seconds_now() - started > 30) {
            show_output(contender);
            give_up("the contender was not ready within 30 s");
        }
    }
}

struct contender contender_start(const char *scratch, contender_command command) {
    struct contender contender = {.pty = -1};
    snprintf(contender.folder, sizeof contender.folder, "%s/run-XXXXXX", scratch);
    snprintf(contender.sockets, sizeof contender.sockets, "/tmp/callpoint-bench-XXXXXX");
    if (!mkdtemp(contender.folder)) give_up("%s: %s", contender.folder, strerror(errno));
    if (!mkdtemp(contender.sockets)) give_up("%s: %s", contender.sockets, strerror(errno));
    snprintf(contender.log, sizeof contender.log, "%s/events.jsonl", contender.folder);
    contender_again(&contender, command);
    return contender;
}

void contender_again(struct contender *contender, contender_command command) {
    char tty[64], ready[96], output[300];
    contender->pty = open_pty(tty, sizeof tty);
    snprintf(ready, sizeof ready, "%s/ready", contender->sockets);
    snprintf(output, sizeof output, "%s/output", contender->folder);
    unlink(ready);
    int in = listen_for_ready(ready);
    char *arguments[24];
    command(contender, tty, arguments);
    double started = seconds_now();
    pid_t parent = getpid();
    contender->process = fork();
    if (contender->process < 0) give_up("fork: %s", strerror(errno));
    if (contender->process == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent) _exit(1);
        setenv("NOTIFY_SOCKET", ready, 1);
        int file = open(output, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        dup2(file, 1);
        dup2(file, 2);
        execv(arguments[0], arguments);
        fprintf(stderr, "%s: %s\n", arguments[0], strerror(errno));
        _exit(127);
    }
    wait_until_ready(contender, in, started);
    close(in);
    fcntl(contender->pty, F_SETFL, O_NONBLOCK);
}

void contender_kill(struct contender *contender) {
    kill(contender->process, SIGKILL);
    waitpid(contender->process, NULL, 0);
    close(contender->pty);
}

static void remove_folder(const char *path) {
    DIR *listing = opendir(path);
    for (struct dirent *entry; listing && (entry = readdir(listing));) {
        char below[600];
        snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        if (entry->d_type == DT_DIR) remove_folder(below);
        else unlink(below);
    }
    if (listing) closedir(listing);
    rmdir(path);
}

void contender_stop(struct contender *contender) {
    kill(contender->process, SIGTERM);
    for (int i = 0; i < 500 && waitpid(contender->process, NULL, WNOHANG) == 0; i++) {
        if (i == 499) {
            kill(contender->process, SIGKILL);
            waitpid(contender->process, NULL, 0);
        }
        usleep(10000);
    }
    close(contender->pty);
    remove_folder(contender->folder);
    remove_folder(contender->sockets);
}

void contender_drain(const struct contender *contender) {
    char text[4096];
    while (read(contender->pty, text, sizeof text) > 0) {}
}

long long contender_cpu_ns(const struct contender *contender) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/task", (int)contender->process);
    long long total = 0;
    DIR *tasks = opendir(path);
    for (struct dirent *entry; tasks && (entry = readdir(tasks));) {
        char stat_path[400];
        long long nanoseconds;
        snprintf(stat_path, sizeof stat_path, "%s/%s/schedstat", path, entry->d_name);
        FILE *file = fopen(stat_path, "r");
        if (file && fscanf(file, "%lld", &nanoseconds) == 1) total += nanoseconds;
        if (file) fclose(file);
    }
    if (tasks) closedir(tasks);
    return total;
}

long long contender_loop_ns(const struct contender *contender) {
    char path[64];
    long long nanoseconds = 0;
    snprintf(path, sizeof path, "/proc/%d/task/%d/schedstat", (int)contender->process, (int)contender->process);
    FILE *file = fopen(path, "r");
    if (!file || fscanf(file, "%lld", &nanoseconds) != 1) give_up("%s cannot be read", path);
    fclose(file);
    return nanoseconds;
}

long contender_resident_kb(const struct contender *contender) {
    char path[64], line[128];
    long kb = -1;
    snprintf(path, sizeof path, "/proc/%d/status", (int)contender->process);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "VmRSS: %ld kB", &kb) == 1) break;
    if (file) fclose(file);
    return kb;
}
