/* From the terminal's bytes to characters.

   libedit knows the sequences that are bound to functions, and takes the rest of any other for text:
   PageUp would type "~", a mouse much more, and in vi's keys an Escape before it would make commands
   of it. So sequences are read whole here, in both kinds of keys. Those of the arrows, Home, End and
   Delete are handed on in the one form that is bound, everything else types nothing.

   An Escape that a person presses comes alone; the bytes of a sequence come together. What is pasted
   stands between two sequences where the terminal was asked for them (bracketed paste). Where it was
   not, or does not know them, lines that arrive together are taken for pasted. */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#define _DARWIN_C_SOURCE
#include "input.h"
#include "wakeups.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
  escape = 0x1B,
  /* Milliseconds in which a sequence's second byte comes, and its others. */
  escape_patience = 50,
  sequence_patience = 150,
  /* Milliseconds after which a paste whose end never comes is over. */
  paste_patience = 1000,
  longest_sequence = 64
};

/* ---- Bytes ---- */

/* Waits for a byte; forever where `patience` is negative. A signal ends the wait where it is heard, even
   one that came before. */
static int wait_for_byte(dl_input *input, int patience, int hears_signals) {
  if (input->start < input->end) return input->ahead[input->start++];
  struct pollfd sources[2] = {{STDIN_FILENO, POLLIN, 0}, {dl_wakeups_descriptor(), POLLIN, 0}};
  int count;
  do {
    count = poll(sources, hears_signals ? 2 : 1, patience);
  } while (count < 0 && errno == EINTR && !hears_signals);
  if (count == 0) return DL_INPUT_NOTHING;
  if (count < 0 ? errno == EINTR : sources[1].revents != 0) {
    dl_wakeups_clear();
    return DL_INPUT_WOKEN;
  }
  if (count < 0) return DL_INPUT_FAILED;
  unsigned char byte;
  ssize_t length = read(STDIN_FILENO, &byte, 1);
  if (length < 0) return DL_INPUT_FAILED;
  return length == 0 ? DL_INPUT_END : byte;
}

/* The next byte of something that has begun, which no signal breaks off. */
static int next_byte(dl_input *input, int patience) { return wait_for_byte(input, patience, 0); }

/* Puts a byte back, to be looked at again. */
static void put_back(dl_input *input, int byte) {
  if (byte < 0) return;
  if (input->start == 0) {
    if (input->end == sizeof input->ahead) return;
    memmove(input->ahead + 1, input->ahead, input->end);
    input->end++;
    input->start++;
  }
  input->ahead[--input->start] = (unsigned char)byte;
}

/* Takes in everything that waits, and says whether it holds more than ends of lines and blanks. */
static int holds_text(dl_input *input) {
  int count = 0;
  if (input->start > 0) {
    memmove(input->ahead, input->ahead + input->start, input->end - input->start);
    input->end -= input->start;
    input->start = 0;
  }
  if (ioctl(STDIN_FILENO, FIONREAD, &count) == 0 && count > 0) {
    size_t room = sizeof input->ahead - input->end;
    ssize_t length =
        read(STDIN_FILENO, input->ahead + input->end, (size_t)count < room ? (size_t)count : room);
    if (length > 0) input->end += (size_t)length;
  }
  for (size_t i = input->start; i < input->end; i++)
    if (!strchr("\r\n\t ", input->ahead[i])) return 1;
  return 0;
}

int dl_input_waits(const dl_input *input) {
  int count = 0;
  return input->start < input->end ||
         (ioctl(STDIN_FILENO, FIONREAD, &count) == 0 && count > 0);
}

static void hand_on(dl_input *input, const char *bytes) {
  size_t length = strlen(bytes);
  if (length > sizeof input->ready) return;
  memcpy(input->ready, bytes, length);
  input->ready_start = 0;
  input->ready_end = length;
}

/* ---- Keys ---- */

/* A sequence's kind, `[` or `O`, its last byte, and its first two numbers. */
typedef struct {
  int kind, last, number, modifier;
} key;

/* Left and right by words; vi's keys have no sequence for it. */
static void move_word(dl_input *input, int is_right) {
  if (!input->is_vi) hand_on(input, is_right ? "\033[1;5C" : "\033[1;5D");
}

static void press(dl_input *input, key pressed) {
  /* Shift alone changes no arrow. */
  int is_plain = pressed.modifier <= 2;
  switch (pressed.last) {
  case 'A':
    if (is_plain) hand_on(input, "\033[A");
    return;
  case 'B':
    if (is_plain) hand_on(input, "\033[B");
    return;
  case 'C':
    if (is_plain)
      hand_on(input, "\033[C");
    else
      move_word(input, 1);
    return;
  case 'D':
    if (is_plain)
      hand_on(input, "\033[D");
    else
      move_word(input, 0);
    return;
  case 'H':
    hand_on(input, "\033[H");
    return;
  case 'F':
    hand_on(input, "\033[F");
    return;
  case 'c': /* rxvt's with Control */
  case 'd':
    if (pressed.kind == 'O') move_word(input, pressed.last == 'c');
    return;
  case '~':
  case '^': /* rxvt's with Control */
    switch (pressed.number) {
    case 1:
    case 7:
      hand_on(input, "\033[H");
      return;
    case 4:
    case 8:
      hand_on(input, "\033[F");
      return;
    case 3:
      if (is_plain && pressed.last == '~')
        hand_on(input, "\033[3~");
      else if (!input->is_vi)
        hand_on(input, "\033[3;5~");
      return;
    case 200:
      input->in_paste = 1;
      return;
    case 201:
      input->in_paste = 0;
      return;
    default:
      return;
    }
  default:
    return;
  }
}

/* Reads the rest of a sequence after its `[` or `O`; 0 where it is none or of no meaning. */
static int read_key(dl_input *input, int kind, key *pressed) {
  int numbers[2] = {0, 0}, which = 0, is_private = 0;
  *pressed = (key){kind, 0, 0, 0};
  for (int length = 0; length < longest_sequence; length++) {
    int byte = next_byte(input, sequence_patience);
    if (byte < 0) return 0;
    if (byte < 0x20 || byte == 0x7F) {
      /* Whatever began here was broken off. */
      put_back(input, byte);
      return 0;
    }
    if (length == 0 && byte == '[' && kind == '[') {
      /* A function key of the Linux console. */
      next_byte(input, sequence_patience);
      return 0;
    }
    if (length == 0 && byte == 'M' && kind == '[') {
      /* A mouse, as terminals have told it from the beginning: three bytes. */
      for (int i = 0; i < 3; i++) next_byte(input, sequence_patience);
      return 0;
    }
    if (byte >= '0' && byte <= '9') {
      if (which < 2 && numbers[which] < 10000) numbers[which] = 10 * numbers[which] + byte - '0';
    } else if (byte == ';') {
      which++;
    } else if (byte >= 0x3A && byte <= 0x3F) {
      is_private = 1;
    } else if (byte >= 0x40 || (byte == '$' && !is_private)) {
      /* rxvt ends its keys with Shift by a dollar sign. */
      *pressed = (key){kind, byte, numbers[0], numbers[1]};
      return !is_private;
    }
  }
  return 0;
}

/* Passes over a report that the terminal makes of itself, up to the sign that ends it. */
static void skip_report(dl_input *input) {
  for (int last = 0;;) {
    int byte = next_byte(input, sequence_patience);
    if (byte < 0 || byte == 0x07 || (last == escape && byte == '\\')) return;
    last = byte;
  }
}

/* An Escape was read: 1 where it is to be handed on itself. */
static int read_escape(dl_input *input) {
  int byte = next_byte(input, escape_patience);
  int is_alt = 0;
  if (byte == escape && !input->is_vi) {
    /* A key pressed with Alt, as rxvt sends it. */
    int third = next_byte(input, escape_patience);
    if (third != '[' && third != 'O') {
      put_back(input, third);
      put_back(input, byte);
      return 1;
    }
    is_alt = 1;
    byte = third;
  }
  key pressed;
  switch (byte) {
  case '[':
  case 'O':
    if (!read_key(input, byte, &pressed)) return 0;
    if (is_alt) pressed.modifier = 3;
    if (!input->in_paste || pressed.number == 201) press(input, pressed);
    return 0;
  case ']':
  case 'P':
  case '_':
  case '^':
    if (dl_input_waits(input) || input->in_paste) {
      skip_report(input);
      return 0;
    }
    break;
  default:
    break;
  }
  put_back(input, byte);
  return !input->in_paste;
}

/* ---- Characters ---- */

/* The next byte that belongs to a character. */
static int next_of_text(dl_input *input, int (*woken)(void *), void *context) {
  for (;;) {
    if (input->ready_start < input->ready_end) return input->ready[input->ready_start++];
    int byte = wait_for_byte(input, input->in_paste ? paste_patience : -1, 1);
    if (byte == DL_INPUT_WOKEN) {
      if (woken(context)) continue;
      errno = EINTR;
      return DL_INPUT_FAILED;
    }
    if (byte == DL_INPUT_NOTHING) {
      input->in_paste = 0;
      continue;
    }
    if (byte == escape) {
      if (read_escape(input)) return escape;
      continue;
    }
    if (input->in_paste && byte >= 0) {
      if (byte == '\r') {
        int next = next_byte(input, 0);
        if (next != '\n') put_back(input, next);
        return '\n';
      }
      if (byte == '\t') return ' ';
      /* What is pasted is text: no key of its own. */
      if ((byte < 0x20 && byte != '\n') || byte == 0x7F) continue;
    }
    return byte;
  }
}

int dl_input_next(dl_input *input, wchar_t *character, int (*woken)(void *), void *context) {
  char bytes[MB_LEN_MAX];
  size_t count = 0;
  *character = L'\0';
  for (;;) {
    int byte = next_of_text(input, woken, context);
    if (byte == DL_INPUT_END) return 0;
    if (byte < 0) return -1;
    bytes[count++] = (char)byte;
    mbstate_t state;
    memset(&state, 0, sizeof state);
    size_t length = mbrtowc(character, bytes, count, &state);
    if (length == (size_t)-2 && count < sizeof bytes) continue;
    if (length != (size_t)-1 && length != (size_t)-2) return 1;
    /* No character: the last byte may begin one. */
    if (count > 1) put_back(input, byte);
    count = 0;
  }
}

/* ---- Pastes ---- */

void dl_input_begin(dl_input *input) {
  if (!input->in_paste || dl_input_waits(input)) return;
  struct pollfd terminal = {STDIN_FILENO, POLLIN, 0};
  int count;
  do {
    count = poll(&terminal, 1, sequence_patience);
  } while (count < 0 && errno == EINTR);
  if (count <= 0) input->in_paste = 0;
}

int dl_input_ends_line(dl_input *input, int is_blank) {
  int was_joined = input->is_joined;
  int is_pasted = input->in_paste;
  int waits = dl_input_waits(input);
  if (!is_pasted) {
    /* Enter that is held down fills the queue too, but with nothing besides. */
    int is_followed = is_blank && waits && holds_text(input);
    if (!is_blank)
      is_pasted = was_joined;
    else if (input->marks_pastes)
      is_pasted = was_joined && is_followed;
    else
      is_pasted = was_joined || is_followed;
  }
  input->is_joined = waits && (!is_blank || is_pasted);
  return is_pasted;
}
