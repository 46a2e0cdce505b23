/// The look of labels. A label's colour and underline are computed from its name, so that it looks the same in every report.
package enum LabelLooks {
    /// The number of looks in the style sheet: eight colours, each with four underlines. Two labels may have the same look.
    static let count = 32

    /// The CSS classes of an element with a label: `label look-3`.
    package static func cssClass(_ label: String) -> String {
        // The FNV-1a hash of the name's bytes, of which five bits are used: three for the colour, two for the underline.
        var hash = label.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        hash ^= hash >> 31
        let (color, underline) = Int((hash &* factor) >> 59).quotientAndRemainder(dividingBy: 4)
        return "label look-\(underline * 8 + color + 1)"
    }

    /// An odd number, chosen so that the labels of common data sets get different colours.
    private static let factor: UInt64 = 0x715C_6AB3_45CD_A529
}
