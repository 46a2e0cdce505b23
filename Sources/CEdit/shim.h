#ifndef PRACTICUM_CEDIT_H
#define PRACTICUM_CEDIT_H
#include <stdio.h>
#include <editline/readline.h>
#endif
