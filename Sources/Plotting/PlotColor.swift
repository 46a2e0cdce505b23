/// The background of a figure: the page of a report in its light or its dark scheme.
package enum PlotGround: Sendable, CaseIterable {
    case light, dark

    /// The colour of the page, to which the colours of data and text are adapted. A figure is transparent where nothing is drawn.
    package var page: PlotShade {
        switch self {
        case .light: PlotShade(hex: 0xFDFCF9)
        case .dark: PlotShade(hex: 0x17181A)
        }
    }
}

/// An opaque sRGB colour with channels from 0 to 255.
package struct PlotShade: Hashable, Sendable {
    package let red: UInt8
    package let green: UInt8
    package let blue: UInt8

    /// A colour from 24 bits, `0xRRGGBB`; higher bits are ignored.
    package init(hex: UInt32) {
        red = UInt8(truncatingIfNeeded: hex >> 16)
        green = UInt8(truncatingIfNeeded: hex >> 8)
        blue = UInt8(truncatingIfNeeded: hex)
    }
}

/// A colour of a figure: one shade for a light page and one for a dark page.
///
/// The colours of data are those of Okabe and Ito, "Color Universal Design" (2008), darkened or lightened until each has a contrast of at
/// least 3 with its page, as WCAG requires for graphics. Readers with any common kind of colour blindness can distinguish the first five.
package struct PlotColor: Hashable, Sendable {
    package let light: PlotShade
    package let dark: PlotShade

    package init(light: UInt32, dark: UInt32) {
        self.light = PlotShade(hex: light)
        self.dark = PlotShade(hex: dark)
    }

    package func shade(on ground: PlotGround) -> PlotShade {
        switch ground {
        case .light: light
        case .dark: dark
        }
    }

    package static let blue = PlotColor(light: 0x1F6FB0, dark: 0x6FB4E8)
    package static let vermillion = PlotColor(light: 0xC44E00, dark: 0xF0905E)
    package static let green = PlotColor(light: 0x00795A, dark: 0x42C59F)
    package static let purple = PlotColor(light: 0xA34D80, dark: 0xE29AC4)
    package static let olive = PlotColor(light: 0x857A00, dark: 0xD6C94C)
    package static let violet = PlotColor(light: 0x6455B5, dark: 0xA99CF0)
    /// Near-black on light pages and near-white on dark ones, for a series that combines others (a total loss).
    package static let ink = PlotColor(light: 0x24292F, dark: 0xE3E1DC)

    /// The data colours in the order in which several series of one panel should take them.
    package static let palette: [PlotColor] = [.blue, .vermillion, .green, .purple, .olive, .violet]

    /// A colour for each name, the same in every figure. If two names of one list have the same colour, the
    /// later one gets the next free colour.
    package static func colors(for names: [String]) -> [PlotColor] {
        var taken: Set<Int> = []
        return names.map { name in
            let own = name.utf8.reduce(0) { $0 + Int($1) } % palette.count
            let place = palette.indices.map { (own + $0) % palette.count }.first { !taken.contains($0) } ?? own
            taken.insert(place)
            return palette[place]
        }
    }

    /// The colour of the cells with the largest share in a heat map. Labels are readable on it and on all paler colours.
    package static let heatOfRight = PlotColor(light: 0x7DB3E3, dark: 0x1D5C92)
    package static let heatOfWrong = PlotColor(light: 0xF0A070, dark: 0x8A3F12)

    package static let axis = PlotColor(light: 0x8B857A, dark: 0x858A91)
    package static let gridLine = PlotColor(light: 0xE4E0D8, dark: 0x303337)
    package static let label = PlotColor(light: 0x4A4741, dark: 0xC4C1BA)
    package static let faint = PlotColor(light: 0x6E6A62, dark: 0x9A9790)
}
