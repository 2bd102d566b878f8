#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

int clinux_accept(int listener) {
    return accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

int clinux_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC | O_NONBLOCK); }

int clinux_peer(int socket, struct clinux_peer *peer) {
    struct ucred credentials;
    socklen_t length = sizeof credentials;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0) return -1;
    peer->pid = credentials.pid;
    peer->uid = credentials.uid;
    peer->gid = credentials.gid;
    return 0;
}

#ifndef SO_PEERGROUPS
#define SO_PEERGROUPS 59
#endif

int clinux_peer_groups(int socket, uint32_t *groups, int limit) {
    gid_t all[1024];
    socklen_t length = sizeof all;
    if (getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, all, &length) != 0) return -1;
    int count = (int)(length / sizeof all[0]);
    if (count > limit) count = limit;
    for (int i = 0; i < count; i++) groups[i] = all[i];
    return count;
}

void clinux_thread_name(const char *name) { pthread_setname_np(pthread_self(), name); }

int clinux_tty_exclusive(int tty) {
    if (ioctl(tty, TIOCEXCL) == 0 || errno == ENOTTY || errno == EINVAL) return 0;
    return -1;
}

void clinux_tty_shared(int tty) { (void)ioctl(tty, TIOCNXCL); }

static int speed_of(int baud, speed_t *speed) {
    static const struct { int baud; speed_t speed; } known[] = {
        {1200, B1200},     {2400, B2400},     {4800, B4800},     {9600, B9600},     {19200, B19200},
        {38400, B38400},   {57600, B57600},   {115200, B115200}, {230400, B230400}, {460800, B460800},
        {921600, B921600},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (known[i].baud == baud) {
            *speed = known[i].speed;
            return 0;
        }
    }
    errno = EINVAL;
    return -1;
}

int clinux_tty_raw(int tty, int baud) {
    struct termios settings;
    speed_t speed;
    if (speed_of(baud, &speed) != 0 || tcgetattr(tty, &settings) != 0) return -1;
    cfmakeraw(&settings);
    settings.c_cflag |= CLOCAL | CREAD;
    settings.c_cflag &= ~(tcflag_t)(CSTOPB | CRTSCTS);
    // With VMIN 0 an idle port and one that is gone both read as 0 bytes; with 1 the idle one says EAGAIN.
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    if (cfsetispeed(&settings, speed) != 0 || cfsetospeed(&settings, speed) != 0) return -1;
    return tcsetattr(tty, TCSANOW, &settings);
}

int clinux_pty_open(char *path, size_t size) {
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (master < 0) return -1;
    if (grantpt(master) != 0 || unlockpt(master) != 0 || ptsname_r(master, path, size) != 0) {
        int failure = errno;
        close(master);
        errno = failure;
        return -1;
    }
    return master;
}

int clinux_readable(int descriptor) {
    int bytes = 0;
    return ioctl(descriptor, FIONREAD, &bytes) == 0 ? bytes : -1;
}

enum { most_descriptors = 16 };

int clinux_send_descriptor(
    int socket, const struct sockaddr *address, socklen_t length, const void *text, size_t size, int descriptor) {
    union {
        char space[CMSG_SPACE(sizeof(int))];
        struct cmsghdr aligned;
    } control = {.space = {0}};
    struct iovec part = {.iov_base = (void *)text, .iov_len = size};
    struct msghdr message = {
        .msg_name = (void *)address, .msg_namelen = length, .msg_iov = &part, .msg_iovlen = 1};
    if (descriptor >= 0) {
        message.msg_control = control.space;
        message.msg_controllen = sizeof control.space;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
    }
    return sendmsg(socket, &message, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

ptrdiff_t clinux_receive_descriptors(int socket, void *text, size_t size, int *descriptors, int limit, int *count) {
    union {
        char space[CMSG_SPACE(sizeof(int) * most_descriptors)];
        struct cmsghdr aligned;
    } control;
    struct iovec part = {.iov_base = text, .iov_len = size};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.space, .msg_controllen = sizeof control.space};
    *count = 0;
    ptrdiff_t length = recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (length < 0) return -1;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
        int held = (int)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        for (int i = 0; i < held; i++) {
            int descriptor;
            memcpy(&descriptor, CMSG_DATA(header) + sizeof(int) * (size_t)i, sizeof descriptor);
            if (*count < limit) descriptors[(*count)++] = descriptor;
            else close(descriptor);
        }
    }
    return length;
}

enum { most_datagrams = 64 };

int clinux_receive_many(int socket, uint8_t *buffer, size_t slot, uint32_t *lengths, unsigned count) {
    struct mmsghdr messages[most_datagrams];
    struct iovec parts[most_datagrams];
    if (count > most_datagrams) count = most_datagrams;
    memset(messages, 0, sizeof messages[0] * count);
    for (unsigned i = 0; i < count; i++) {
        parts[i].iov_base = buffer + i * slot;
        parts[i].iov_len = slot;
        messages[i].msg_hdr.msg_iov = &parts[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    int received = recvmmsg(socket, messages, count, MSG_DONTWAIT, NULL);
    for (int i = 0; i < received; i++) {
        int cut = (messages[i].msg_hdr.msg_flags & MSG_TRUNC) != 0;
        lengths[i] = cut ? (uint32_t)slot + 1 : messages[i].msg_len;
    }
    return received;
}

void clinux_error_text(int number, char *text, size_t size) {
    char buffer[128];
    snprintf(text, size, "%s", strerror_r(number, buffer, sizeof buffer));
}

static int give_back_object(struct dl_phdr_info *object, size_t size, void *unused) {
    (void)size;
    (void)unused;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        // What may be written holds more than the file does, relocations for one: it stays.
        if (part->p_type != PT_LOAD || (part->p_flags & PF_W) != 0) continue;
        uintptr_t begin = (object->dlpi_addr + part->p_vaddr + page - 1) & ~(page - 1);
        uintptr_t end = (object->dlpi_addr + part->p_vaddr + part->p_memsz) & ~(page - 1);
        if (end > begin) madvise((void *)begin, end - begin, MADV_DONTNEED);
    }
    return 0;
}

void clinux_give_back(void) {
    malloc_trim(0);
    dl_iterate_phdr(give_back_object, NULL);
}

static const int faults[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS};
enum { fault_count = sizeof faults / sizeof faults[0] };
static struct sigaction before[fault_count];
static _Atomic int crash_file = -1;
static _Atomic int64_t crash_place;

// Only calls that a signal's handler may make (signal-safety(7)).
static void note_crash(int number) {
    int file = crash_file;
    if (file >= 0) {
        char text[40] = "crashed ";
        size_t length = strlen("crashed ");
        char digits[20];
        size_t count = 0;
        uint64_t place = (uint64_t)crash_place;
        do {
            digits[count++] = (char)('0' + place % 10);
            place /= 10;
        } while (place > 0);
        while (count > 0) text[length++] = digits[--count];
        text[length++] = '\n';
        if (write(file, text, length) == (ssize_t)length) fsync(file);
    }
    // Whoever handled it before us has it now: the runtime, which may print where it was, or the system.
    for (size_t i = 0; i < fault_count; i++)
        if (faults[i] == number) sigaction(number, &before[i], NULL);
    raise(number);
}

void clinux_note_crashes(int file) {
    static int is_noting;
    static char stack[16384];
    stack_t other;
    // A stack that has run over cannot hold the handler too.
    if (sigaltstack(NULL, &other) == 0 && (other.ss_flags & SS_DISABLE)) {
        other = (stack_t){.ss_sp = stack, .ss_size = sizeof stack};
        sigaltstack(&other, NULL);
    }
    int was_noting = is_noting;
    crash_file = file;
    crash_place = 0;
    is_noting = file >= 0;
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < fault_count; i++) {
        sigaddset(&set, faults[i]);
        struct sigaction action = {.sa_flags = SA_ONSTACK};
        action.sa_handler = note_crash;
        if (file < 0 && was_noting) sigaction(faults[i], &before[i], NULL);
        if (file >= 0) sigaction(faults[i], &action, was_noting ? NULL : &before[i]);
    }
    // Whoever started us may have had them blocked.
    pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

void clinux_crash_place(int64_t place) { crash_place = place; }

bool clinux_join_within(pthread_t thread, int64_t microseconds) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    int64_t nanoseconds = until.tv_nsec + microseconds % 1000000 * 1000;
    until.tv_sec += microseconds / 1000000 + nanoseconds / 1000000000;
    until.tv_nsec = nanoseconds % 1000000000;
    return pthread_clockjoin_np(thread, NULL, CLOCK_MONOTONIC, &until) == 0;
}
