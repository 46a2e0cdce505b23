/// One line or cloud of points of a panel.
///
/// A point whose x or y is not drawable (NaN, infinite, or beyond ±1e300) is omitted and interrupts the line. The figure's alt text
/// says how many such points there are.
package struct Series: Sendable {
    /// How the points are shown.
    package enum Style: Sendable {
        case line
        case lineAndMarkers
        case markers
    }

    /// The name in the legend and the alt text. A series without a name accompanies another one (the raw values behind a smoothed line):
    /// the legend omits it, and so does the alt text if there is a named series.
    package var name: String
    package var x: [Double]
    package var y: [Double]
    package var color: PlotColor
    package var style: Style
    /// The line's width in points (1/72 inch).
    package var width: Double
    /// From 0 (invisible) to 1.
    package var opacity: Double

    /// A series of the points `(x[i], y[i])`. The two arrays must have the same length when the figure is drawn.
    package init(
        name: String, x: [Double], y: [Double], color: PlotColor = .blue, style: Style = .line, width: Double = 2,
        opacity: Double = 1
    ) {
        self.name = name
        self.x = x
        self.y = y
        self.color = color
        self.style = style
        self.width = width
        self.opacity = opacity
    }

    /// The points in order, nil where one cannot be drawn.
    var points: [PlotPoint?] {
        zip(x, y).map { x, y in x.isDrawable && y.isDrawable ? PlotPoint(x: x, y: y) : nil }
    }

    /// The points that can be drawn, in order.
    var drawablePoints: [PlotPoint] { points.compactMap(\.self) }
}

extension Double {
    /// Whether a value can be placed on an axis: finite, and far enough from overflow for the axis's arithmetic.
    var isDrawable: Bool { magnitude <= 1e300 }
}

extension Series {
    /// The series with every y replaced by the mean of the values around it: the line to show over noisy raw values.
    ///
    /// The window is centred, so that a falling loss is not drawn too high. At the ends the window is shorter. Points that cannot be
    /// drawn are unchanged and enter no mean.
    /// - Parameter window: The number of points that a mean is taken over. An even number counts as the next odd one; 1 or
    ///   less leaves the series unchanged.
    /// - Complexity: O(points · window).
    package func smoothed(window: Int) -> Series {
        let reach = max(0, window) / 2
        let count = min(x.count, y.count)
        var result = self
        for index in 0..<count where x[index].isDrawable && y[index].isDrawable {
            let start = index > reach ? index - reach : 0
            let end = count - 1 - index > reach ? index + reach : count - 1
            var mean = 0.0
            var seen = 0.0
            for neighbor in start...end where x[neighbor].isDrawable && y[neighbor].isDrawable {
                seen += 1
                // A running mean is used because a sum could overflow.
                mean += (y[neighbor] - mean) / seen
            }
            result.y[index] = mean
        }
        return result
    }
}
