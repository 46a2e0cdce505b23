/// What a slot is bound to: the forms in which it can be written.
struct TemplateValue: Sendable {
    /// What sort of thing it is, for finding distractors: `person`, `place`, `date`, `number` or `other`.
    enum Sort: String, Sendable {
        case person, place, date, number, other
    }

    struct Form: Sendable {
        let text: String
        let entity: EntityType?
    }

    /// The parts of a person's name, from which a person's forms are made.
    struct Person: Sendable {
        let first: String
        let last: String
        let isFemale: Bool
    }

    let sort: Sort
    let text: String
    let entity: EntityType?
    /// The value of a number or year, from which other slots are reckoned.
    var number = 0
    var person: Person?
    /// Forms other than the full one.
    var forms: [String: Form] = [:]

    init(sort: Sort, text: String, entity: EntityType? = nil, number: Int = 0) {
        self.sort = sort
        self.text = text
        self.entity = entity
        self.number = number
    }

    /// The form of a name, or nil when there is none; the empty name asks for the full form, which also stands in for
    /// the `short` and `bare` forms of a name without them.
    func form(_ name: String) -> Form? {
        if name.isEmpty { return Form(text: text, entity: entity) }
        if let form = forms[name] { return form }
        if name == "bare" || name == "short" && person == nil { return Form(text: text, entity: entity) }
        guard let person else { return nil }
        switch name {
        case "short", "last", "surname": return Form(text: person.last, entity: entity)
        case "first": return Form(text: person.first, entity: entity)
        case "initial": return Form(text: "\(person.first.prefix(1)). \(person.last)", entity: entity)
        case "he": return Form(text: person.isFemale ? "she" : "he", entity: nil)
        case "He": return Form(text: person.isFemale ? "She" : "He", entity: nil)
        case "his": return Form(text: person.isFemale ? "her" : "his", entity: nil)
        case "His": return Form(text: person.isFemale ? "Her" : "His", entity: nil)
        case "him": return Form(text: person.isFemale ? "her" : "him", entity: nil)
        default: return nil
        }
    }

    /// True if there is a short form to go on with.
    var isShortened: Bool { person != nil || forms["short"] != nil }

    /// What must not come twice: of people the surname, so that it says who is meant.
    var identity: String { person?.last ?? text }
}

/// A frame with its choices made and its slots filled.
struct RenderedText {
    struct Span {
        /// The key of the mark, or `#` and the sort of the slot's value.
        let key: String
        let entity: EntityType?
        /// In Unicode scalars.
        var range: Range<Int>
    }

    var scalars: [Unicode.Scalar] = []
    var spans: [Span] = []

    var text: String { Self.string(scalars[...]) }

    func text(of span: Span) -> String { Self.string(scalars[span.range]) }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }
}
