// zlib, for gzip and for the checksums of pages.
#include <zlib.h>
