/* wcwidth is an X/Open function. */
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#define _DARWIN_C_SOURCE
#include "CLineEditor.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>
#include <sys/ioctl.h>
#include <wchar.h>

static int character_set_is_utf8(void) {
  const char *name = nl_langinfo(CODESET);
  return strcmp(name, "UTF-8") == 0 || strcmp(name, "utf8") == 0;
}

int dl_adopt_locale(void) {
  if (setlocale(LC_CTYPE, "") && character_set_is_utf8()) return DL_LOCALE_USERS_UTF8;
  static const char *const borrowed[] = {"C.UTF-8", "C.utf8", "en_US.UTF-8"};
  for (size_t i = 0; i < sizeof borrowed / sizeof *borrowed; i++)
    if (setlocale(LC_CTYPE, borrowed[i]) && character_set_is_utf8()) return DL_LOCALE_BORROWED_UTF8;
  setlocale(LC_CTYPE, "C");
  return DL_LOCALE_ASCII;
}

int dl_terminal_columns(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

int dl_terminal_rows(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}

int dl_scalar_width(unsigned int scalar) {
  int width = wcwidth((wchar_t)scalar);
  return width < 0 ? 1 : width;
}
