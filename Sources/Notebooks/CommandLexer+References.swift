import FileKinds

// `$name` and `${name}`.

extension CommandLexer {
    /// Inserts a parameter's value into a word. False if the `$` is only a dollar sign.
    mutating func reference(into text: inout String, names: inout [String]) -> Bool {
        let start = position
        let rest = characters[(position + 1)...]
        let name: String
        switch rest.first {
        case "{":
            guard let close = rest.firstIndex(of: "}") else {
                fail(line, start + 1, 2, "this `${` has no `}`", "Write `${name}`, or `\\$` for a dollar.")
                position = characters.count
                return true
            }
            name = self.text(start + 2, close)
            position = close + 1
        case "(":
            fail(line, start + 1, 2, "there is no command substitution", "Write `\\$` for a dollar.")
            text.append("$")
            position += 1
            return true
        case .some(let character) where Self.isNameCharacter(character) && character != "-":
            var end = rest.firstIndex { !Self.isNameCharacter($0) } ?? characters.count
            while characters[end - 1] == "-" { end -= 1 }
            name = self.text(start + 1, end)
            position = end
        default:
            text.append("$")
            position += 1
            return false
        }
        guard let value = parameters[name] else {
            hasTrouble = true
            if reportsUnknownParameters {
                var remedy = isShown ? remedy(forUnknown: name) : ""
                if let next = current, next.lookalike == "-" || next.isInvisible {
                    remedy = "\(next.codePointAndName) ends its name. \(remedy)"
                }
                fail(
                    line, start + 1, position - start, "there is no parameter `\(name.brief())`", remedy)
            }
            return true
        }
        names.append(name)
        text += value.text
        return true
    }

    private func remedy(forUnknown name: String) -> String {
        let known = parameters.keys.sorted()
        let dollar = "A dollar is written `\\$`."
        guard !known.isEmpty else { return "Give it a default under `params:` in the front matter. \(dollar)" }
        if let prefix = known.filter({ name.hasPrefix($0) }).max(by: { $0.count < $1.count }),
            known.nearest(to: name) == nil || name.dropFirst(prefix.count).first == "-"
        {
            return "Did you mean `${\(prefix)}\(name.dropFirst(prefix.count))`? \(dollar)"
        }
        return "\(known.suggestion(for: name, noun: "parameter")) \(dollar)"
    }
}
