// Zstandard, for frames and streams.
#include <zstd.h>
#include <zstd_errors.h>
