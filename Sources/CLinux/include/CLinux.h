// The Linux calls that Swift's Glibc module does not show.
//
// Feature macros stand in CLinux.c alone: here they would change what every
// importer sees of the C library.
#ifndef CALLPOINT_CLINUX_H
#define CALLPOINT_CLINUX_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/un.h>

/// The process at the other end of a Unix socket.
struct clinux_peer {
    int32_t pid;
    uint32_t uid;
    uint32_t gid;
};

/// Accepts with SOCK_NONBLOCK and SOCK_CLOEXEC; −1 and errno on failure.
int clinux_accept(int listener);

/// Makes a pipe with O_CLOEXEC and O_NONBLOCK; −1 and errno on failure.
int clinux_pipe(int ends[2]);

/// Reads SO_PEERCRED; −1 and errno on failure.
int clinux_peer(int socket, struct clinux_peer *peer);

/// Reads the peer's supplementary groups (SO_PEERGROUPS, Linux 4.13). Returns
/// how many, at most `limit`, or −1 and errno.
int clinux_peer_groups(int socket, uint32_t *groups, int limit);

/// Names the calling thread, at most 15 bytes, for `ps -L` and `perf`.
void clinux_thread_name(const char *name);

/// Takes an exclusive lock on a tty (TIOCEXCL); a pty that cannot is not an error. −1 and errno on failure.
int clinux_tty_exclusive(int tty);

/// Lets others open a tty again (TIOCNXCL), whoever else still holds it open; what cannot is no error.
void clinux_tty_shared(int tty);

/// Sets raw mode, 8 data bits, no parity, no flow control, at a speed in baud.
/// −1 and errno on failure; EINVAL for a speed that termios does not know.
int clinux_tty_raw(int tty, int baud);

/// Opens a pty: the master's descriptor, and the slave's path in `path`. −1 and errno on failure.
int clinux_pty_open(char *path, size_t size);

/// Bytes that one call of `ioctl(FIONREAD)` counts; −1 and errno on failure.
int clinux_readable(int descriptor);

/// Sends a text and, with it, a descriptor (SCM_RIGHTS); −1 for none. −1 and errno on failure.
int clinux_send_descriptor(
    int socket, const struct sockaddr *address, socklen_t length, const void *text, size_t size, int descriptor);

/// Receives a text and the descriptors that came with it, at most `limit`; they close on exec. Returns the
/// text's length, or −1 and errno.
ptrdiff_t clinux_receive_descriptors(int socket, void *text, size_t size, int *descriptors, int limit, int *count);

/// Reads many datagrams in one call (recvmmsg). `buffer` holds `count` slots of `slot` bytes; the
/// length of each datagram goes to `lengths`, `slot + 1` where it was cut. Returns how many, or −1 and errno.
int clinux_receive_many(int socket, uint8_t *buffer, size_t slot, uint32_t *lengths, unsigned count);

/// What the C library says of an error number, cut to `size` bytes with the closing zero.
void clinux_error_text(int number, char *text, size_t size);

/// Has it written to the end of a file, as `crashed <place>`, when this process ends by a fault of its own (SIGSEGV,
/// SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS), before whoever handles that now; −1: no more. What others do to it, SIGKILL above all, is not noted.
void clinux_note_crashes(int file);

/// Says what the process is at, for that note.
void clinux_crash_place(int64_t place);

/// Waits for a thread's end for so many microseconds of the monotonic clock; whether it has ended, and been joined.
bool clinux_join_within(pthread_t thread, int64_t microseconds);

/// Gives back memory that only the start needed: free heap, and pages of code and constants, which come back
/// from the page cache when they are used again.
void clinux_give_back(void);

#endif
