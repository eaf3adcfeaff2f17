#ifndef DESCENT_CLINEEDITOR_H
#define DESCENT_CLINEEDITOR_H

#include <stddef.h>

/* An opaque line editor over libedit's native interface. el_set and history are variadic, which
   Swift cannot call, and a conforming editor needs a few functions bound to keys: both live here. */
typedef struct dl_editor dl_editor;

/* What a read ended with. */
enum dl_outcome { DL_LINE, DL_INTERRUPTED, DL_END_OF_FILE };

/* What a completion did to the screen: nothing (the editor beeps), inserted text, or printed a
   listing with dl_editor_list. */
enum dl_completion { DL_NOTHING, DL_INSERTED, DL_LISTED };

/* Called at Tab with the line as bytes and the cursor as an offset into them. */
typedef int (*dl_completer)(void *context, dl_editor *editor, const char *line, size_t length,
                            size_t cursor);

/* Opens an editor on the standard streams. `program` selects the program's own lines of the editrc
   file, `editrc` may be NULL. NULL where memory or the terminal fails. */
dl_editor *dl_editor_open(const char *program, const char *editrc, int history_size);
void dl_editor_close(dl_editor *editor);
void dl_editor_set_completer(dl_editor *editor, dl_completer completer, void *context);

/* Reads one line. In `prompt`, text between two bytes of value 1 goes to the terminal as it is and
   takes no width; `prompt_width` is the width of the rest. The line, without its newline, stays
   valid until the next call. */
int dl_editor_read(dl_editor *editor, const char *prompt, int prompt_width, const char **line,
                   size_t *length);

/* Whether the line read last was part of a paste. */
int dl_editor_was_pasted(const dl_editor *editor);

/* Gives the terminal back as it was before a line began to be edited; for a signal's handler. */
void dl_editor_give_back(void);

/* For use inside a completer: puts a text in the place of so many characters before the cursor. */
void dl_editor_replace(dl_editor *editor, int count, const char *text);
void dl_editor_list(dl_editor *editor, const char *text);

/* While a key is awaited: `visitor` is called on the editor's thread after a signal or `dl_editor_wake`,
   which any thread may call. What it writes takes the line's place after `dl_editor_step_aside`: the
   terminal is then as while a command runs, and the line comes back as it was when the visitor returns,
   after the prompt that it set. */
typedef void (*dl_visitor)(void *context, dl_editor *editor);
void dl_editor_set_visitor(dl_editor *editor, dl_visitor visitor, void *context);
void dl_editor_wake(void);
void dl_editor_step_aside(dl_editor *editor);
void dl_editor_set_prompt(dl_editor *editor, const char *prompt, int prompt_width);

void dl_editor_remember(dl_editor *editor, const char *line);
void dl_editor_forget_all(dl_editor *editor);

/* Takes the character set of the user's locale; where that is not UTF-8, one that is, since without
   it libedit drops what is typed and crashes on such a prompt. */
enum dl_locale { DL_LOCALE_USERS_UTF8, DL_LOCALE_BORROWED_UTF8, DL_LOCALE_ASCII };
int dl_adopt_locale(void);

/* Columns and rows of the terminal behind a descriptor; 0 where it has none. */
int dl_terminal_columns(int descriptor);
int dl_terminal_rows(int descriptor);

/* Columns that one character takes: 0 for a combining mark, 2 for a wide one. */
int dl_scalar_width(unsigned int scalar);

/* Keys one by one, without echo and without waiting, until the end is called: 1 where the standard
   input is a terminal that can do it. `dl_keys_next` gives a byte, or -1 where no key waits. ^C stays
   a signal, and so does ^Z: after it, the first key is ^L, since what stood on the screen may be gone. */
int dl_keys_begin(void);
int dl_keys_next(void);
void dl_keys_end(void);

/* Counts SIGINT instead of dying of it. A program that leaves several of them unanswered is stuck,
   and dies of the next one after all. SIGPIPE gets back its default action. */
void dl_interrupts_install(void);
void dl_interrupts_clear(void);
/* Counts one as if SIGINT had come. */
void dl_interrupts_add(void);

/* The words that the program was started with, the first at 0; NULL for one that is not there. */
int dl_argument_count(void);
const char *dl_argument(int index);

extern int dl_interrupt_count;
static inline int dl_interrupts_pending(void) {
  return __atomic_load_n(&dl_interrupt_count, __ATOMIC_RELAXED);
}

#endif
