/* The terminal's magic, in one place.

   While a line is edited the terminal delivers no signals: ^C and ^Z arrive as characters and are
   bound to functions below, so an interrupt at the prompt can never hit half-updated state. While a
   command runs the terminal is as the user's shell left it, and ^C is SIGINT (see interrupts.c).

   What the terminal sends is read by input.c instead of libedit, and so are the signals that come
   meanwhile: resizing, stopping from elsewhere, and putting the terminal back before SIGTERM or
   SIGHUP take effect. */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#define _DARWIN_C_SOURCE
#include "CLineEditor.h"
#include "input.h"
#include "wakeups.h"

#include <errno.h>
#include <histedit.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

struct dl_editor {
  EditLine *line;
  const char *program;
  History *history;
  HistEvent event;
  const char *prompt;
  int prompt_width;
  int cancelled;
  int is_pasted;
  /* Whether ^C ends a question of libedit's own. */
  int ends_question;
  /* The window as it was seen last, and whether the terminal tells a smaller one for a moment. */
  struct winsize window;
  int shows_smaller;
  dl_input input;
  dl_completer completer;
  void *context;
  dl_visitor visitor;
  void *visitor_context;
  /* Whether the line is off the screen for what a visitor writes. */
  int is_aside;
  /* A prompt that a visitor set. */
  char *later_prompt;
};

static dl_editor *editor_of(EditLine *line) {
  void *self = NULL;
  el_get(line, EL_CLIENTDATA, &self);
  return self;
}

/* ---- The window ---- */

/* libedit keeps two pictures of the window. For one of 65535 columns and rows, which a broken setting
   makes, they would take 34 GB and half a minute. */
enum { most_columns = 5000, most_rows = 500 };

static int is_same(struct winsize a, struct winsize b) {
  return a.ws_col == b.ws_col && a.ws_row == b.ws_row;
}

static struct winsize as_libedit_takes(struct winsize window) {
  if (window.ws_col > most_columns) window.ws_col = most_columns;
  if (window.ws_row > most_rows) window.ws_row = most_rows;
  return window;
}

/* Makes a window that is larger than any screen smaller, until `give_window_back`: there is no other
   way to tell libedit of a size than to have it ask for one. */
static void show_smaller_window(dl_editor *editor) {
  struct winsize window;
  if (ioctl(STDIN_FILENO, TIOCGWINSZ, &window) < 0) return;
  struct winsize smaller = as_libedit_takes(window);
  editor->window = window;
  if (is_same(smaller, window)) return;
  editor->shows_smaller = ioctl(STDIN_FILENO, TIOCSWINSZ, &smaller) == 0;
}

static void give_window_back(dl_editor *editor) {
  struct winsize window;
  if (!editor->shows_smaller) return;
  editor->shows_smaller = 0;
  /* What has changed since is the user's doing. */
  if (ioctl(STDIN_FILENO, TIOCGWINSZ, &window) == 0 &&
      is_same(window, as_libedit_takes(editor->window)))
    ioctl(STDIN_FILENO, TIOCSWINSZ, &editor->window);
}

/* Has libedit ask for the window. */
static void see_window(dl_editor *editor, void (*look)(dl_editor *)) {
  show_smaller_window(editor);
  look(editor);
  give_window_back(editor);
}

static void resize(dl_editor *editor) { el_resize(editor->line); }

static void begin(dl_editor *editor) {
  editor->line = el_init(editor->program, stdin, stdout, stderr);
}

enum { control_c = 3 };

/* ---- Signals while a line is edited ---- */

static struct termios usual_modes;
static volatile sig_atomic_t is_editing, marks_pastes, was_resized, was_stopped;

static void ask_for_marks(int on) {
  /* Each writes what readline writes; a terminal that knows no pastes passes over it. */
  static const char begin[] = "\033[?2004h", end[] = "\033[?2004l";
  if (!marks_pastes) return;
  ssize_t count = write(STDOUT_FILENO, on ? begin : end, sizeof begin - 1);
  (void)count;
}

void dl_editor_give_back(void) {
  if (!is_editing) return;
  is_editing = 0;
  ask_for_marks(0);
  tcsetattr(STDIN_FILENO, TCSADRAIN, &usual_modes);
}

static void end_by_signal(int number) {
  dl_editor_give_back();
  signal(number, SIG_DFL);
  raise(number);
}

static void note_resize(int number) {
  (void)number;
  was_resized = 1;
  dl_wake();
}

static void note_continue(int number) {
  (void)number;
  was_stopped = 1;
  dl_wake();
}

/* A stop from elsewhere; ^Z is a key. */
static void stop_by_signal(int number) {
  ask_for_marks(0);
  tcsetattr(STDIN_FILENO, TCSADRAIN, &usual_modes);
  (void)number;
  raise(SIGSTOP);
}

enum { handled_count = 6 };
static const int handled[handled_count] = {SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH};
static void (*const handlers[handled_count])(int) = {end_by_signal,  end_by_signal, end_by_signal,
                                                     stop_by_signal, note_continue, note_resize};
static struct sigaction usual_actions[handled_count];

static void hear_signals(void) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < handled_count; i++) {
    action.sa_handler = handlers[i];
    sigaction(handled[i], &action, &usual_actions[i]);
    /* What a parent has this program ignore stays ignored. */
    if (usual_actions[i].sa_handler == SIG_IGN && handled[i] != SIGWINCH)
      sigaction(handled[i], &usual_actions[i], NULL);
  }
}

static void hear_no_signals(void) {
  for (int i = 0; i < handled_count; i++) sigaction(handled[i], &usual_actions[i], NULL);
}

static void come_back(dl_editor *self);

/* A signal came while a key was awaited: whether to wait on. */
static int go_on(void *context) {
  EditLine *line = context;
  dl_editor *self = editor_of(line);
  if (self->visitor) {
    self->visitor(self->visitor_context, self);
    if (self->is_aside) come_back(self);
  }
  if (was_stopped) {
    was_stopped = 0;
    el_set(line, EL_PREP_TERM, 0);
    el_set(line, EL_PREP_TERM, 1);
    ask_for_marks(1);
    el_set(line, EL_REFRESH);
  }
  if (was_resized) {
    struct winsize window;
    was_resized = 0;
    /* A change for a moment comes with the signal as well. */
    if (ioctl(STDIN_FILENO, TIOCGWINSZ, &window) < 0 ||
        !is_same(window, editor_of(line)->window)) {
      see_window(editor_of(line), resize);
      /* libedit forgets what is shown, but not where it ended: the next key would be written beyond
         the end of a window that has become lower. */
      el_set(line, EL_REFRESH);
    }
  }
  return dl_interrupts_pending() == 0;
}

static int is_blank(const wchar_t *text, const wchar_t *end) {
  while (text < end && (*text == L' ' || *text == L'\t')) text++;
  return text >= end;
}

/* Whether libedit asks something of its own, a text to search for or a command of its own. It edits
   the answer in place of the line, which then begins as no line does: with a line end and the question
   (the search by ^R is shown after the line, and ends at ^C by itself). */
static int asks(EditLine *line) {
  const LineInfoW *info = el_wline(line);
  return info->lastchar - info->buffer >= 2 && info->buffer[0] == L'\n' &&
         wcschr(L"/?:", info->buffer[1]) != NULL;
}

/* There ^C would be a letter. Deleting backwards beyond the answer's first letter ends the question;
   then the line is dropped. */
static int end_question(dl_editor *self, EditLine *line, wchar_t *character) {
  self->ends_question = asks(line);
  *character = self->ends_question ? L'\b' : control_c;
  return 1;
}

/* In vi's mode a search by ^R while a change awaits its motion has the cursor go left with each key, and
   beyond the line's beginning: the next letter would be written before the memory of the line. */
static void keep_cursor_in_line(EditLine *line) {
  /* What libedit gives is the line itself. */
  LineInfoW *info = (LineInfoW *)el_wline(line);
  if (info->cursor < info->buffer) info->cursor = info->buffer;
  if (info->cursor > info->lastchar) info->cursor = info->lastchar;
}

static int next_character(EditLine *line, wchar_t *character) {
  dl_editor *self = editor_of(line);
  keep_cursor_in_line(line);
  give_window_back(self);
  if (self->ends_question) return end_question(self, line, character);
  int result = dl_input_next(&self->input, character, go_on, line);
  if (result == 1 && (*character == L'\n' || *character == L'\r')) {
    const LineInfoW *info = el_wline(line);
    self->is_pasted = dl_input_ends_line(&self->input, is_blank(info->buffer, info->lastchar));
  }
  if (result == 1 && *character == control_c) return end_question(self, line, character);
  return result;
}

/* ---- Keys ---- */

static char *current_prompt(EditLine *line) { return (char *)editor_of(line)->prompt; }

/* Ends the line as Return would, so that the cursor leaves a line of several rows at its end. */
static unsigned char drop_line(EditLine *line, int key) {
  (void)key;
  editor_of(line)->cancelled = 1;
  el_push(line, "\n");
  return CC_NORM;
}

/* ^Z: what the terminal would have done, with the terminal put back meanwhile. */
static unsigned char suspend(EditLine *line, int key) {
  (void)key;
  struct sigaction plain, stop, resume;
  memset(&plain, 0, sizeof plain);
  sigemptyset(&plain.sa_mask);
  plain.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &plain, &stop);
  sigaction(SIGCONT, &plain, &resume);
  ask_for_marks(0);
  el_set(line, EL_PREP_TERM, 0);
  kill(0, SIGTSTP);
  el_set(line, EL_PREP_TERM, 1);
  ask_for_marks(1);
  sigaction(SIGTSTP, &stop, NULL);
  sigaction(SIGCONT, &resume, NULL);
  el_set(line, EL_REFRESH);
  return CC_NORM;
}

static unsigned char complete(EditLine *line, int key) {
  (void)key;
  dl_editor *self = editor_of(line);
  const LineInfo *info = el_line(line);
  size_t cursor = (size_t)(info->cursor - info->buffer);
  const LineInfoW *wide = el_wline(line);
  /* A tab at the start of a line with more input behind it was pasted: it indents. */
  if (is_blank(wide->buffer, wide->cursor) && dl_input_waits(&self->input)) {
    el_insertstr(line, "  ");
    return CC_REFRESH;
  }
  if (!self->completer) return CC_ERROR;
  switch (self->completer(self->context, self, info->buffer,
                          (size_t)(info->lastchar - info->buffer), cursor)) {
  case DL_INSERTED:
    return CC_REFRESH;
  case DL_LISTED:
    return CC_NORM;
  default:
    return CC_ERROR;
  }
}

void dl_editor_replace(dl_editor *editor, int count, const char *text) {
  if (count > 0) el_deletestr(editor->line, count);
  el_insertstr(editor->line, text);
}

/* The rows of the screen that the line takes above and below its cursor. libedit cannot be asked for the
   row of its cursor; the widths say it. */
static void rows_around_cursor(dl_editor *editor, int *above, int *below) {
  const LineInfoW *info = el_wline(editor->line);
  int columns = dl_terminal_columns(STDOUT_FILENO), width = editor->prompt_width, cursor = 0;
  if (columns < 1) columns = 80;
  for (const wchar_t *c = info->buffer; c < info->lastchar; c++) {
    if (c == info->cursor) cursor = width;
    width += dl_scalar_width((unsigned int)*c);
  }
  if (info->cursor == info->lastchar) cursor = width;
  *above = cursor / columns;
  *below = width / columns - *above;
}

void dl_editor_list(dl_editor *editor, const char *text) {
  int above, below;
  rows_around_cursor(editor, &above, &below);
  for (int rows = below; rows >= 0; rows--) putchar('\n');
  fputs(text, stdout);
  fflush(stdout);
  el_set(editor->line, EL_REFRESH);
}

/* ---- Visitors ---- */

void dl_editor_set_visitor(dl_editor *editor, dl_visitor visitor, void *context) {
  editor->visitor = visitor;
  editor->visitor_context = context;
}

void dl_editor_wake(void) { dl_wake(); }

void dl_editor_step_aside(dl_editor *editor) {
  if (editor->is_aside) return;
  editor->is_aside = 1;
  int above, below;
  rows_around_cursor(editor, &above, &below);
  const char *term = getenv("TERM");
  if (!term || !*term || strcmp(term, "dumb") == 0) {
    putchar('\n');
  } else {
    putchar('\r');
    if (above > 0) printf("\033[%dA", above);
    fputs("\033[J", stdout);
  }
  fflush(stdout);
  ask_for_marks(0);
  is_editing = 0;
  el_set(editor->line, EL_PREP_TERM, 0);
  hear_no_signals();
}

/* The line is edited again. */
static void come_back(dl_editor *editor) {
  editor->is_aside = 0;
  see_window(editor, resize);
  hear_signals();
  el_set(editor->line, EL_PREP_TERM, 1);
  is_editing = 1;
  ask_for_marks(1);
  el_set(editor->line, EL_REFRESH);
}

void dl_editor_set_prompt(dl_editor *editor, const char *prompt, int prompt_width) {
  char *copy = strdup(prompt);
  if (!copy) return;
  free(editor->later_prompt);
  editor->later_prompt = copy;
  editor->prompt = copy;
  editor->prompt_width = prompt_width;
}

/* Whether the terminal can mark what is pasted. The Linux console and hardware of old cannot. */
static int can_mark_pastes(void) {
  const char *term = getenv("TERM");
  return term && *term && strcmp(term, "dumb") != 0 && strcmp(term, "linux") != 0 &&
         strncmp(term, "vt", 2) != 0 && strcmp(term, "ansi") != 0;
}

static void bind_key(EditLine *line, const char *key, const char *function) {
  el_set(line, EL_BIND, key, function, NULL);
}

/* The keys fingers expect and libedit leaves unassigned or gives another meaning. */
static void bind_keys(EditLine *line) {
  el_set(line, EL_ADDFN, "descent-drop-line", "Drop the line", drop_line);
  el_set(line, EL_ADDFN, "descent-suspend", "Suspend the program", suspend);
  el_set(line, EL_ADDFN, "descent-complete", "Complete the word", complete);
  static const char *const everywhere[][2] = {
      {"^C", "descent-drop-line"}, {"^Z", "descent-suspend"}, {"^I", "descent-complete"},
      {"^R", "em-inc-search-prev"}, {"^W", "ed-delete-prev-word"}, {"^U", "vi-kill-line-prev"}};
  for (size_t i = 0; i < sizeof everywhere / sizeof *everywhere; i++)
    bind_key(line, everywhere[i][0], everywhere[i][1]);
  el_set(line, EL_BIND, "-a", "^C", "descent-drop-line", NULL);
  el_set(line, EL_BIND, "-a", "^Z", "descent-suspend", NULL);
  el_set(line, EL_BIND, "-a", "^R", "em-inc-search-prev", NULL);
  /* The editor's own commands are no use here, and some of them, as an open quote, crash libedit. */
  el_set(line, EL_BIND, "-a", ":", "ed-unassigned", NULL);

  const char *mode = NULL;
  el_get(line, EL_EDITOR, &mode);
  /* In vi mode an escape sequence of ours would swallow the user's escape, and text that is pasted
     while commands are typed is commands: no marks are asked for. */
  dl_input *input = &editor_of(line)->input;
  input->is_vi = !mode || strcmp(mode, "emacs") != 0;
  if (input->is_vi) return;
  input->marks_pastes = can_mark_pastes();
  static const char *const sequences[][2] = {
      {"\\ex", "ed-unassigned"},
      {"\\e[1;5C", "em-next-word"},      {"\\e[1;5D", "ed-prev-word"},
      {"\\e[3~", "ed-delete-next-char"}, {"\\e[3;5~", "em-delete-next-word"},
      {"\\e[H", "ed-move-to-beg"},       {"\\e[F", "ed-move-to-end"}};
  for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++)
    bind_key(line, sequences[i][0], sequences[i][1]);
}

dl_editor *dl_editor_open(const char *program, const char *editrc, int history_size) {
  dl_editor *self = calloc(1, sizeof *self);
  if (!self) return NULL;
  self->prompt = "";
  self->program = program;
  dl_wakeups_open();
  see_window(self, begin);
  self->history = history_init();
  if (!self->line || !self->history) {
    dl_editor_close(self);
    return NULL;
  }
  history(self->history, &self->event, H_SETSIZE, history_size);
  history(self->history, &self->event, H_SETUNIQUE, 1);
  el_set(self->line, EL_CLIENTDATA, self);
  el_set(self->line, EL_HIST, history, self->history);
  el_set(self->line, EL_PROMPT_ESC, current_prompt, '\1');
  el_wset(self->line, EL_GETCFN, next_character);
  el_set(self->line, EL_EDITOR, "emacs");
  /* The user's file comes first: a `bind -v` in it clears what is bound before. */
  if (editrc) el_source(self->line, editrc);
  bind_keys(self->line);
  el_set(self->line, EL_SETTY, "-d", "-isig", NULL);
  return self;
}

void dl_editor_close(dl_editor *editor) {
  if (editor->line) el_end(editor->line);
  if (editor->history) history_end(editor->history);
  free(editor->later_prompt);
  free(editor);
}

void dl_editor_set_completer(dl_editor *editor, dl_completer completer, void *context) {
  editor->completer = completer;
  editor->context = context;
}

int dl_editor_read(dl_editor *editor, const char *prompt, int prompt_width, const char **line,
                   size_t *length) {
  editor->prompt = prompt;
  editor->prompt_width = prompt_width;
  editor->cancelled = 0;
  editor->is_pasted = 0;
  /* A resize during a command went unseen. */
  see_window(editor, resize);
  /* libedit would do this after showing the prompt, and keys typed in between would be the
     terminal's: ^D would end the input. */
  tcgetattr(STDIN_FILENO, &usual_modes);
  marks_pastes = editor->input.marks_pastes;
  hear_signals();
  el_set(editor->line, EL_PREP_TERM, 1);
  is_editing = 1;
  ask_for_marks(1);
  dl_input_begin(&editor->input);
  int count = 0;
  /* libedit asks for the window's size before it shows the prompt. */
  show_smaller_window(editor);
  errno = 0;
  const char *text = el_gets(editor->line, &count);
  int failure = errno;
  give_window_back(editor);
  ask_for_marks(0);
  is_editing = 0;
  hear_no_signals();
  editor->prompt = "";
  if (editor->cancelled) return DL_INTERRUPTED;
  if (!text || count < 1) {
    if (count >= 0 || failure != EINTR) return DL_END_OF_FILE;
    /* A SIGINT from elsewhere left the cursor in the line. */
    putchar('\n');
    fflush(stdout);
    return DL_INTERRUPTED;
  }
  *length = (size_t)count;
  if (text[*length - 1] == '\n') --*length;
  *line = text;
  return DL_LINE;
}

int dl_editor_was_pasted(const dl_editor *editor) { return editor->is_pasted; }

void dl_editor_remember(dl_editor *editor, const char *line) {
  history(editor->history, &editor->event, H_ENTER, line);
}

void dl_editor_forget_all(dl_editor *editor) {
  history(editor->history, &editor->event, H_CLEAR);
}
