import Execution
import Notebooks

/// The HTML document: its head, its landmarks, and the notebook's blocks in order.
struct Page {
    let report: JoinedReport
    /// The script and the style of the live page; nil for a report that is written to a file.
    var live: LiveParts?

    /// Allows only pictures and typefaces that are in the file, and only the report's own script.
    static let contentSecurityPolicy =
        "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; "
        + "script-src 'sha256-\(ReportScript.digest)'; base-uri 'none'; form-action 'none'"

    func write(into html: inout HTMLWriter) {
        html.markup("<!DOCTYPE html>\n")
        html.block("html", HTMLAttribute("lang", "en")) { html in
            html.block("head") { html in writeHead(into: &html) }
            html.block("body") { html in writeBody(into: &html) }
        }
    }

    private func writeHead(into html: inout HTMLWriter) {
        html.void("meta", HTMLAttribute("charset", "utf-8"))
        // The server of a live page sends the policy in its headers.
        if live == nil {
            html.void(
                "meta", HTMLAttribute("http-equiv", "Content-Security-Policy"),
                HTMLAttribute("content", Self.contentSecurityPolicy))
        }
        meta("viewport", "width=device-width, initial-scale=1", into: &html)
        meta("color-scheme", "light dark", into: &html)
        meta("referrer", "no-referrer", into: &html)
        meta("generator", "Practicum", into: &html)
        if let author = report.notebook.author { meta("author", author, into: &html) }
        html.block("title") { html in
            html.text(report.notebook.title)
            if let profile = report.run.header.profile { html.text(" (\(profile) profile)") }
        }
        html.block("style") { html in
            // The style sheet is raw text in HTML. It is this module's own and contains no `</`.
            html.trustedHTML(Stylesheet.css)
            if let live { html.trustedHTML(live.style) }
        }
    }

    private func meta(_ name: String, _ content: String, into html: inout HTMLWriter) {
        html.void("meta", HTMLAttribute("name", name), HTMLAttribute("content", content))
    }

    private func writeBody(into html: inout HTMLWriter) {
        html.block("a", .class("skip"), .link(to: PageID.text), text: "Skip to the text")
        if let live { html.trustedHTML(live.controls) }
        writeSheet(into: &html)
        html.block("script", live.map { HTMLAttribute("data-state", $0.state) }) { html in
            html.trustedHTML(live?.script ?? ReportScript.source)
        }
    }

    /// Writes the contents and the report, without what a live page has around them.
    func writeSheet(into html: inout HTMLWriter) {
        let contents = TableOfContents(report: report)
        html.block("div", .class("sheet")) { html in
            contents.writeSidebar(into: &html)
            html.block("div", .class("page")) { html in
                ReportHead(report: report).write(into: &html)
                contents.writeFolded(into: &html)
                html.block("main", .id(PageID.text), HTMLAttribute("tabindex", "-1")) { html in
                    writeText(into: &html)
                    FootnotesView(footnotes: report.notebook.footnotes, numbers: report.numbers).write(into: &html)
                    RunFacts(report: report).write(into: &html)
                }
                if report.activities == nil { writeFooter(into: &html) }
            }
        }
    }

    /// Writes the blocks before the first heading, and then each section as a `section` element.
    private func writeText(into html: inout HTMLWriter) {
        let blocks = report.blocks
        let firstSection = blocks.firstIndex { if case .section = $0 { true } else { false } } ?? blocks.endIndex
        var place = blocks.startIndex
        while place < firstSection { writeBlock(&place, into: &html) }
        while place < blocks.endIndex { writeSection(&place, into: &html) }
    }

    /// Writes the section at `place` with its subsections, and moves `place` to the block after it.
    private func writeSection(_ place: inout Int, into html: inout HTMLWriter) {
        guard case .section(let index) = report.blocks[place] else { return }
        let section = report.sections[index]
        let heading = place
        place += 1
        html.block("section", .id(section.id)) { html in
            html.markup("\n")
            write(heading, into: &html)
            while place < report.blocks.endIndex {
                if case .section(let next) = report.blocks[place] {
                    guard report.sections[next].headingLevel > section.headingLevel else { break }
                    writeSection(&place, into: &html)
                } else {
                    writeBlock(&place, into: &html)
                }
            }
        }
    }

    private func writeHeading(_ section: JoinedSection, _ piece: HTMLAttribute?, into html: inout HTMLWriter) {
        let names: [StaticString] = ["h2", "h3", "h4", "h5", "h6"]
        html.block(names[min(max(section.headingLevel - 2, 0), 4)], piece) { html in
            if let number = section.section.number {
                html.inline("span", .class("number"), text: number)
                html.text(" ")
            }
            html.trustedHTML(section.section.titleHTML)
            html.text(" ")
            html.inline(
                "a", .class("anchor"), .link(to: section.id), .label("Link to \(section.name)"), text: "#")
        }
    }

    /// Writes the block at `place`, or the cells that are side by side there, and moves `place` to the block after it.
    private func writeBlock(_ place: inout Int, into html: inout HTMLWriter) {
        if let abreast = CellsAbreast(at: place, in: report) {
            abreast.write(into: &html)
            place += abreast.cells.count
        } else {
            write(place, into: &html)
            place += 1
        }
    }

    /// Writes the block with this index. Of a section, only the heading is written.
    func write(_ place: Int, into html: inout HTMLWriter) {
        let piece = report.piece("\(report.places[place])")
        switch report.blocks[place] {
        case .section(let index): writeHeading(report.sections[index], piece, into: &html)
        case .prose(let prose, let number):
            ProseView(parts: prose.parts, firstTableNumber: number, numbers: report.numbers, piece: piece)
                .write(into: &html)
        case .literal(let literal, let id):
            LiteralView(literal: literal, id: id, shown: report.shownTexts, piece: piece).write(into: &html)
        case .cell(let cell):
            CellView(joined: report.cells[cell], report: report, piece: piece).write(into: &html)
        }
    }

    private func writeFooter(into html: inout HTMLWriter) {
        html.block("footer", .class("foot")) { html in
            html.text("Made by Practicum from ")
            html.inline("code", text: report.run.header.notebook)
            html.text(". This file needs no network, and no script to be read.")
        }
    }
}
