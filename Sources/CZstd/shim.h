// Zstandard, for frames and streams.
#include <zstd.h>
