import Outputs

/// A box for a notice, a warning or an error, which begins with that word.
struct MessageBox {
    let level: Message.Level
    let title: String

    /// Writes a message with its line breaks. If it points into a source line, the caret is under its character.
    static func writeMessage(_ text: String, into html: inout HTMLWriter) {
        let error = ErrorText(text: text)
        if error.hasPointer {
            error.write(into: &html)
        } else {
            html.inline("span", .class("message"), .ownDirection) { html in writeSentence(text, into: &html) }
        }
    }

    /// Writes plain text. The text between two backticks is shown as code.
    static func writeSentence(_ text: String, into html: inout HTMLWriter) {
        let parts = text.split(separator: "`", omittingEmptySubsequences: false)
        for (place, part) in parts.enumerated() {
            // Every second part is code. A backtick without a partner stays.
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
    /// Writes a message that is an output of a cell.
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
