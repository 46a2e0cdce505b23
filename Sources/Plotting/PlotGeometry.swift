import Foundation

/// A rectangle in points (1/72 inch) from the figure's top left corner; y grows downwards.
package struct PlotRect: Equatable, Sendable {
    package var minX: Double
    package var minY: Double
    package var maxX: Double
    package var maxY: Double

    package var width: Double { maxX - minX }
    package var height: Double { maxY - minY }
    package var midX: Double { (minX + maxX) / 2 }
    package var midY: Double { (minY + maxY) / 2 }

    /// Whether all of `other` lies in this rectangle.
    package func contains(_ other: PlotRect) -> Bool {
        minX <= other.minX && minY <= other.minY && maxX >= other.maxX && maxY >= other.maxY
    }

    /// Whether the two rectangles overlap.
    package func intersects(_ other: PlotRect) -> Bool {
        minX < other.maxX && other.minX < maxX && minY < other.maxY && other.minY < maxY
    }

    func insetBy(_ distance: Double) -> PlotRect {
        PlotRect(minX: minX + distance, minY: minY + distance, maxX: maxX - distance, maxY: maxY - distance)
    }
}

/// A point in a panel's data coordinates, or in points (1/72 inch) of the figure.
package struct PlotPoint: Hashable, Sendable {
    package var x: Double
    package var y: Double

    package init(x: Double, y: Double) {
        self.x = x
        self.y = y
    }
}

/// How a piece of text is drawn.
struct TextStyle: Equatable, Sendable {
    /// The font size in points.
    var size: Double
    var bold = false
    var color = PlotColor.label
    /// Whether a transparent rim separates the text from lines behind it.
    var rim = false

    /// The distance between baselines.
    var lineHeight: Double { size * 1.3 }
    /// From the baseline up to the top of digits and capitals (DejaVu Sans: 0.729 em).
    var capHeight: Double { size * 0.73 }
    /// From the baseline down to the bottom of a `g`.
    var descent: Double { size * 0.24 }

    static let figureTitle = TextStyle(size: 12, bold: true, color: .ink)
    static let panelTitle = TextStyle(size: 11, bold: true, color: .ink)
    static let axisLabel = TextStyle(size: 10)
    static let tickLabel = TextStyle(size: 9.5)
    static let legend = TextStyle(size: 9.5)
    static let barValue = TextStyle(size: 9, color: .ink, rim: true)
    static let notice = TextStyle(size: 10, color: .faint)
    static let heat = TextStyle(size: 9.5, color: .ink)
    static let faintHeat = TextStyle(size: 9.5, color: .faint)
}

/// A piece of text and its position.
package struct PlacedText: Equatable, Sendable {
    /// The displayed text: shortened if it does not fit, with `?` for characters that the font lacks.
    package var text: String
    var style: TextStyle
    /// The left end of the baseline.
    var origin: PlotPoint
    /// The clockwise rotation about the origin, in radians.
    package var angle: Double
    /// The smallest upright rectangle around the text.
    package var bounds: PlotRect

    /// Text of the given width whose baseline starts at `origin`.
    init(_ text: String, style: TextStyle, width: Double, origin: PlotPoint, angle: Double = 0) {
        self.text = text
        self.style = style
        self.origin = origin
        self.angle = angle
        let (sine, cosine) = (sin(angle), cos(angle))
        var box = PlotRect(minX: .infinity, minY: .infinity, maxX: -.infinity, maxY: -.infinity)
        for x in [0, width] {
            for y in [-style.capHeight, style.descent] {
                let corner = PlotPoint(x: origin.x + x * cosine - y * sine, y: origin.y + x * sine + y * cosine)
                box.minX = min(box.minX, corner.x)
                box.maxX = max(box.maxX, corner.x)
                box.minY = min(box.minY, corner.y)
                box.maxY = max(box.maxY, corner.y)
            }
        }
        bounds = box
    }
}
