#include "CLineEditor.h"

#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Reading single keys without echo, while a command plays something. The terminal is given back as
   it was: at the end, and before a signal ends the program. */

static struct termios usual;
static volatile sig_atomic_t is_reading;

enum { ending_count = 3 };
static const int endings[ending_count] = {SIGTERM, SIGHUP, SIGQUIT};
static struct sigaction usual_actions[ending_count];

static void end_by_signal(int signal_number) {
  dl_keys_end();
  raise(signal_number);
}

int dl_keys_begin(void) {
  if (is_reading || tcgetattr(STDIN_FILENO, &usual) != 0) return 0;
  struct termios keys = usual;
  keys.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
  keys.c_cc[VMIN] = 0;
  keys.c_cc[VTIME] = 0;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_handler = end_by_signal;
  is_reading = 1;
  for (int i = 0; i < ending_count; i++) sigaction(endings[i], &action, &usual_actions[i]);
  if (tcsetattr(STDIN_FILENO, TCSADRAIN, &keys) == 0) return 1;
  dl_keys_end();
  return 0;
}

int dl_keys_next(void) {
  unsigned char byte;
  return is_reading && read(STDIN_FILENO, &byte, 1) == 1 ? byte : -1;
}

void dl_keys_end(void) {
  if (!is_reading) return;
  is_reading = 0;
  tcsetattr(STDIN_FILENO, TCSADRAIN, &usual);
  for (int i = 0; i < ending_count; i++) sigaction(endings[i], &usual_actions[i], NULL);
}
