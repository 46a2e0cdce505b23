import CCairo

/// The surface that a picture is drawn on: Cairo's image surface, with coordinates in points (1/72 inch) from the top left corner.
final class Canvas {
    /// The shape of a marker at a data point.
    enum Marker: Int, CaseIterable {
        case circle, square, triangle, diamond
    }

    private let surface: OpaquePointer
    private let context: OpaquePointer
    private let typeface: Typeface
    private let ground: PlotGround
    /// Pixels per point.
    private let scale: Double
    private let pixelWidth: Int
    private let pixelHeight: Int

    /// A transparent canvas for a page of the given ground. The caller has checked the size against Cairo's maximum.
    init(
        pixelWidth: Int, pixelHeight: Int, dpi: Double, typeface: Typeface, ground: PlotGround
    ) throws(PlottingError) {
        guard let surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, Int32(pixelWidth), Int32(pixelHeight)),
            let context = cairo_create(surface)
        else { throw .drawing("no memory for a picture") }
        self.surface = surface
        self.context = context
        self.typeface = typeface
        self.ground = ground
        self.pixelWidth = pixelWidth
        self.pixelHeight = pixelHeight
        scale = dpi / 72
        try check()
        let options = Typeface.makeFontOptions()
        defer { cairo_font_options_destroy(options) }
        cairo_set_font_options(context, options)
        cairo_set_antialias(context, CAIRO_ANTIALIAS_GRAY)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
        cairo_scale(context, scale, scale)
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    /// The drawn picture, or the first error that Cairo reported.
    func finish() throws(PlottingError) -> RasterImage {
        try check()
        cairo_surface_flush(surface)
        guard let data = cairo_image_surface_get_data(surface) else { throw .drawing("the picture has no pixels") }
        let stride = Int(cairo_image_surface_get_stride(surface))
        let (width, height) = (pixelWidth, pixelHeight)
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 4) { buffer, count in
            var next = 0
            for row in 0..<height {
                let line = UnsafeRawPointer(data + row * stride)
                for column in 0..<width {
                    // Cairo stores a pixel as a 32-bit number in the machine's byte order, with colours premultiplied by alpha.
                    let pixel = line.load(fromByteOffset: column * 4, as: UInt32.self)
                    let alpha = pixel >> 24
                    func channel(_ shift: UInt32) -> UInt8 {
                        alpha == 0 ? 0 : UInt8(min(255, ((pixel >> shift & 0xFF) * 255 + alpha / 2) / alpha))
                    }
                    buffer[next] = channel(16)
                    buffer[next + 1] = channel(8)
                    buffer[next + 2] = channel(0)
                    buffer[next + 3] = UInt8(alpha)
                    next += 4
                }
            }
            count = next
        }
        return RasterImage(width: width, height: height, pixels: pixels)
    }

    private func check() throws(PlottingError) {
        for status in [cairo_surface_status(surface), cairo_status(context)] where status != CAIRO_STATUS_SUCCESS {
            throw .drawing(String(cString: cairo_status_to_string(status)))
        }
    }

    // MARK: Drawing

    /// A line one pixel wide (more at high resolutions) that covers whole pixels; `from` and `to` share x or y.
    func hairline(from start: PlotPoint, to end: PlotPoint, color: PlotColor) {
        let pixels = max(1, (0.6 * scale).rounded())
        let shift = pixels.truncatingRemainder(dividingBy: 2) == 1 ? 0.5 : 0
        func snapped(_ value: Double) -> Double { ((value * scale).rounded(.down) + shift) / scale }
        setColor(color)
        cairo_set_line_width(context, pixels / scale)
        cairo_move_to(context, snapped(start.x), snapped(start.y))
        cairo_line_to(context, snapped(end.x), snapped(end.y))
        cairo_stroke(context)
    }

    /// Lines through the points, interrupted at each nil.
    func polyline(_ points: [PlotPoint?], color: PlotColor, width: Double, opacity: Double) {
        setColor(color, opacity: opacity)
        cairo_set_line_width(context, width)
        cairo_new_path(context)
        var isDown = false
        for point in points {
            if let point {
                if isDown {
                    cairo_line_to(context, point.x, point.y)
                } else {
                    cairo_move_to(context, point.x, point.y)
                }
            }
            isDown = point != nil
        }
        cairo_stroke(context)
    }

    /// A filled marker of the given radius. If `rim` is set, a transparent rim separates it from lines and other markers.
    func marker(_ shape: Marker, at center: PlotPoint, radius: Double, color: PlotColor, opacity: Double, rim: Bool) {
        cairo_new_path(context)
        // Each shape is scaled so that all shapes look equally large.
        switch shape {
        case .circle:
            cairo_arc(context, center.x, center.y, radius, 0, 2 * .pi)
        case .square:
            let side = radius * 1.8
            cairo_rectangle(context, center.x - side / 2, center.y - side / 2, side, side)
        case .triangle:
            let reach = radius * 1.25
            cairo_move_to(context, center.x, center.y - reach)
            cairo_line_to(context, center.x + reach * 0.95, center.y + reach * 0.75)
            cairo_line_to(context, center.x - reach * 0.95, center.y + reach * 0.75)
        case .diamond:
            let reach = radius * 1.3
            cairo_move_to(context, center.x, center.y - reach)
            cairo_line_to(context, center.x + reach, center.y)
            cairo_line_to(context, center.x, center.y + reach)
            cairo_line_to(context, center.x - reach, center.y)
        }
        cairo_close_path(context)
        if rim { eraseAlongPath(width: 2) }
        setColor(color, opacity: opacity)
        cairo_fill(context)
    }

    /// A filled rectangle, its edges moved to whole pixels.
    func fill(_ rect: PlotRect, color: PlotColor, opacity: Double = 1) {
        func snapped(_ value: Double) -> Double { (value * scale).rounded() / scale }
        let (x, y) = (snapped(rect.minX), snapped(rect.minY))
        setColor(color, opacity: opacity)
        cairo_rectangle(context, x, y, snapped(rect.maxX) - x, snapped(rect.maxY) - y)
        cairo_fill(context)
    }

    /// Text as filled outlines, which every version of Cairo places at fractions of a pixel.
    func text(_ placed: PlacedText) {
        cairo_save(context)
        cairo_set_font_face(context, typeface.cairoFace(bold: placed.style.bold))
        cairo_set_font_size(context, placed.style.size)
        cairo_translate(context, placed.origin.x, placed.origin.y)
        cairo_rotate(context, placed.angle)
        cairo_move_to(context, 0, 0)
        cairo_text_path(context, placed.text)
        if placed.style.rim { eraseAlongPath(width: 3) }
        setColor(placed.style.color)
        cairo_fill(context)
        cairo_restore(context)
    }

    /// Runs `body` with drawing confined to `rect`.
    func clipped(to rect: PlotRect, _ body: () -> Void) {
        cairo_save(context)
        cairo_rectangle(context, rect.minX, rect.minY, rect.width, rect.height)
        cairo_clip(context)
        body()
        cairo_restore(context)
    }

    private func setColor(_ color: PlotColor, opacity: Double = 1) {
        let shade = color.shade(on: ground)
        cairo_set_source_rgba(
            context, Double(shade.red) / 255, Double(shade.green) / 255, Double(shade.blue) / 255, opacity)
    }

    /// Makes a stroke along the path transparent, whatever was drawn there, and keeps the path.
    private func eraseAlongPath(width: Double) {
        cairo_set_operator(context, CAIRO_OPERATOR_DEST_OUT)
        cairo_set_source_rgba(context, 0, 0, 0, 1)
        cairo_set_line_width(context, width)
        cairo_stroke_preserve(context)
        cairo_set_operator(context, CAIRO_OPERATOR_OVER)
    }
}
