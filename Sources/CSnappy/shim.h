// The C interface of Snappy.
#include <snappy-c.h>
