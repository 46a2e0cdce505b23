/// An opaque sRGB colour with channels from 0 to 1.
///
/// The named colours of data are those of Okabe and Ito, "Color Universal Design" (2008), which readers with any of
/// the common kinds of colour blindness can tell apart.
package struct PlotColor: Hashable, Sendable {
    package let red: Double
    package let green: Double
    package let blue: Double

    /// A colour from channels in 0...1; what lies outside is clamped, NaN is 0.
    package init(red: Double, green: Double, blue: Double) {
        self.red = red.clampedToUnit
        self.green = green.clampedToUnit
        self.blue = blue.clampedToUnit
    }

    /// A colour from 24 bits, `0xRRGGBB`; higher bits are ignored.
    package init(hex: UInt32) {
        self.init(
            red: Double((hex >> 16) & 0xFF) / 255, green: Double((hex >> 8) & 0xFF) / 255,
            blue: Double(hex & 0xFF) / 255)
    }

    package static let blue = PlotColor(hex: 0x0072B2)
    package static let vermillion = PlotColor(hex: 0xD55E00)
    package static let green = PlotColor(hex: 0x009E73)
    package static let purple = PlotColor(hex: 0xCC79A7)
    package static let orange = PlotColor(hex: 0xE69F00)
    package static let skyBlue = PlotColor(hex: 0x56B4E9)
    /// Near-black, for a series that sums up others (a total loss).
    package static let ink = PlotColor(hex: 0x24292F)

    /// The data colours in the order in which several series of one panel should take them.
    package static let palette: [PlotColor] = [.blue, .vermillion, .green, .purple, .orange, .skyBlue, .ink]

    static let white = PlotColor(hex: 0xFFFFFF)
    static let axis = PlotColor(hex: 0x8C959F)
    static let gridLine = PlotColor(hex: 0xE4E8EC)
    static let label = PlotColor(hex: 0x424A53)
    static let faint = PlotColor(hex: 0x6E7781)
}

extension Double {
    fileprivate var clampedToUnit: Double { self > 0 ? Swift.min(self, 1) : 0 }
}
