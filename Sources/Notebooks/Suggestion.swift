import FileKinds

extension Sequence where Element == String {
    /// A remedy for an unknown name: the nearest known one, followed by as many of the others as fit.
    package func suggestion(for name: String, noun: String) -> String {
        let all = Array(self)
        guard !all.isEmpty else { return "There are no \(noun)s." }
        let most = 30
        let names = all.prefix(most).map { "`\($0.brief())`" }.joined(separator: ", ")
        let list = "Known \(noun)s: \(names)" + (all.count > most ? " and \(all.count - most) more." : ".")
        guard let nearest = all.nearest(to: name) else { return list }
        return "Did you mean `\(nearest)`?\(name.foreignLetter) \(list)"
    }
}

extension StringProtocol {
    /// A sentence about a letter that looks like an ASCII letter but is not one; empty if there is none.
    package var foreignLetter: String {
        guard let letter = unicodeScalars.first(where: { !$0.isASCII }) else { return "" }
        return " The name here contains \(letter.codePointAndName)."
    }
}
