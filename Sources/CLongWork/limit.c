#define _GNU_SOURCE
#include "CLongWork.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { LONGEST_PATH = 4096 };

/* The number in a file; none where it is not there or holds a word such as "max". */
static size_t number_in(const char *path) {
  FILE *file = fopen(path, "re");
  if (file == NULL) return SIZE_MAX;
  unsigned long long value;
  int count = fscanf(file, "%llu", &value);
  fclose(file);
  return count == 1 && value > 0 && value < SIZE_MAX ? (size_t)value : SIZE_MAX;
}

static size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

/* The least limit of a group and of those that it is in, under the folder where groups are mounted. */
static size_t limit_of_group(
    const char *root, const char *mount, const char *group, const char *name) {
  size_t limit = SIZE_MAX;
  char inner[LONGEST_PATH / 2], path[LONGEST_PATH];
  if (snprintf(inner, sizeof inner, "%s", group) >= (int)sizeof inner) return limit;
  for (;;) {
    size_t length = strlen(inner);
    while (length > 0 && inner[length - 1] == '/') inner[--length] = 0;
    int size = snprintf(path, sizeof path, "%s/sys/fs/cgroup%s%s/%s", root, mount, inner, name);
    if (size > 0 && size < (int)sizeof path) limit = smaller(limit, number_in(path));
    char *slash = strrchr(inner, '/');
    if (slash == NULL) return limit;
    *slash = 0;
  }
}

/* Whether a list with commas between its words has one. */
static int has_word(const char *list, const char *word) {
  size_t length = strlen(word);
  for (const char *at = list; at != NULL; at = strchr(at, ',')) {
    if (*at == ',') at++;
    if (strncmp(at, word, length) == 0 && (at[length] == ',' || at[length] == 0)) return 1;
  }
  return 0;
}

/* A line of /proc/self/cgroup is "number:controllers:group"; version 2 has no controllers. In a
   container the group may be mounted as the root. */
static size_t group_limit(const char *root) {
  size_t limit = SIZE_MAX;
  char path[LONGEST_PATH], line[LONGEST_PATH / 2];
  if (snprintf(path, sizeof path, "%s/proc/self/cgroup", root) >= (int)sizeof path) return limit;
  FILE *file = fopen(path, "re");
  if (file == NULL) return limit;
  while (fgets(line, sizeof line, file) != NULL) {
    line[strcspn(line, "\n")] = 0;
    char *controllers = strchr(line, ':');
    char *group = controllers ? strchr(controllers + 1, ':') : NULL;
    if (group == NULL) continue;
    controllers++;
    *group++ = 0;
    if (*controllers == 0) {
      limit = smaller(limit, limit_of_group(root, "", group, "memory.max"));
      limit = smaller(limit, limit_of_group(root, "/unified", group, "memory.max"));
    } else if (has_word(controllers, "memory")) {
      limit = smaller(limit, limit_of_group(root, "/memory", group, "memory.limit_in_bytes"));
    }
  }
  fclose(file);
  return limit;
}

size_t lw_memory_limit(size_t machine, const char *root) {
  return smaller(machine, group_limit(root));
}

size_t lw_memory(void) {
  long pages = sysconf(_SC_PHYS_PAGES), bytes = sysconf(_SC_PAGESIZE);
  size_t machine = pages > 0 && bytes > 0 ? (size_t)pages * (size_t)bytes : SIZE_MAX / 4;
  size_t limit = lw_memory_limit(machine, "");
  struct rlimit own;
  if (getrlimit(RLIMIT_AS, &own) == 0 && own.rlim_cur != RLIM_INFINITY)
    limit = smaller(limit, (size_t)own.rlim_cur);
  const char *asked = getenv("DESCENT_MEMORY");
  if (asked != NULL) {
    char *end;
    unsigned long long value = strtoull(asked, &end, 10);
    if (*end == 0 && value > 0) limit = smaller(limit, (size_t)value);
  }
  return limit;
}
