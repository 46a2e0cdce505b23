/// The fonts whose letters are separate characters in Unicode.
///
/// The only `mathvariant` in MathML Core is `normal`.
enum Font {
    case normal, roman, bold, italic, script, fraktur, doubleStruck, sansSerif, monospace

    /// True for a font in which adjacent letters form a word.
    var makesWords: Bool {
        switch self {
        case .roman, .bold, .italic, .sansSerif, .monospace: true
        case .normal, .script, .fraktur, .doubleStruck: false
        }
    }
}

/// The code points at which a font's letters begin.
struct Alphabet {
    var capitals: UInt32
    var smalls: UInt32
    var digits: UInt32?
    /// The capital alpha; the small alpha follows 26 characters later.
    var greek: UInt32?

    static let bold = Alphabet(capitals: 0x1D400, smalls: 0x1D41A, digits: 0x1D7CE, greek: 0x1D6A8)
    static let italic = Alphabet(capitals: 0x1D434, smalls: 0x1D44E, greek: 0x1D6E2)
    static let boldItalic = Alphabet(capitals: 0x1D468, smalls: 0x1D482, digits: 0x1D7CE, greek: 0x1D71C)
    static let script = Alphabet(capitals: 0x1D49C, smalls: 0x1D4B6)
    static let boldScript = Alphabet(capitals: 0x1D4D0, smalls: 0x1D4EA)
    static let fraktur = Alphabet(capitals: 0x1D504, smalls: 0x1D51E)
    static let boldFraktur = Alphabet(capitals: 0x1D56C, smalls: 0x1D586)
    static let doubleStruck = Alphabet(capitals: 0x1D538, smalls: 0x1D552, digits: 0x1D7D8)
    static let sansSerif = Alphabet(capitals: 0x1D5A0, smalls: 0x1D5BA, digits: 0x1D7E2)
    static let boldSansSerif = Alphabet(capitals: 0x1D5D4, smalls: 0x1D5EE, digits: 0x1D7EC, greek: 0x1D756)
    static let monospace = Alphabet(capitals: 0x1D670, smalls: 0x1D68A, digits: 0x1D7F6)

    /// The alphabet of a font; nil if the plain characters are used.
    ///
    /// - Parameter isUpright: True for a character that stays upright in italics, such as a capital Greek letter.
    init?(_ font: Font, isBold: Bool, isUpright: Bool) {
        switch (font, isBold) {
        case (.normal, true): self = isUpright ? .bold : .boldItalic
        case (.normal, false), (.roman, false): return nil
        case (.roman, true), (.bold, _): self = .bold
        case (.italic, let isBold): self = isBold ? .boldItalic : .italic
        case (.script, let isBold): self = isBold ? .boldScript : .script
        case (.fraktur, let isBold): self = isBold ? .boldFraktur : .fraktur
        case (.doubleStruck, _): self = .doubleStruck
        case (.sansSerif, let isBold): self = isBold ? .boldSansSerif : .sansSerif
        case (.monospace, _): self = .monospace
        }
    }

    private init(capitals: UInt32, smalls: UInt32, digits: UInt32? = nil, greek: UInt32? = nil) {
        (self.capitals, self.smalls, self.digits, self.greek) = (capitals, smalls, digits, greek)
    }

    /// A letter or a digit in this alphabet; the character itself if the alphabet lacks it.
    subscript(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let value = scalar.value
        var mapped: UInt32?
        switch scalar {
        case "A"..."Z": mapped = capitals + value - 0x41
        case "a"..."z": mapped = smalls + value - 0x61
        case "0"..."9": mapped = digits.map { $0 + value - 0x30 }
        case "Α"..."Ω": mapped = greek.map { $0 + value - 0x391 }
        case "α"..."ω": mapped = greek.map { $0 + 26 + value - 0x3B1 }
        default:
            if let place = Alphabet.greekVariants.firstIndex(of: scalar) {
                mapped = greek.map { $0 + 51 + UInt32(place) }
            } else if scalar == "∇" {
                mapped = greek.map { $0 + 25 }
            }
        }
        guard let mapped else { return scalar }
        return Alphabet.elsewhere[mapped] ?? Unicode.Scalar(mapped) ?? scalar
    }

    /// The variants after the small omega.
    private static let greekVariants: [Unicode.Scalar] = ["∂", "ϵ", "ϑ", "ϰ", "ϕ", "ϱ", "ϖ"]

    /// Letters that Unicode has outside its mathematical alphabets.
    private static let elsewhere: [UInt32: Unicode.Scalar] = [
        0x1D455: "ℎ", 0x1D49D: "ℬ", 0x1D4A0: "ℰ", 0x1D4A1: "ℱ", 0x1D4A3: "ℋ", 0x1D4A4: "ℐ", 0x1D4A7: "ℒ", 0x1D4A8: "ℳ",
        0x1D4AD: "ℛ", 0x1D4BA: "ℯ", 0x1D4BC: "ℊ", 0x1D4C4: "ℴ", 0x1D506: "ℭ", 0x1D50B: "ℌ", 0x1D50C: "ℑ", 0x1D515: "ℜ",
        0x1D51D: "ℨ", 0x1D53A: "ℂ", 0x1D53F: "ℍ", 0x1D545: "ℕ", 0x1D547: "ℙ", 0x1D548: "ℚ", 0x1D549: "ℝ", 0x1D551: "ℤ",
    ]
}
