/// A formula in TeX's notation, as MathML that a browser draws without a script.
///
/// The notation is the mathematics of LaTeX with amsmath, without macros. Only elements of MathML Core are written. The
/// distances between symbols are those of TeX (The TeXbook, chapter 18).
///
/// - Complexity: O(*n*) in the length of the text.
package struct Formula: Sendable, Equatable {
    /// The text as it was written, without the dollar signs.
    package let tex: String
    /// True for a formula on a line of its own.
    package let isDisplay: Bool
    /// A `<math>` element, with the text in an annotation from which it can be copied.
    package let mathML: String

    /// Reads a formula.
    ///
    /// - Parameters:
    ///   - tex: What stands between the dollar signs.
    ///   - display: True for a formula on a line of its own: its fractions and sums are larger.
    /// - Throws: The first fault, with its place in the text.
    package init(_ tex: String, display: Bool) throws(FormulaError) {
        let root = try Parser.parse(tex, isDisplay: display)
        self.tex = tex
        isDisplay = display
        mathML = MathMLWriter.document(root, tex: tex, isDisplay: display)
    }
}
