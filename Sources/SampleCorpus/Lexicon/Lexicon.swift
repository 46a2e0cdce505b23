/// The names of one split, by kind.
///
/// It is written as text. A line `@ORG company` opens a list, `@- phrase` a list without an entity type. Semicolons separate the
/// entries, which may continue on the next line; `/` separates the forms of an entry. The second form is the short one, except for
/// the kind `country`, whose forms are the country, its adjective and its people.
package struct Lexicon: Sendable {
    package struct List: Sendable {
        let entity: EntityType?
        /// The forms of each entry.
        package let entries: [[String]]
        /// The full forms.
        let names: [String]
    }

    /// The lists by kind.
    package private(set) var lists: [String: List] = [:]

    init(_ sources: [String]) {
        add(sources)
    }

    /// Adds the lists of more sources.
    mutating func add(_ sources: [String]) {
        for source in sources {
            for block in source.split(separator: "@") {
                guard let end = block.firstIndex(of: "\n") else { continue }
                let header = block[..<end].split(separator: " ")
                guard header.count == 2 else { continue }
                let entries = block[end...].split(separator: ";").map(Self.forms).filter { !$0.isEmpty }
                lists[String(header[1])] = List(
                    entity: EntityType(rawValue: String(header[0])), entries: entries, names: entries.map { $0[0] })
            }
        }
    }

    /// The full forms of a kind's entries.
    func names(_ kind: String) -> [String] {
        lists[kind]?.names ?? []
    }

    /// The names of a split.
    package static func of(_ split: SampleSplit) -> Lexicon {
        switch split {
        case .train: training
        case .validation: validation
        }
    }

    private static let training = Lexicon([
        TrainingNames.people, TrainingNames.places, TrainingInstitutions.organisations, TrainingInstitutions.works,
    ])
    private static let validation = Lexicon([
        ValidationNames.people, ValidationNames.places, ValidationInstitutions.organisations,
        ValidationInstitutions.works,
    ])

    private static func forms(_ entry: Substring) -> [String] {
        entry.split(separator: "/").map { form in
            form.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }.filter { !$0.isEmpty }
    }
}
