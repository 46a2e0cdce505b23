/// How labels look: each has a colour and an underline that follow from its name, so that it looks the same in every report.
package enum LabelLooks {
    /// How many looks the style sheet has: eight colours, each with four underlines. Labels may share one.
    static let count = 32

    /// The classes of what bears a label: `label look-3`.
    package static func cssClass(_ label: String) -> String {
        // FNV-1a over the name's bytes, then five bits of a product: three for the colour, two for the underline.
        var hash = label.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        hash ^= hash >> 31
        let (color, underline) = Int((hash &* factor) >> 59).quotientAndRemainder(dividingBy: 4)
        return "label look-\(underline * 8 + color + 1)"
    }

    /// An odd number by which the labels of common data sets get different colours.
    private static let factor: UInt64 = 0x715C_6AB3_45CD_A529
}
