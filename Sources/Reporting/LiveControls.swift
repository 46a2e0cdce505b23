import Execution
import Notebooks
import Outputs

/// The controls around the report on a live page: the bar at its top, the form for parameters, and the boxes for questions.
package enum LiveControls {
    /// What the whole page is at.
    package struct Status {
        /// In a sentence, e.g. `3 of 12 cells are stale.`
        package var sentence: String
        package var isRunning: Bool
        /// What is wrong with the notebook, or went wrong, as it is printed on a terminal.
        package var problems: [String]

        package init(sentence: String, isRunning: Bool, problems: [String]) {
            self.sentence = sentence
            self.isRunning = isRunning
            self.problems = problems
        }
    }

    package static func write(_ status: Status, _ parameters: [Parameter], _ asks: [AskForm], _ texts: [Literal])
        -> String
    {
        LiveReport.html { html in
            html.block("div", .class("bar")) { html in
                html.inline(
                    "button", HTMLAttribute("data-do", "run-stale"), HTMLAttribute("title", "Run everything stale (R)"),
                    text: "Run all")
                html.inline(
                    "button", HTMLAttribute("data-do", "stop"), HTMLAttribute("title", "Stop after this step (I, I)"),
                    status.isRunning ? nil : HTMLAttribute("disabled"), text: "Stop")
                html.inline(
                    "button", HTMLAttribute("data-do", "drawer"), HTMLAttribute("aria-expanded", "false"),
                    text: "Settings and questions")
                html.trustedHTML(statusPiece(status))
                html.inline("button", HTMLAttribute("data-do", "keys"), text: "Keys")
            }
            html.trustedHTML(problemsPiece(status))
            html.block("aside", .class("drawer"), .label("Settings and questions"), HTMLAttribute("hidden")) {
                html in
                html.inline("button", .class("close"), HTMLAttribute("data-do", "drawer"), text: "Close")
                html.trustedHTML(settingsPiece(parameters))
                html.trustedHTML(asksPiece(asks, texts))
            }
        }
    }

    /// The status of the run. Screen readers say it when it changes.
    package static func statusPiece(_ status: Status) -> String {
        LiveReport.html { html in
            html.inline(
                "span", .class("says"), HTMLAttribute("data-piece", "status"), HTMLAttribute("role", "status"),
                status.isRunning ? HTMLAttribute("data-running") : nil, text: status.sentence)
        }
    }

    /// The errors, with their source lines and carets.
    package static func problemsPiece(_ status: Status) -> String {
        LiveReport.html { html in
            html.block(
                "div", .class("problems"), HTMLAttribute("data-piece", "problems"), HTMLAttribute("role", "alert")
            ) { html in
                for problem in status.problems {
                    let isWarning = problem.contains("warning: ") && !problem.contains("error: ")
                    MessageBox(level: isWarning ? .warning : .error, title: isWarning ? "Warning" : "Error")
                        .write(into: &html) { html in ErrorText(text: problem).write(into: &html) }
                }
            }
        }
    }

    // MARK: Settings

    /// A form with a field for each parameter.
    package static func settingsPiece(_ parameters: [Parameter]) -> String {
        LiveReport.html { html in
            html.block("section", .class("settings"), HTMLAttribute("data-piece", "settings")) { html in
                html.block("h2", text: "Settings")
                guard !parameters.isEmpty else {
                    return html.block("p", text: "This notebook has no parameters.")
                }
                html.block("form", HTMLAttribute("data-form", "settings")) { html in
                    for parameter in parameters { write(parameter, into: &html) }
                    html.block("div", .class("preview"), HTMLAttribute("aria-live", "polite"), text: "")
                    html.block("p") { html in
                        html.inline("button", HTMLAttribute("type", "submit"), text: "Use these")
                        html.text(" ")
                        html.inline(
                            "button", HTMLAttribute("type", "button"), HTMLAttribute("data-do", "defaults"),
                            text: "Back to the defaults")
                    }
                }
            }
        }
    }

    private static func write(_ parameter: Parameter, into html: inout HTMLWriter) {
        html.block("label") { html in
            html.inline("code", text: parameter.name)
            html.inline(
                "span", .class("type"),
                text: "\(parameter.defaultValue.typeName), default \(shown(parameter.defaultValue.text))")
            let value = parameter.value.text
            let initial = HTMLAttribute("data-initial", value)
            let standard = HTMLAttribute("data-default", parameter.defaultValue.text)
            let name = HTMLAttribute("name", parameter.name)
            if case .boolean = parameter.defaultValue {
                html.inline("select", name, initial, standard) { html in
                    for choice in ["true", "false"] {
                        html.inline(
                            "option", choice == value ? HTMLAttribute("selected") : nil, text: choice)
                    }
                }
            } else {
                html.inline("span") { html in
                    html.void(
                        "input", name, initial, standard, HTMLAttribute("value", value),
                        HTMLAttribute("autocomplete", "off"), HTMLAttribute("spellcheck", "false"))
                }
            }
        }
    }

    private static func shown(_ value: String) -> String { value.isEmpty ? "(empty)" : value }

    /// The effect of other settings: which cells become stale and why, or what is wrong with the settings.
    package static func preview(causes: [StaleCause], in plan: Plan) -> String {
        LiveReport.html { html in
            guard !causes.isEmpty else { return html.block("p", text: "Everything is fresh with these.") }
            html.block("p", text: "With these, what would run:")
            html.block("ul", .class("plain")) { html in
                for cause in causes {
                    html.block("li") { html in
                        MessageBox.writeSentence(cause.sentence, into: &html)
                        let labels = cause.cells.map { plan.cells[$0].cell.label }
                        html.text(" (\(labels.prefix(8).joined(separator: ", "))\(labels.count > 8 ? " …" : ""))")
                    }
                }
            }
        }
    }

    /// Errors as HTML.
    package static func errors(_ texts: [String]) -> String {
        LiveReport.html { html in for text in texts { ErrorText(text: text).write(into: &html) } }
    }

    // MARK: Questions

    /// Writes a box for each kind of question.
    package static func asksPiece(_ asks: [AskForm], _ texts: [Literal]) -> String {
        LiveReport.html { html in
            html.block("section", .class("asks"), HTMLAttribute("data-piece", "asks")) { html in
                guard !asks.isEmpty else { return }
                html.block("h2", text: "Ask the model")
                for ask in asks { write(ask, texts, into: &html) }
            }
        }
    }

    private static func write(_ ask: AskForm, _ texts: [Literal], into html: inout HTMLWriter) {
        html.block("form", HTMLAttribute("data-form", "ask"), HTMLAttribute("data-ask", ask.name)) { html in
            html.block("h3", text: ask.name)
            for (place, field) in ask.fields.enumerated() {
                html.block("label") { html in
                    html.inline("span", text: field)
                    // The text before a question is longer than the question.
                    let rows = place < ask.fields.count - 1 ? "4" : "2"
                    html.inline("textarea", HTMLAttribute("name", "field"), HTMLAttribute("rows", rows), text: "")
                }
                if place < ask.fields.count - 1, !texts.isEmpty { writeChoice(texts, into: &html) }
            }
            html.block("p") { html in html.inline("button", HTMLAttribute("type", "submit"), text: "Ask") }
            html.block("div", .class("outputs"), HTMLAttribute("aria-live", "polite"), text: "")
        }
    }

    /// Writes a menu that copies a text of the notebook into the field above it.
    private static func writeChoice(_ texts: [Literal], into html: inout HTMLWriter) {
        html.inline("select", HTMLAttribute("data-do", "take"), .label("Take a text of the notebook")) { html in
            html.inline("option", HTMLAttribute("value", ""), text: "Take a text of the notebook")
            for text in texts {
                html.inline("option", HTMLAttribute("value", text.text), text: "@\(text.label)")
            }
        }
    }

    /// The outputs of a question as HTML.
    package static func result(_ outputs: [CellOutput], in notebook: Notebook) -> String {
        let label = "practicum:asked"
        let cell = Cell(
            label: label, hasOwnLabel: true, options: CellOptions(), commands: [], source: "", sectionSlug: nil,
            range: SourceRange(start: SourceLocation(file: notebook.path, line: 1)))
        let header = RunHeader(
            notebook: notebook.path, title: "", profile: nil, parameters: [], cellCount: 0, startedAt: .distantPast)
        let report = JoinedReport(
            notebook: Notebook(
                path: notebook.path, title: "", parameters: [], profiles: [], blocks: [], literals: [:], lines: []),
            run: RunRecord(header: header, cells: [], outcome: .finished, seconds: 0, metrics: [:], warnings: []))
        return LiveReport.html { html in
            for output in outputs {
                OutputView(
                    output: output, figureNumber: 1, tablePlace: 1, cell: cell, cellID: label, report: report
                ).write(into: &html)
            }
        }
    }
}
