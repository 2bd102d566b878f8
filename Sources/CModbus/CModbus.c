#define _GNU_SOURCE
#include "CModbus.h"

#include <errno.h>
#include <linux/serial.h>
#include <modbus/modbus.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/select.h>
#include <time.h>
#include <unistd.h>

// A struct of ours that is never made: the library's context under a name that its header need not stand for.
static modbus_t *context(struct cmodbus *bus) { return (modbus_t *)bus; }

struct cmodbus *cmodbus_open(const char *path, int baud, char parity) {
    modbus_t *bus = modbus_new_rtu(path, baud, parity, 8, 1);
    if (bus == NULL) return NULL;
    // Nothing is mended behind our back. And an answer has to be whole when its time is up: with a time-out for each
    // byte, a babbling slave could hold the bus for the length of 256 of them.
    int failed = modbus_set_error_recovery(bus, MODBUS_ERROR_RECOVERY_NONE) != 0
        || modbus_set_byte_timeout(bus, 0, 0) != 0 || modbus_connect(bus) != 0;
    int number = errno;
    // The library waits in select(2); it would write beyond the set for a higher number.
    if (!failed && modbus_get_socket(bus) >= FD_SETSIZE) {
        modbus_close(bus);
        failed = 1;
        number = EMFILE;
    }
    if (!failed) return (struct cmodbus *)bus;
    modbus_free(bus);
    errno = number;
    return NULL;
}

void cmodbus_close(struct cmodbus *bus) {
    modbus_close(context(bus));
    modbus_free(context(bus));
}

int cmodbus_descriptor(struct cmodbus *bus) { return modbus_get_socket(context(bus)); }

// Not by the library: its older versions forget what the device tree has set.
int cmodbus_rs485(struct cmodbus *bus) {
    struct serial_rs485 settings;
    memset(&settings, 0, sizeof settings);
    int port = cmodbus_descriptor(bus);
    if (ioctl(port, TIOCGRS485, &settings) != 0) return -1;
    settings.flags |= SER_RS485_ENABLED;
    // Without either of them a driver does not know when to drive the line.
    if ((settings.flags & (SER_RS485_RTS_ON_SEND | SER_RS485_RTS_AFTER_SEND)) == 0) {
        settings.flags |= SER_RS485_RTS_ON_SEND;
    }
    return ioctl(port, TIOCSRS485, &settings);
}

static enum cmodbus_outcome outcome(int result) {
    if (result >= 0) return cmodbus_answered;
    int number = errno;
    if (number > MODBUS_ENOBASE && number < MODBUS_ENOBASE + MODBUS_EXCEPTION_MAX) return cmodbus_refused;
    if (number >= EMBBADCRC && number <= EMBBADSLAVE) return cmodbus_garbled;
    // EAGAIN is a full output buffer: nobody takes the bytes, and nobody will answer.
    if (number == ETIMEDOUT || number == EAGAIN || number == EINTR) return cmodbus_silent;
    return cmodbus_lost;
}

static void prepare(modbus_t *bus, int slave, int64_t microseconds) {
    modbus_set_slave(bus, slave);
    modbus_set_response_timeout(bus, (uint32_t)(microseconds / 1000000), (uint32_t)(microseconds % 1000000));
}

enum cmodbus_outcome cmodbus_read_inputs(
    struct cmodbus *bus, int slave, int first, int count, uint8_t *bits, int64_t microseconds) {
    prepare(context(bus), slave, microseconds);
    return outcome(modbus_read_input_bits(context(bus), first, count, bits));
}

enum cmodbus_outcome cmodbus_read_registers(
    struct cmodbus *bus, int slave, int is_holding, int first, int count, uint16_t *words, int64_t microseconds) {
    prepare(context(bus), slave, microseconds);
    return outcome(
        is_holding ? modbus_read_registers(context(bus), first, count, words)
                   : modbus_read_input_registers(context(bus), first, count, words));
}

enum cmodbus_outcome cmodbus_write_coil(struct cmodbus *bus, int slave, int coil, int is_on, int64_t microseconds) {
    prepare(context(bus), slave, microseconds);
    return outcome(modbus_write_bit(context(bus), coil, is_on));
}

int cmodbus_exception(void) { return errno - MODBUS_ENOBASE; }

static int64_t milliseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

int cmodbus_settle(struct cmodbus *bus, int quiet, int limit) {
    int port = cmodbus_descriptor(bus), discarded = 0;
    int64_t end = milliseconds() + limit;
    do {
        struct pollfd wait = {.fd = port, .events = POLLIN};
        int ready = poll(&wait, 1, quiet);
        if (ready == 0) return discarded;
        if (ready > 0 && (wait.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0) {
            errno = ECONNRESET;
            return -1;
        }
        uint8_t bytes[256];
        ssize_t count = ready > 0 ? read(port, bytes, sizeof bytes) : 0;
        if (count < 0 && errno != EAGAIN && errno != EINTR) return -1;
        if (count > 0) discarded += (int)count;
    } while (milliseconds() < end);
    return discarded;
}
