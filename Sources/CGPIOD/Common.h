// What both generations need alike.
#ifndef CALLPOINT_CGPIOD_COMMON_H
#define CALLPOINT_CGPIOD_COMMON_H

#include "CGPIOD.h"

/// What `gpioinfo` shows of a line that we hold.
#define CGPIOD_CONSUMER "callpointd"

/// And of a line that is looked at.
#define CGPIOD_LOOKER "callpoint-scan"

/// Copies a name of any length, or none, and closes it with a zero.
void cgpiod_copy_name(char to[cgpiod_name_size], const char *from);

/// Whether a line is to be left alone; `errno` says why.
bool cgpiod_leave_alone(const struct cgpiod_line_info *info);

/// Makes reads of a descriptor return at once.
int cgpiod_never_block(int descriptor);

#endif
