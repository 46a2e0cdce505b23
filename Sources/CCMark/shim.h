#ifndef PRACTICUM_CCMARK_H
#define PRACTICUM_CCMARK_H
#include <cmark.h>
#endif
