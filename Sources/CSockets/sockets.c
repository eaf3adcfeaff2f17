#define _GNU_SOURCE
#define _DARWIN_C_SOURCE
#include "CSockets.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int prepare(int descriptor) {
  int flags = fcntl(descriptor, F_GETFL);
  return flags >= 0 && fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 &&
         fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0;
}

static int give_up(int descriptor) {
  int reason = errno;
  close(descriptor);
  errno = reason;
  return -1;
}

int cs_listen(const char *text, uint16_t port, uint16_t *bound) {
  struct sockaddr_in address;
  memset(&address, 0, sizeof address);
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  if (inet_pton(AF_INET, text, &address.sin_addr) != 1) return -2;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (listener < 0) return -1;
  int yes = 1;
  /* A port that was left a moment ago is taken up again. */
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  socklen_t length = sizeof address;
  if (!prepare(listener) || bind(listener, (struct sockaddr *)&address, sizeof address) != 0 ||
      listen(listener, 64) != 0 ||
      getsockname(listener, (struct sockaddr *)&address, &length) != 0)
    return give_up(listener);
  *bound = ntohs(address.sin_port);
  return listener;
}

int cs_accept(int listener) {
  int client = accept(listener, NULL, NULL);
  if (client < 0) return -1;
  if (!prepare(client)) return give_up(client);
  int yes = 1;
  setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
#ifdef SO_NOSIGPIPE
  setsockopt(client, SOL_SOCKET, SO_NOSIGPIPE, &yes, sizeof yes);
#endif
  return client;
}

long cs_receive(int client, void *bytes, size_t count) { return recv(client, bytes, count, 0); }

long cs_send(int client, const void *bytes, size_t count) {
#ifdef MSG_NOSIGNAL
  return send(client, bytes, count, MSG_NOSIGNAL);
#else
  return send(client, bytes, count, 0);
#endif
}

void cs_close(int descriptor) { close(descriptor); }

void cs_finish(int client) { shutdown(client, SHUT_WR); }

int cs_bell(int ends[2]) {
  if (pipe(ends) != 0) return -1;
  if (prepare(ends[0]) && prepare(ends[1])) return 0;
  close(ends[0]);
  return give_up(ends[1]);
}

void cs_ring(int end) {
  /* A pipe that is full says enough. */
  ssize_t count = write(end, "", 1);
  (void)count;
}

void cs_quiet(int end) {
  char bytes[64];
  while (read(end, bytes, sizeof bytes) > 0) {}
}

struct work {
  void (*function)(void *);
  void *context;
};

static void *perform(void *argument) {
  struct work work = *(struct work *)argument;
  free(argument);
  work.function(work.context);
  return NULL;
}

int cs_run(void (*function)(void *), void *context) {
  struct work *work = malloc(sizeof *work);
  if (!work) return ENOMEM;
  *work = (struct work){function, context};
  /* Signals are the other threads': one that came here would end no wait for a key. */
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread;
  int failure = pthread_create(&thread, NULL, perform, work);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  if (failure)
    free(work);
  else
    pthread_detach(thread);
  return failure;
}

void cs_start(const char *program, const char *argument) {
  pid_t child = fork();
  if (child < 0) return;
  if (child > 0) {
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
    return;
  }
  /* The child's child is no longer this program's, so it leaves nothing behind here when it ends. */
  int nowhere = open("/dev/null", O_RDWR);
  for (int end = 0; end < 3 && nowhere >= 0; end++) dup2(nowhere, end);
  setsid();
  if (fork() == 0) execlp(program, program, argument, (char *)NULL);
  _exit(0);
}
