// What of libmodbus is used here: an RTU master that reads discrete inputs and registers, and writes coils.
//
// The library's own header and the system's stand in CModbus.c alone: here they would change what every importer sees of
// the C library.
#ifndef CALLPOINT_CMODBUS_H
#define CALLPOINT_CMODBUS_H

#include <stdint.h>

/// A port that is open for RTU.
struct cmodbus;

/// How a request ended.
enum cmodbus_outcome {
    cmodbus_answered,
    /// The slave answered that it will not; `cmodbus_exception` says why.
    cmodbus_refused,
    /// Something came that is no answer to what was asked.
    cmodbus_garbled,
    /// Nothing, or not enough, came in time.
    cmodbus_silent,
    /// The port itself failed; errno says how, ECONNRESET where it hung up.
    cmodbus_lost,
};

/// Opens a port with 8 data bits and one stop bit; `parity` is 'N', 'E' or 'O'. NULL and errno on failure: ENOTTY for
/// what is no serial port, EMFILE also where no descriptor below FD_SETSIZE is free.
struct cmodbus *cmodbus_open(const char *path, int baud, char parity);

/// Closes it.
void cmodbus_close(struct cmodbus *bus);

/// Its descriptor.
int cmodbus_descriptor(struct cmodbus *bus);

/// Has the driver switch the direction of an RS-485 line; what a device tree has set besides stays. −1 and errno
/// (ENOTTY, EINVAL) where the driver cannot.
int cmodbus_rs485(struct cmodbus *bus);

/// Reads `count` discrete inputs (function 2) from `first` on into `bits`, a byte each, 0 or 1; waits so many
/// microseconds at most until the answer is whole.
enum cmodbus_outcome cmodbus_read_inputs(
    struct cmodbus *bus, int slave, int first, int count, uint8_t *bits, int64_t microseconds);

/// Reads `count` registers from `first` on into `words`: holding registers (function 3), or input registers (function 4);
/// waits so many microseconds at most until the answer is whole.
enum cmodbus_outcome cmodbus_read_registers(
    struct cmodbus *bus, int slave, int is_holding, int first, int count, uint16_t *words, int64_t microseconds);

/// Writes a coil (function 5); waits so many microseconds at most.
enum cmodbus_outcome cmodbus_write_coil(struct cmodbus *bus, int slave, int coil, int is_on, int64_t microseconds);

/// The exception code of the request that was refused last, 1…11.
int cmodbus_exception(void);

/// Throws away what comes until the line was quiet for a while, and stops after `limit` in any case, both in
/// milliseconds. Returns how many bytes; −1 and errno where the port is gone.
int cmodbus_settle(struct cmodbus *bus, int quiet, int limit);

#endif
