#include "CLineEditor.h"

#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Reading single keys without echo, while a command plays something. The terminal is given back as
   it was: at the end, before a signal ends the program, and while ^Z stops it. */

static struct termios usual;
static struct termios keys;
static volatile sig_atomic_t is_reading;
static volatile sig_atomic_t was_stopped;

enum { ending_count = 3 };
static const int endings[ending_count] = {SIGTERM, SIGHUP, SIGQUIT};
static struct sigaction usual_actions[ending_count];
static struct sigaction usual_stop;

static void end_by_signal(int signal_number) {
  dl_keys_end();
  raise(signal_number);
}

/* ^Z: stops with the terminal as the shell left it; on return the keys are single ones again. */
static void stop_by_signal(int signal_number) {
  struct sigaction plain, own;
  memset(&plain, 0, sizeof plain);
  sigemptyset(&plain.sa_mask);
  plain.sa_handler = SIG_DFL;
  sigset_t stopping, before;
  sigemptyset(&stopping);
  sigaddset(&stopping, signal_number);
  tcsetattr(STDIN_FILENO, TCSADRAIN, &usual);
  sigaction(signal_number, &plain, &own);
  raise(signal_number);
  /* Held back while its handler runs: the stop comes now. */
  sigprocmask(SIG_UNBLOCK, &stopping, &before);
  sigprocmask(SIG_SETMASK, &before, NULL);
  sigaction(signal_number, &own, NULL);
  tcsetattr(STDIN_FILENO, TCSADRAIN, &keys);
  was_stopped = 1;
}

int dl_keys_begin(void) {
  if (is_reading || tcgetattr(STDIN_FILENO, &usual) != 0) return 0;
  keys = usual;
  keys.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
  keys.c_cc[VMIN] = 0;
  keys.c_cc[VTIME] = 0;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_handler = end_by_signal;
  is_reading = 1;
  was_stopped = 0;
  for (int i = 0; i < ending_count; i++) sigaction(endings[i], &action, &usual_actions[i]);
  action.sa_handler = stop_by_signal;
  sigaction(SIGTSTP, &action, &usual_stop);
  if (tcsetattr(STDIN_FILENO, TCSADRAIN, &keys) == 0) return 1;
  dl_keys_end();
  return 0;
}

int dl_keys_next(void) {
  unsigned char byte;
  if (was_stopped) {
    was_stopped = 0;
    return 'L' & 0x1F;
  }
  return is_reading && read(STDIN_FILENO, &byte, 1) == 1 ? byte : -1;
}

void dl_keys_end(void) {
  if (!is_reading) return;
  is_reading = 0;
  tcsetattr(STDIN_FILENO, TCSADRAIN, &usual);
  for (int i = 0; i < ending_count; i++) sigaction(endings[i], &usual_actions[i], NULL);
  sigaction(SIGTSTP, &usual_stop, NULL);
}
