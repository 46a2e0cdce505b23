import Execution
import Notebooks

/// The list of sections: beside the text if there is room, otherwise folded above it.
///
/// It is written twice, and the style sheet shows one of the two, because only a script could open and close a single list.
struct TableOfContents {
    let report: JoinedReport

    /// Writes the list beside the text.
    func writeSidebar(into html: inout HTMLWriter) {
        html.block("nav", .class("contents side"), .label("Contents"), report.piece("side")) { html in
            html.markup("\n")
            html.block("p", .class("contents-title"), text: "Contents")
            writeList(into: &html)
        }
    }

    /// Writes the folded list above the text.
    func writeFolded(into html: inout HTMLWriter) {
        html.block("nav", .class("contents folded"), .label("Contents"), report.piece("folded")) { html in
            html.markup("\n")
            html.block("details") { html in
                html.block("summary", text: "Contents")
                writeList(into: &html)
            }
        }
    }

    private func writeList(into html: inout HTMLWriter) {
        html.block("ol") { html in
            html.markup("\n")
            var place = 0
            while place < report.sections.count { writeEntry(&place, into: &html) }
            html.block("li") { html in
                html.inline("a", .link(to: PageID.facts)) { html in
                    html.inline("span", .class("number"), text: "")
                    html.inline("span", text: "About this run")
                }
            }
        }
    }

    /// Writes the entry at `place` with its subsections, and moves `place` to the entry after them.
    private func writeEntry(_ place: inout Int, into html: inout HTMLWriter) {
        let section = report.sections[place]
        place += 1
        html.block("li") { html in
            html.inline("a", .link(to: section.id)) { html in
                html.inline("span", .class("number"), text: section.section.number ?? "")
                html.inline("span") { html in
                    // A link cannot contain another link.
                    if section.section.titleHTML.contains("<a ") {
                        html.text(section.section.title)
                    } else {
                        html.trustedHTML(section.section.titleHTML)
                    }
                    if let word = trouble(in: section) {
                        html.text(" ")
                        html.inline("span", .class("trouble"), text: word)
                    }
                }
            }
            guard place < report.sections.count, report.sections[place].headingLevel > section.headingLevel else {
                return
            }
            html.block("ol") { html in
                html.markup("\n")
                while place < report.sections.count,
                    report.sections[place].headingLevel > section.headingLevel
                { writeEntry(&place, into: &html) }
            }
        }
    }

    private func trouble(in section: JoinedSection) -> String? {
        let cells = section.cells.map { report.cells[$0] }
        if cells.contains(where: { $0.record.status == .failed && !$0.cell.options.error }) { return "failed" }
        if cells.contains(where: { $0.record.status == .interrupted }) { return "interrupted" }
        return nil
    }
}
