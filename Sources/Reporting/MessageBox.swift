import Outputs

/// A box with a word at its head: a notice, a warning or an error.
struct MessageBox {
    let level: Message.Level
    let title: String

    /// A message with its line breaks; one that points into a source line, with the caret under its character.
    static func writeMessage(_ text: String, into html: inout HTMLWriter) {
        let error = ErrorText(text: text)
        if error.hasPointer {
            error.write(into: &html)
        } else {
            html.inline("span", .class("message"), .ownDirection) { html in writeSentence(text, into: &html) }
        }
    }

    /// Plain text in which what stands between a pair of backticks is set as code.
    static func writeSentence(_ text: String, into html: inout HTMLWriter) {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        for (place, part) in parts.enumerated() {
            // Every second part is code; a backtick without a partner stays a backtick.
            if place % 2 == 1, place < parts.count - 1, !part.isEmpty {
                html.inline("code", text: String(part))
            } else {
                html.text(place % 2 == 1 ? "`" + part + (place < parts.count - 1 ? "`" : "") : String(part))
            }
        }
    }

    func write(into html: inout HTMLWriter, content: (inout HTMLWriter) -> Void) {
        html.block("div", .class("box \(level.rawValue)")) { html in
            html.inline("strong", .class("box-title"), text: title)
            html.text(" ")
            content(&html)
        }
    }
}

extension MessageBox {
    /// Writes an output of a cell.
    static func write(_ message: Message, into html: inout HTMLWriter) {
        let title = message.level.rawValue
        MessageBox(level: message.level, title: title.prefix(1).uppercased() + title.dropFirst()).write(into: &html) {
            html in
            if message.level == .error {
                ErrorText(text: message.text).write(into: &html)
            } else {
                writeMessage(message.text, into: &html)
            }
        }
    }
}
