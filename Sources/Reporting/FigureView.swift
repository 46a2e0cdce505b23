import Notebooks
import Outputs

/// A picture with its number, its caption and the words that stand for it.
struct FigureView {
    let figure: Figure
    let number: Int
    /// The cell's: caption and words of the author's own are used where the figure has none.
    let options: CellOptions
    /// Label of the cell.
    let label: String

    /// Wider than the text of a page of A4, at 96 pixels to the inch: printed, its letters would be smaller than they are drawn.
    private var isBroad: Bool { (PNGSize(figure.png)?.width ?? 0) > 672 }

    func write(into html: inout HTMLWriter) {
        let caption = figure.caption ?? options.figureCaption
        let alternativeText = alternativeText(caption: caption)
        let onPaper = isBroad ? figure.variants[.narrow] : nil
        let names = [
            "picture", figure.variants[.dark] == nil ? "grounded" : nil, onPaper == nil ? nil : "has-paper",
        ].compactMap(\.self)
        html.block("figure", .class(names.joined(separator: " "))) { html in
            Self.writePictures(of: figure, alternativeText: alternativeText, into: &html)
            // A picture of its own: browsers that print keep a `source` that was chosen for the screen.
            if let onPaper { Self.write(onPaper, narrow: nil, cssClass: "on-paper", alternativeText, into: &html) }
            html.block("figcaption") { html in
                html.inline("strong", text: "Figure \(number)")
                if let caption, !caption.isEmpty {
                    html.text(" ")
                    html.inline("span", .ownDirection, text: caption)
                }
            }
            if let table = figure.table {
                html.block("details") { html in
                    html.inline("summary", text: "The numbers as a table")
                    TableView(table: table, label: label).write(into: &html)
                }
            }
        }
    }

    /// The pictures of a figure for light and for dark pages.
    ///
    /// - Parameter hasNarrow: Whether a phone gets the narrow form.
    static func writePictures(
        of figure: Figure, alternativeText: String, hasNarrow: Bool = true, into html: inout HTMLWriter
    ) {
        write(
            figure.png, narrow: hasNarrow ? figure.variants[.narrow] : nil, cssClass: "on-light", alternativeText,
            into: &html)
        guard let dark = figure.variants[.dark] else { return }
        write(
            dark, narrow: hasNarrow ? figure.variants[.narrowDark] : nil, cssClass: "on-dark", alternativeText,
            into: &html)
    }

    /// A picture with its narrow form, which a phone shows. The style sheet shows the one for light pages or the one for dark pages:
    /// browsers that print a dark page would keep a `source` that was chosen for the screen.
    private static func write(
        _ png: [UInt8], narrow: [UInt8]?, cssClass: String, _ alternativeText: String, into html: inout HTMLWriter
    ) {
        html.block("picture", .class(cssClass)) { html in
            if let narrow {
                let size = PNGSize(narrow)
                html.alternative(
                    narrow, mediaType: "image/png", HTMLAttribute("media", "screen and (max-width:36rem)"),
                    size.map { HTMLAttribute("width", String($0.width)) },
                    size.map { HTMLAttribute("height", String($0.height)) })
            }
            let size = PNGSize(png)
            html.picture(
                png, mediaType: "image/png", HTMLAttribute("alt", alternativeText),
                size.map { HTMLAttribute("width", String($0.width)) },
                size.map { HTMLAttribute("height", String($0.height)) })
        }
    }

    private func alternativeText(caption: String?) -> String {
        let candidates = [figure.alternativeText, options.figureAlternativeText ?? "", caption ?? ""]
        return candidates.first { !$0.isEmpty } ?? "Figure \(figure.name)"
    }
}

extension Figure {
    /// The figure in the arrangement for narrow places everywhere, where it has one.
    var narrowed: Figure {
        guard let narrow = variants[.narrow] else { return self }
        var figure = self
        figure.png = narrow
        figure.variants = variants[.narrowDark].map { [.dark: $0] } ?? [:]
        return figure
    }
}
