#ifndef CALLPOINT_CSQLITE_H
#define CALLPOINT_CSQLITE_H

#include <sqlite3.h>

// SQLITE_TRANSIENT is a cast of −1 to a function pointer, which Swift does
// not import: "SQLite, copy these bytes before you return".
static inline int csqlite_bind_blob_copy(sqlite3_stmt *statement, int index, const void *bytes, int count) {
    return sqlite3_bind_blob(statement, index, bytes, count, SQLITE_TRANSIENT);
}

static inline int csqlite_bind_text_copy(sqlite3_stmt *statement, int index, const char *text, int count) {
    return sqlite3_bind_text(statement, index, text, count, SQLITE_TRANSIENT);
}

// SQLITE_STATIC: the bytes stay where they are until the statement is reset.
static inline int csqlite_bind_blob_static(sqlite3_stmt *statement, int index, const void *bytes, int count) {
    return sqlite3_bind_blob(statement, index, bytes, count, SQLITE_STATIC);
}

static inline int csqlite_bind_text_static(sqlite3_stmt *statement, int index, const char *text, int count) {
    return sqlite3_bind_text(statement, index, text, count, SQLITE_STATIC);
}

// sqlite3_db_config is variadic. Without the checkpoint on close, closing a
// file that failed once writes nothing more to it.
static inline int csqlite_no_checkpoint_on_close(sqlite3 *connection) {
    return sqlite3_db_config(connection, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

// Keeps the write-ahead log's file, and so its grown length, when the last connection closes.
static inline int csqlite_keep_log_on_close(sqlite3 *connection, int on) {
    return sqlite3_file_control(connection, "main", SQLITE_FCNTL_PERSIST_WAL, &on);
}

#endif
