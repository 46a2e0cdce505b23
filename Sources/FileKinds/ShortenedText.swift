extension StringProtocol {
    /// The text for a message: cut after `length` Unicode scalars, with `…` for the rest.
    package func shortened(to length: Int = 60) -> String {
        let scalars = unicodeScalars
        guard let end = scalars.index(scalars.startIndex, offsetBy: length, limitedBy: scalars.endIndex),
            end != scalars.endIndex
        else { return String(self) }
        let cut = scalars.index(scalars.startIndex, offsetBy: Swift.max(length - 1, 0))
        return String(String.UnicodeScalarView(scalars[..<cut])) + "…"
    }
}
