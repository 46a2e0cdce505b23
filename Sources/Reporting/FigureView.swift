import Notebooks
import Outputs

/// A picture with its number, its caption and the words that stand for it.
struct FigureView {
    let figure: Figure
    let number: Int
    /// The cell's: caption and words of the author's own are used where the figure has none.
    let options: CellOptions

    func write(into html: inout HTMLWriter) {
        let caption = figure.caption ?? options.figureCaption
        let size = PNGSize(figure.png)
        html.block("figure", .class("picture")) { html in
            html.picture(
                figure.png, mediaType: "image/png", HTMLAttribute("alt", alternativeText(caption: caption)),
                size.map { HTMLAttribute("width", String($0.width)) },
                size.map { HTMLAttribute("height", String($0.height)) })
            html.block("figcaption") { html in
                html.inline("strong", text: "Figure \(number)")
                if let caption, !caption.isEmpty {
                    html.text(" ")
                    html.inline("span", .ownDirection, text: caption)
                }
            }
        }
    }

    private func alternativeText(caption: String?) -> String {
        let candidates = [figure.alternativeText, options.figureAlternativeText ?? "", caption ?? ""]
        return candidates.first { !$0.isEmpty } ?? "Figure \(figure.name)"
    }
}
