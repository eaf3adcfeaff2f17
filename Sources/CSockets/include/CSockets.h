#ifndef DESCENT_CSOCKETS_H
#define DESCENT_CSOCKETS_H

#include <stddef.h>
#include <stdint.h>

/* Listens at an IPv4 address, at a port of the system's choice where `port` is 0; the port comes back
   in `bound`. -1 where it cannot, with errno; -2 where the text is no IPv4 address. */
int cs_listen(const char *address, uint16_t port, uint16_t *bound);

/* The next client, without waiting; -1 where there is none. Descriptors are not inherited. */
int cs_accept(int listener);

/* Reads or writes what is possible at once: a count, 0 at the end, -1 with errno. No signal comes of a
   client that has gone. */
long cs_receive(int client, void *bytes, size_t count);
long cs_send(int client, const void *bytes, size_t count);

void cs_close(int descriptor);

/* Says that nothing more is sent; what the client still sends can be read. */
void cs_finish(int client);

/* A pipe that wakes a thread out of poll(): 0, or -1. */
int cs_bell(int ends[2]);
void cs_ring(int end);
void cs_quiet(int end);

/* Does some work on a thread of its own: 0, or an error number. */
int cs_run(void (*work)(void *context), void *context);

/* Starts a program with one argument, on its own and without a terminal. What becomes of it is not told. */
void cs_start(const char *program, const char *argument);

#endif
