/* Pseudo-terminals and the newer attributes of posix_spawn are hidden from Swift by the C library's
   feature macros. */
#define _GNU_SOURCE
#define _DARWIN_C_SOURCE
#include "CTestSupport.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/time.h>
#include <unistd.h>

int ct_open_terminal(char *name, size_t size) {
#ifdef __linux__
  /* At once: another thread may be starting a program. */
  int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
#else
  int terminal = posix_openpt(O_RDWR | O_NOCTTY);
#endif
  if (terminal < 0) return -1;
  const char *other = NULL;
  if (grantpt(terminal) == 0 && unlockpt(terminal) == 0) other = ptsname(terminal);
  if (!other || strlen(other) >= size) {
    close(terminal);
    return -1;
  }
  strcpy(name, other);
  fcntl(terminal, F_SETFD, FD_CLOEXEC);
  return terminal;
}

int ct_columns(int terminal) {
  struct winsize size;
  return ioctl(terminal, TIOCGWINSZ, &size) == 0 ? size.ws_col : -1;
}

void ct_resize(int terminal, int columns, int rows) {
  struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
  ioctl(terminal, TIOCSWINSZ, &size);
}

#ifdef __linux__
#include <sys/resource.h>
#endif

int ct_limit_memory(pid_t process, unsigned long long bytes) {
#ifdef __linux__
  struct rlimit limit = {bytes, bytes};
  return prlimit(process, RLIMIT_AS, &limit, NULL);
#else
  (void)process, (void)bytes;
  return 0;
#endif
}

void ct_limit_time(int seconds) {
  struct itimerval timer;
  memset(&timer, 0, sizeof timer);
  timer.it_value.tv_sec = seconds;
  setitimer(ITIMER_PROF, &timer, NULL);
}

int ct_start(const char *path, char *const arguments[], char *const environment[],
             const char *folder, const char *input, const char *output, const char *errors,
             pid_t *process) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_addchdir_np(&actions, folder);
  /* The first terminal that the leader of a session opens becomes its controlling terminal. */
  posix_spawn_file_actions_addopen(&actions, 0, input, output ? O_RDONLY : O_RDWR, 0);
  if (output) {
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  } else {
    posix_spawn_file_actions_adddup2(&actions, 0, 1);
    if (errors)
      posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0600);
    else
      posix_spawn_file_actions_adddup2(&actions, 0, 2);
  }
  /* A test runner's threads may have signals blocked, which a child would inherit. */
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK);
  int failure = posix_spawn(process, path, &actions, &attributes, arguments, environment);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return failure;
}

int ct_connect(int port) {
  struct sockaddr_in address;
  memset(&address, 0, sizeof address);
  address.sin_family = AF_INET;
  address.sin_port = htons((unsigned short)port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int client = socket(AF_INET, SOCK_STREAM, 0);
  if (client < 0) return -1;
  struct timeval patience = {60, 0};
  setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (connect(client, (struct sockaddr *)&address, sizeof address) == 0) return client;
  close(client);
  return -1;
}
