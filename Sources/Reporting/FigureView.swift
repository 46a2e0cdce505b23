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

    func write(into html: inout HTMLWriter) {
        let caption = figure.caption ?? options.figureCaption
        html.block("figure", .class(figure.variants[.dark] == nil ? "picture grounded" : "picture")) { html in
            html.block("picture") { html in
                for (variant, media) in Self.media {
                    guard let png = figure.variants[variant] else { continue }
                    let size = PNGSize(png)
                    html.alternative(
                        png, mediaType: "image/png", HTMLAttribute("media", media),
                        size.map { HTMLAttribute("width", String($0.width)) },
                        size.map { HTMLAttribute("height", String($0.height)) })
                }
                let size = PNGSize(figure.png)
                html.picture(
                    figure.png, mediaType: "image/png", HTMLAttribute("alt", alternativeText(caption: caption)),
                    size.map { HTMLAttribute("width", String($0.width)) },
                    size.map { HTMLAttribute("height", String($0.height)) })
            }
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

    /// When a form of the picture is shown, the first that holds. Paper has the light and wide one.
    private static let media: [(Figure.Variant, String)] = [
        (.narrowDark, "screen and (max-width:36rem) and (prefers-color-scheme:dark)"),
        (.narrow, "screen and (max-width:36rem)"),
        (.dark, "screen and (prefers-color-scheme:dark)"),
    ]

    private func alternativeText(caption: String?) -> String {
        let candidates = [figure.alternativeText, options.figureAlternativeText ?? "", caption ?? ""]
        return candidates.first { !$0.isEmpty } ?? "Figure \(figure.name)"
    }
}
