/// A number that a rule takes from a notebook.
package struct WeightOption: Sendable, Equatable {
    /// Its name, e.g. `learning-rate`.
    package var name: String
    /// The number of a notebook that gives none; nil where the rule then does something else.
    package var standard: Double?
    package var range: ClosedRange<Double>
    /// What it means, as the end of the sentence "… is".
    package var meaning: String

    package init(_ name: String, standard: Double?, in range: ClosedRange<Double>, _ meaning: String) {
        self.name = name
        self.standard = standard
        self.range = range
        self.meaning = meaning
    }

    static func learningRate(_ standard: Double, of what: String) -> WeightOption {
        WeightOption("learning-rate", standard: standard, in: 0...10, "the learning rate of \(what)")
    }
}

/// What a notebook's author reads of a rule.
package struct WeightPage: Sendable, Equatable {
    package var title: String
    /// Authors, title, conference and year.
    package var paper: String
    /// What it does, with its formula in words.
    package var text: String
    /// What it needs and what it costs.
    package var costs: String

    package init(title: String, paper: String, text: String, costs: String) {
        self.title = title
        self.paper = paper
        self.text = text
        self.costs = costs
    }
}

extension WeightSettings {
    /// The notebook's number for an option, or the standard one.
    func value(_ option: WeightOption) -> Double? { options[option.name] ?? option.standard }
}

extension BalanceState {
    /// The numbers of this name. A rule asks for those of its own `start` only, which the trainer makes sure are there.
    func list(_ name: String) -> [Double] { self[name] ?? [] }

    /// Whether it can have followed from a rule's first state: it holds the same lists, of the same lengths. Lists that were empty may have grown.
    func follows(from start: BalanceState) -> Bool {
        values.count == start.values.count
            && start.values.allSatisfy { name, list in
                values[name].map { list.isEmpty || $0.count == list.count } ?? false
            }
    }
}
