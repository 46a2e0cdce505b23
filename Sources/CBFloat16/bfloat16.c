// Computes c = a · b with both factors rounded to bfloat16 (to nearest, ties to even) and sums in float32, one call on one thread.
// vdpbf16ps multiplies pairs of neighbours along the depth. Both factors are therefore packed into words of two elements: a in its own
// order, b into panels of 64 columns. The sums of a tile of 6 rows by 64 columns stay in 24 registers for the whole depth.
#include "CBFloat16.h"

#include <stdint.h>

#if defined(__x86_64__)
#include <immintrin.h>

#define TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512bf16")))

enum { TILE_ROWS = 6, PANEL = 64 };

bool practicum_bfloat16_available(void) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bf16");
}

static size_t pairs_of(size_t depth) { return (depth + 1) / 2; }
static size_t round_up(size_t value, size_t unit) { return (value + unit - 1) / unit * unit; }

// The number of words that packed a takes: a multiple of a cache line.
static size_t words_of_a(size_t rows, size_t depth) {
    // In either layout the packing writes whole vectors.
    size_t inner = rows * round_up(pairs_of(depth), 16);
    size_t outer = pairs_of(depth) * round_up(rows, 16);
    return round_up(inner > outer ? inner : outer, 16);
}

size_t practicum_bfloat16_scratch(size_t rows, size_t columns, size_t depth) {
    (void)columns;
    return 4 * (words_of_a(rows, depth) + round_up(pairs_of(depth), 16) * PANEL);
}

// Loads up to sixteen floats: the first `count` from memory, and zeros for the rest.
TARGET static inline __m512 load(const float *from, size_t count) {
    return count >= 16 ? _mm512_loadu_ps(from) : _mm512_maskz_loadu_ps((__mmask16)((1u << count) - 1), from);
}

// Packs rows in their own order: word p of a row holds its elements 2p and 2p + 1.
TARGET static void pack_rows(
    const float *from, size_t stride, size_t rows, size_t depth, uint32_t *words, size_t words_stride) {
    for (size_t row = 0; row < rows; row++) {
        const float *source = from + row * stride;
        uint32_t *target = words + row * words_stride;
        for (size_t d = 0; d < depth; d += 32) {
            size_t left = depth - d;
            __m512 low = load(source + d, left);
            __m512 high = left > 16 ? load(source + d + 16, left - 16) : _mm512_setzero_ps();
            _mm512_storeu_si512(target + d / 2, (__m512i)_mm512_cvtne2ps_pbh(high, low));
        }
    }
}

// Joins two neighbouring lines of the depth into words: lane j holds even[j] and odd[j].
TARGET static inline __m512i interleaved(__m512 even, __m512 odd) {
    const __m512i order = _mm512_set_epi16(
        31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23, 7, 22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
    return _mm512_permutexvar_epi16(order, (__m512i)_mm512_cvtne2ps_pbh(odd, even));
}

// Packs two lines of the depth at a time: word j of line p holds elements (2p, j) and (2p + 1, j).
TARGET static void pack_lines(
    const float *from, size_t stride, size_t width, size_t depth, uint32_t *words, size_t words_stride) {
    for (size_t d = 0; d < depth; d += 2) {
        const float *even = from + d * stride;
        uint32_t *target = words + d / 2 * words_stride;
        for (size_t j = 0; j < width; j += 16) {
            __m512 odd = d + 1 < depth ? load(even + stride + j, width - j) : _mm512_setzero_ps();
            _mm512_storeu_si512(target + j, interleaved(load(even + j, width - j), odd));
        }
    }
}

// Transposes sixteen vectors of sixteen words: lane i of vector j becomes lane j of vector i.
TARGET static inline void transpose(__m512i v[16]) {
    __m512i t[16];
    for (int i = 0; i < 8; i++) {
        t[2 * i] = _mm512_unpacklo_epi32(v[2 * i], v[2 * i + 1]);
        t[2 * i + 1] = _mm512_unpackhi_epi32(v[2 * i], v[2 * i + 1]);
    }
    for (int i = 0; i < 4; i++) {
        v[4 * i] = _mm512_unpacklo_epi64(t[4 * i], t[4 * i + 2]);
        v[4 * i + 1] = _mm512_unpackhi_epi64(t[4 * i], t[4 * i + 2]);
        v[4 * i + 2] = _mm512_unpacklo_epi64(t[4 * i + 1], t[4 * i + 3]);
        v[4 * i + 3] = _mm512_unpackhi_epi64(t[4 * i + 1], t[4 * i + 3]);
    }
    for (int i = 0; i < 4; i++) {
        t[i] = _mm512_shuffle_i32x4(v[i], v[i + 4], 0x88);
        t[i + 4] = _mm512_shuffle_i32x4(v[i], v[i + 4], 0xdd);
        t[i + 8] = _mm512_shuffle_i32x4(v[i + 8], v[i + 12], 0x88);
        t[i + 12] = _mm512_shuffle_i32x4(v[i + 8], v[i + 12], 0xdd);
    }
    for (int i = 0; i < 8; i++) {
        v[i] = _mm512_shuffle_i32x4(t[i], t[i + 8], 0x88);
        v[i + 8] = _mm512_shuffle_i32x4(t[i], t[i + 8], 0xdd);
    }
}

// Packs a panel of b[columns, depth]: word (p, j) holds elements 2p and 2p + 1 of row j.
TARGET static void pack_panel_rows(
    const float *from, size_t stride, size_t columns, size_t depth, uint32_t *words) {
    for (size_t block = 0; block < PANEL; block += 16) {
        for (size_t d = 0; d < depth; d += 32) {
            __m512i v[16];
            size_t left = depth - d;
            for (size_t j = 0; j < 16; j++) {
                if (block + j >= columns) {
                    v[j] = _mm512_setzero_si512();
                    continue;
                }
                const float *source = from + (block + j) * stride + d;
                __m512 high = left > 16 ? load(source + 16, left - 16) : _mm512_setzero_ps();
                v[j] = (__m512i)_mm512_cvtne2ps_pbh(high, load(source, left));
            }
            transpose(v);
            size_t count = pairs_of(left) < 16 ? pairs_of(left) : 16;
            for (size_t p = 0; p < count; p++) _mm512_store_si512(words + (d / 2 + p) * PANEL + block, v[p]);
        }
    }
}

// Packs a panel of b[depth, columns] into the same words.
TARGET static void pack_panel_lines(
    const float *from, size_t stride, size_t columns, size_t depth, uint32_t *words) {
    for (size_t d = 0; d < depth; d += 2) {
        const float *even = from + d * stride;
        for (size_t j = 0; j < PANEL; j += 16) {
            __m512i line = _mm512_setzero_si512();
            if (j < columns) {
                __m512 odd = d + 1 < depth ? load(even + stride + j, columns - j) : _mm512_setzero_ps();
                line = interleaved(load(even + j, columns - j), odd);
            }
            _mm512_store_si512(words + d / 2 * PANEL + j, line);
        }
    }
}

TARGET static void pack_panel(
    const float *from, size_t stride, enum practicum_layout layout, size_t columns, size_t depth, uint32_t *words) {
    if (layout == PRACTICUM_DEPTH_INNER)
        pack_panel_rows(from, stride, columns, depth, words);
    else
        pack_panel_lines(from, stride, columns, depth, words);
}

// Computes a tile of `rows` rows by 64 columns over the whole depth. `rows` is a constant for the compiler.
TARGET static inline __attribute__((always_inline)) void tile(
    const uint32_t *a, size_t a_row, size_t a_pair, const uint32_t *panel, size_t pairs, float *output, size_t stride,
    size_t columns, bool adds, const int rows) {
    __m512 sums[TILE_ROWS][4];
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < 4; j++) sums[i][j] = _mm512_setzero_ps();
    for (size_t p = 0; p < pairs; p++) {
        const uint32_t *line = panel + p * PANEL;
        __m512bh b[4];
        for (int j = 0; j < 4; j++) b[j] = (__m512bh)_mm512_load_si512(line + 16 * j);
        for (int i = 0; i < rows; i++) {
            __m512bh word = (__m512bh)_mm512_set1_epi32((int)a[i * a_row + p * a_pair]);
            for (int j = 0; j < 4; j++) sums[i][j] = _mm512_dpbf16_ps(sums[i][j], word, b[j]);
        }
    }
    for (int i = 0; i < rows; i++) {
        for (int j = 0; j < 4; j++) {
            if (columns <= (size_t)(16 * j)) continue;
            float *place = output + i * stride + 16 * j;
            size_t left = columns - 16 * j;
            __mmask16 mask = left >= 16 ? 0xffff : (__mmask16)((1u << left) - 1);
            __m512 value = sums[i][j];
            if (adds) value = _mm512_add_ps(_mm512_maskz_loadu_ps(mask, place), value);
            _mm512_mask_storeu_ps(place, mask, value);
        }
    }
}

TARGET static void tiles(
    const uint32_t *a, size_t a_row, size_t a_pair, const uint32_t *panel, size_t pairs, float *output, size_t stride,
    size_t rows, size_t columns, bool adds) {
    size_t row = 0;
    for (; row + TILE_ROWS <= rows; row += TILE_ROWS)
        tile(a + row * a_row, a_row, a_pair, panel, pairs, output + row * stride, stride, columns, adds, TILE_ROWS);
    const uint32_t *rest = a + row * a_row;
    float *place = output + row * stride;
    switch (rows - row) {
    case 5: tile(rest, a_row, a_pair, panel, pairs, place, stride, columns, adds, 5); break;
    case 4: tile(rest, a_row, a_pair, panel, pairs, place, stride, columns, adds, 4); break;
    case 3: tile(rest, a_row, a_pair, panel, pairs, place, stride, columns, adds, 3); break;
    case 2: tile(rest, a_row, a_pair, panel, pairs, place, stride, columns, adds, 2); break;
    case 1: tile(rest, a_row, a_pair, panel, pairs, place, stride, columns, adds, 1); break;
    default: break;
    }
}

void practicum_bfloat16_product(
    const float *a, size_t a_stride, enum practicum_layout a_layout, const float *b, size_t b_stride,
    enum practicum_layout b_layout, float *output, size_t output_stride, size_t rows, size_t columns, size_t depth,
    bool adds, void *scratch) {
    uint32_t *packed_a = scratch;
    uint32_t *panel = packed_a + words_of_a(rows, depth);
    size_t pairs = pairs_of(depth);
    size_t a_row = round_up(pairs, 16), a_pair = 1;
    if (a_layout == PRACTICUM_DEPTH_INNER) {
        pack_rows(a, a_stride, rows, depth, packed_a, a_row);
    } else {
        a_row = 1;
        a_pair = round_up(rows, 16);
        pack_lines(a, a_stride, rows, depth, packed_a, a_pair);
    }
    for (size_t column = 0; column < columns; column += PANEL) {
        size_t width = columns - column < PANEL ? columns - column : PANEL;
        pack_panel(b + column * (b_layout == PRACTICUM_DEPTH_INNER ? b_stride : 1), b_stride, b_layout, width, depth, panel);
        tiles(packed_a, a_row, a_pair, panel, pairs, output + column, output_stride, rows, width, adds);
    }
}

void practicum_bfloat16_pack_panel(
    const float *b, size_t b_stride, enum practicum_layout b_layout, size_t depth, void *panel) {
    pack_panel(b, b_stride, b_layout, PANEL, depth, panel);
}

void practicum_bfloat16_packed_product(
    const float *a, size_t a_stride, const void *panels, float *output, size_t output_stride, size_t rows,
    size_t columns, size_t depth, bool adds, void *scratch) {
    uint32_t *packed_a = scratch;
    size_t pairs = pairs_of(depth), a_row = round_up(pairs, 16);
    pack_rows(a, a_stride, rows, depth, packed_a, a_row);
    for (size_t column = 0; column < columns; column += PANEL)
        tiles(
            packed_a, a_row, 1, (const uint32_t *)panels + column * depth, pairs, output + column, output_stride, rows, PANEL,
            adds);
}

#else

bool practicum_bfloat16_available(void) { return false; }

size_t practicum_bfloat16_scratch(size_t rows, size_t columns, size_t depth) {
    (void)rows, (void)columns, (void)depth;
    return 0;
}

void practicum_bfloat16_product(
    const float *a, size_t a_stride, enum practicum_layout a_layout, const float *b, size_t b_stride,
    enum practicum_layout b_layout, float *output, size_t output_stride, size_t rows, size_t columns, size_t depth,
    bool adds, void *scratch) {
    (void)a, (void)a_stride, (void)a_layout, (void)b, (void)b_stride, (void)b_layout, (void)output, (void)output_stride;
    (void)rows, (void)columns, (void)depth, (void)adds, (void)scratch;
    __builtin_trap();
}

void practicum_bfloat16_pack_panel(
    const float *b, size_t b_stride, enum practicum_layout b_layout, size_t depth, void *panel) {
    (void)b, (void)b_stride, (void)b_layout, (void)depth, (void)panel;
    __builtin_trap();
}

void practicum_bfloat16_packed_product(
    const float *a, size_t a_stride, const void *panels, float *output, size_t output_stride, size_t rows,
    size_t columns, size_t depth, bool adds, void *scratch) {
    (void)a, (void)a_stride, (void)panels, (void)output, (void)output_stride, (void)rows, (void)columns, (void)depth;
    (void)adds, (void)scratch;
    __builtin_trap();
}

#endif
