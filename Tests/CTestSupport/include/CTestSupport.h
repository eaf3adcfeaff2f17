#ifndef DESCENT_CTESTSUPPORT_H
#define DESCENT_CTESTSUPPORT_H

#include <sys/types.h>

/* Opens a new pseudo-terminal; the descriptor of the side that plays the user, or -1. `name` gets
   the path of the other side. */
int ct_open_terminal(char *name, size_t size);

/* Tells a terminal the size of its window. */
void ct_resize(int terminal, int columns, int rows);

/* How wide a terminal's window is; -1 where it does not say. */
int ct_columns(int terminal);

/* Ends this process by SIGPROF when it has computed for so many seconds more; 0 for no limit. */
void ct_limit_time(int seconds);

/* Starts a program in a session of its own, with no signal blocked. With `output` NULL, `input` is
   a terminal that becomes all three standard streams and the controlling terminal; with `errors`
   all the same, the standard error is added to that file. Returns 0 or an error number. */
int ct_start(const char *path, char *const arguments[], char *const environment[],
             const char *folder, const char *input, const char *output, const char *errors,
             pid_t *process);

/* Limits the address space of a process that has been started, where the system can; 0 or -1. */
int ct_limit_memory(pid_t process, unsigned long long bytes);

/* Connects to a port of this machine's loopback address; -1 where nothing listens there. Reading waits for
   a minute at most. */
int ct_connect(int port);

#endif
