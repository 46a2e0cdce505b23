/// A formula in TeX's notation, converted to MathML, which a browser renders without a script.
///
/// The notation is LaTeX's mathematics with amsmath, without macros. Only elements of MathML Core are written. The spaces between symbols
/// are TeX's (The TeXbook, chapter 18).
///
/// - Complexity: O(*n*) in the length of the text.
package struct Formula: Sendable, Equatable {
    /// The text as written, without the dollar signs.
    package let tex: String
    /// True for a formula on a line of its own.
    package let isDisplay: Bool
    /// A `<math>` element, with the TeX text in an annotation from which it can be copied.
    package let mathML: String

    /// Parses a formula.
    ///
    /// - Parameters:
    ///   - tex: The text between the dollar signs.
    ///   - display: True for a formula on a line of its own, in which fractions and sums are larger.
    /// - Throws: The first error, with its position in the text.
    package init(_ tex: String, display: Bool) throws(FormulaError) {
        let root = try Parser.parse(tex, isDisplay: display)
        self.tex = tex
        isDisplay = display
        mathML = MathMLWriter.document(root, tex: tex, isDisplay: display)
    }
}
