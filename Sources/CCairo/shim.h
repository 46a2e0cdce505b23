// Cairo with its FreeType back end, FreeType to open a font file, and fontconfig to find that file.
// Debian's libcairo2-dev brings the headers of all three.
#ifndef CCAIRO_SHIM_H
#define CCAIRO_SHIM_H

#include <cairo.h>
#include <cairo-ft.h>
#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include FT_FREETYPE_H

#endif
