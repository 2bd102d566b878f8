// What both generations need alike.
#ifndef CALLPOINT_CGPIOD_COMMON_H
#define CALLPOINT_CGPIOD_COMMON_H

#include "CGPIOD.h"

/// What `gpioinfo` shows of a line that we hold.
#define CGPIOD_CONSUMER "callpointd"

/// Copies a name of any length, or none, and closes it with a zero.
void cgpiod_copy_name(char to[cgpiod_name_size], const char *from);

/// Makes reads of a descriptor return at once.
int cgpiod_never_block(int descriptor);

#endif
