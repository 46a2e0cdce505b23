// LZ4, for blocks without a frame.
#include <lz4.h>
