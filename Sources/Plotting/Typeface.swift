import CCairo

/// The font of every figure: DejaVu Sans, regular and bold, read from its files.
///
/// The files are opened with FreeType, without fontconfig's rules for hinting, weights and replacements, and glyphs are filled as
/// outlines at fractions of a pixel. So a figure depends only on the font's files and Cairo's fill, not on desktop settings.
///
/// The class is sendable although it holds C pointers: it is created once and never changed, and Cairo
/// protects its font faces with its own locks.
final class Typeface: @unchecked Sendable {
    static let family = "DejaVu Sans"

    /// The only instance in the process, or why there is none.
    static let shared: Result<Typeface, PlottingError> = {
        do throws(PlottingError) { return .success(try Typeface()) } catch { return .failure(error) }
    }()

    /// These faces, and FreeType's library and faces behind them, live as long as the process, because Cairo's cache of scaled fonts may
    /// refer to them after a figure is finished.
    private let regular: OpaquePointer
    private let bold: OpaquePointer

    private init() throws(PlottingError) {
        var library: FT_Library?
        guard FT_Init_FreeType(&library) == 0, let library else { throw .drawing("FreeType could not be started") }
        regular = try Self.load(bold: false, library: library)
        bold = try Self.load(bold: true, library: library)
    }

    func cairoFace(bold isBold: Bool) -> OpaquePointer { isBold ? bold : regular }

    /// `text` on one line, with `?` for each character that the font has no glyph for, so that no empty box is drawn.
    func drawable(_ text: String, style: TextStyle) -> String {
        let font = scaledFont(style)
        defer { cairo_scaled_font_destroy(font) }
        // FreeType's faces may be shared between threads only under Cairo's lock.
        guard let face = cairo_ft_scaled_font_lock_face(font) else { return text }
        defer { cairo_ft_scaled_font_unlock_face(font) }
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar.properties.generalCategory == .control {
                result.append(" ")
            } else if FT_Get_Char_Index(face, FT_ULong(scalar.value)) != 0 {
                result.unicodeScalars.append(scalar)
            } else if result.last != "?" {
                result.append("?")
            }
        }
        return result
    }

    /// The advance width of `text` in points; it is proportional to the type size, as nothing is hinted.
    func width(_ text: String, style: TextStyle) -> Double {
        let font = scaledFont(style)
        defer { cairo_scaled_font_destroy(font) }
        var extents = cairo_text_extents_t()
        cairo_scaled_font_text_extents(font, text, &extents)
        return extents.x_advance
    }

    /// `text` if it is at most `width` points wide; otherwise as much of its beginning as fits, with an ellipsis.
    func shortened(_ text: String, style: TextStyle, width limit: Double) -> String {
        if width(text, style: style) <= limit { return text }
        // If there is no room for a character, only the ellipsis is left.
        var (low, high) = (0, min(text.count, 4096))
        while low < high {
            let middle = (low + high + 1) / 2
            if width(text.prefix(middle) + "…", style: style) <= limit { low = middle } else { high = middle - 1 }
        }
        var kept = text.prefix(low)
        while kept.hasSuffix(" ") { kept.removeLast() }
        return kept + "…"
    }

    /// Grey antialiasing, no hinting of outlines or metrics; the caller destroys them.
    static func makeFontOptions() -> OpaquePointer? {
        let options = cairo_font_options_create()
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        return options
    }

    /// The face at the style's size. Cairo caches recent ones, so repeated calls are fast. The caller destroys it.
    private func scaledFont(_ style: TextStyle) -> OpaquePointer? {
        var matrix = cairo_matrix_t()
        cairo_matrix_init_scale(&matrix, style.size, style.size)
        var identity = cairo_matrix_t()
        cairo_matrix_init_identity(&identity)
        let options = Self.makeFontOptions()
        defer { cairo_font_options_destroy(options) }
        return cairo_scaled_font_create(cairoFace(bold: style.bold), &matrix, &identity, options)
    }

    private static func load(bold: Bool, library: FT_Library) throws(PlottingError) -> OpaquePointer {
        let path = try findFile(bold: bold)
        var face: FT_Face?
        guard FT_New_Face(library, path, 0, &face) == 0, let face else {
            throw .drawing("FreeType could not read the font file \(path)")
        }
        // Fontconfig returns its nearest font if it does not have the requested one.
        let found = face.pointee.family_name.map { String(cString: $0) }
        guard found == family else { throw .fontMissing(family: family, found: found) }
        let loadFlags = FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP
        guard let cairo = cairo_ft_font_face_create_for_ft_face(face, Int32(loadFlags)) else {
            throw .drawing("no memory for a font")
        }
        let status = cairo_font_face_status(cairo)
        guard status == CAIRO_STATUS_SUCCESS else { throw .drawing(String(cString: cairo_status_to_string(status))) }
        return cairo
    }

    /// The file that fontconfig has for the family in the given weight, upright.
    private static func findFile(bold: Bool) throws(PlottingError) -> String {
        guard let pattern = FcPatternCreate() else { throw .drawing("no memory for a font") }
        defer { FcPatternDestroy(pattern) }
        FcPatternAddString(pattern, FC_FAMILY, family)
        FcPatternAddString(pattern, FC_STYLE, bold ? "Bold" : "Book")
        FcPatternAddInteger(pattern, FC_WEIGHT, bold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR)
        FcPatternAddInteger(pattern, FC_SLANT, FC_SLANT_ROMAN)
        FcPatternAddInteger(pattern, FC_WIDTH, FC_WIDTH_NORMAL)
        FcConfigSubstitute(nil, pattern, FcMatchPattern)
        FcDefaultSubstitute(pattern)
        var result = FcResultMatch
        guard let match = FcFontMatch(nil, pattern, &result) else { throw .fontMissing(family: family, found: nil) }
        defer { FcPatternDestroy(match) }
        var file: UnsafeMutablePointer<FcChar8>?
        guard FcPatternGetString(match, FC_FILE, 0, &file) == FcResultMatch, let file else {
            throw .fontMissing(family: family, found: nil)
        }
        return String(cString: file)
    }
}

/// The font of figures.
package enum PlotFont {
    /// The family's name, `DejaVu Sans`.
    package static let family = Typeface.family

    /// Whether figures can be drawn: nil if the font is installed, otherwise the error that `PlotFigure.png()` would throw, whose
    /// description names the package to install. Determined once per process.
    package static var problem: PlottingError? {
        switch Typeface.shared {
        case .success: nil
        case .failure(let error): error
        }
    }
}
