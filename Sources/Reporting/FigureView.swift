import Notebooks
import Outputs

/// Shows a picture with its number, its caption and its alternative text.
struct FigureView {
    let figure: Figure
    let number: Int
    /// The cell's options. Their caption and alternative text are used if the figure has none.
    let options: CellOptions
    /// The cell's label.
    let label: String

    /// True if the picture is wider than the text of an A4 page, at 96 pixels per inch. In print its letters would then shrink.
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
            // This is a separate picture, because browsers keep the `source` that they chose for the screen when they print.
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

    /// Writes the pictures of a figure for light and for dark pages.
    ///
    /// - Parameter hasNarrow: True if phones get the narrow form.
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

    /// Writes a picture, and its narrow form for phones. The style sheet shows either the picture for light pages or the one for dark
    /// pages. A `source` element cannot do this, because browsers keep the one that they chose for the screen when they print.
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
    /// The figure with its narrow form in place of the usual one, if it has a narrow form.
    var narrowed: Figure {
        guard let narrow = variants[.narrow] else { return self }
        var figure = self
        figure.png = narrow
        figure.variants = variants[.narrowDark].map { [.dark: $0] } ?? [:]
        return figure
    }
}
