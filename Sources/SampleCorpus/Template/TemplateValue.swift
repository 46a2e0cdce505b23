/// The value of a slot: the forms in which it can be written.
struct TemplateValue: Sendable {
    /// The category of the value, for finding distractors: `person`, `place`, `date`, `number` or `other`.
    enum Sort: String, Sendable {
        case person, place, date, number, other
    }

    struct Form: Sendable {
        let text: String
        let entity: EntityType?
    }

    /// The parts of a person's name, from which the forms are made.
    struct Person: Sendable {
        let first: String
        let last: String
        let isFemale: Bool
    }

    let sort: Sort
    let text: String
    let entity: EntityType?
    /// The value of a number or year, from which other slots are computed.
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

    /// The form with this name, or nil when there is none. The empty name means the full form, which also replaces
    /// missing `short` and `bare` forms of a name.
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

    /// Whether there is a short form for later mentions.
    var isShortened: Bool { person != nil || forms["short"] != nil }

    /// The part that must not occur twice. For people this is the surname, so that it identifies the person.
    var identity: String { person?.last ?? text }
}

/// A frame after its choices are made and its slots are filled.
struct RenderedText {
    struct Span {
        /// The key of the mark, or `#` and the category of the slot's value.
        let key: String
        let entity: EntityType?
        /// The range in Unicode scalars.
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
