// libpng, and one function around it.
//
// libpng reports errors by longjmp, which must not cross a Swift frame and which Swift cannot catch. So all calls that may jump are in
// one C function. Its callbacks are C as well, and Swift gets a plain result.
#ifndef CPNG_SHIM_H
#define CPNG_SHIM_H

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

/// The result of `cpng_write_palette8`: `bytes` (to be freed with `free`) and `count`, or, after an error, a null `bytes` and a message.
typedef struct {
    unsigned char *bytes;
    size_t count;
    size_t capacity;
    char message[128];
} cpng_result;

static inline void cpng_on_error(png_structp png, png_const_charp text) {
    cpng_result *result = (cpng_result *)png_get_error_ptr(png);
    strncpy(result->message, text, sizeof(result->message) - 1);
    png_longjmp(png, 1);
}

static inline void cpng_on_warning(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static inline void cpng_on_write(png_structp png, png_bytep data, size_t length) {
    cpng_result *result = (cpng_result *)png_get_io_ptr(png);
    if (length > result->capacity - result->count) {
        size_t capacity = result->capacity * 2 + length;
        unsigned char *bytes = (unsigned char *)realloc(result->bytes, capacity);
        if (bytes == NULL) png_error(png, "out of memory while the picture was encoded");
        result->bytes = bytes;
        result->capacity = capacity;
    }
    memcpy(result->bytes + result->count, data, length);
    result->count += length;
}

static inline void cpng_on_flush(png_structp png) { (void)png; }

/// Encodes `height` rows of `width` palette indices, one byte each without row padding, as a PNG in memory.
///
/// `colors` holds 3 bytes for each of `color_count` colours, `alphas` the transparency of the first `alpha_count` of them;
/// the others are opaque. Compression level, strategy, window and filter are fixed, and no time or text chunk is written, so
/// equal pixels give equal bytes with one version of zlib. Returns 1 on success.
__attribute__((noinline, unused)) static int cpng_write_palette8(
    const unsigned char *pixels, unsigned width, unsigned height, unsigned pixels_per_meter,
    const unsigned char *colors, int color_count, const unsigned char *alphas, int alpha_count, cpng_result *result) {
    memset(result, 0, sizeof(*result));
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, result, cpng_on_error, cpng_on_warning);
    if (png == NULL) {
        strncpy(result->message, "libpng could not be started", sizeof(result->message) - 1);
        return 0;
    }
    png_infop volatile info = NULL;
    if (setjmp(png_jmpbuf(png))) {
        png_infop made = info;
        png_destroy_write_struct(&png, &made);
        free(result->bytes);
        result->bytes = NULL;
        return 0;
    }
    info = png_create_info_struct(png);
    if (info == NULL) png_error(png, "out of memory while the picture was encoded");
    png_set_write_fn(png, result, cpng_on_write, cpng_on_flush);
    // No filter, because differences between palette indices have no meaning.
    png_set_compression_level(png, 9);
    png_set_compression_strategy(png, 0);
    png_set_compression_window_bits(png, 15);
    png_set_compression_mem_level(png, 8);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_IHDR(png, info, width, height, 8, PNG_COLOR_TYPE_PALETTE, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE,
                 PNG_FILTER_TYPE_BASE);
    png_color palette[PNG_MAX_PALETTE_LENGTH];
    if (color_count < 1 || color_count > PNG_MAX_PALETTE_LENGTH) png_error(png, "the palette has an impossible size");
    for (int color = 0; color < color_count; color++) {
        palette[color].red = colors[color * 3];
        palette[color].green = colors[color * 3 + 1];
        palette[color].blue = colors[color * 3 + 2];
    }
    png_set_PLTE(png, info, palette, color_count);
    if (alpha_count > 0) png_set_tRNS(png, info, alphas, alpha_count, NULL);
    png_set_pHYs(png, info, pixels_per_meter, pixels_per_meter, PNG_RESOLUTION_METER);
    png_write_info(png, info);
    for (unsigned row = 0; row < height; row++) png_write_row(png, pixels + (size_t)row * width);
    png_write_end(png, NULL);
    png_infop made = info;
    png_destroy_write_struct(&png, &made);
    return 1;
}

#endif
