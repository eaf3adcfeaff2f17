#include "CPage.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char document[] = {
#embed "page/page.html"
};
static const unsigned char script[] = {
#embed "page/page.js"
};
static const unsigned char style[] = {
#embed "page/page.css"
};

static const cpage_file files[] = {
    {"page.html", "text/html; charset=utf-8", document, sizeof document},
    {"page.js", "text/javascript; charset=utf-8", script, sizeof script},
    {"page.css", "text/css; charset=utf-8", style, sizeof style},
};

size_t cpage_count(void) { return sizeof files / sizeof *files; }

const cpage_file *cpage_at(size_t index) { return index < cpage_count() ? &files[index] : NULL; }
