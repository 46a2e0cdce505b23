import Foundation

/// Fills frames from a lexicon.
///
/// One renderer is used for one document or article. A document keeps a small cast of each kind, so that its sentences are about
/// the same people and places, first by the full name and later often by the short one. An article keeps
/// the values of its slots instead.
struct TemplateRenderer {
    let lexicon: Lexicon
    let keepsCast: Bool
    var random: SplitMix64
    /// False in headlines, which omit the article of a name.
    var keepsArticles = true
    private var bindings: [String: TemplateValue] = [:]
    private var cast: [String: [TemplateValue]] = [:]
    private var used: Set<String> = []
    private var mentioned: Set<String> = []
    private var output = RenderedText()
    private var pendingArticle: String?
    private var openMarks: [Int] = []

    init(lexicon: Lexicon, keepsCast: Bool, seed: UInt64) {
        self.lexicon = lexicon
        self.keepsCast = keepsCast
        random = SplitMix64(seed: seed)
    }

    /// Fills one frame. In a document, its slots get new values from the cast.
    mutating func render(_ template: Template) -> RenderedText {
        if keepsCast { bindings.removeAll(keepingCapacity: true) }
        output = RenderedText()
        pendingArticle = nil
        openMarks = []
        append(template)
        return output
    }

    /// Begins a paragraph, in which people are introduced by their full names again.
    mutating func forgetMentions() {
        mentioned.removeAll(keepingCapacity: true)
    }

    private mutating func append(_ template: Template) {
        for node in template.nodes {
            switch node {
            case .text(let text):
                append(text)
            case .article(let isCapital):
                pendingArticle = isCapital ? "A" : "a"
            case .choice(let alternatives):
                append(alternatives[random.below(alternatives.count)])
            case .slot(let slot):
                append(slot)
            case .mark(let key, let body):
                appendSpan(key: key, entity: EntityType(rawValue: key)) { $0.append(body) }
            }
        }
    }

    private mutating func appendSpan(
        key: String, entity: EntityType?, body: (inout TemplateRenderer) -> Void
    ) {
        let index = output.spans.count
        let start = output.scalars.count
        output.spans.append(.init(key: key, entity: entity, range: start..<start))
        openMarks.append(index)
        body(&self)
        openMarks.removeLast()
        output.spans[index].range = output.spans[index].range.lowerBound..<output.scalars.count
    }

    private mutating func append(_ text: String) {
        guard !text.isEmpty else { return }
        if let article = pendingArticle {
            pendingArticle = nil
            let start = output.scalars.count
            output.scalars += Array((article + (Self.takesAn(text) ? "n " : " ")).unicodeScalars)
            // Marks that were opened after the article begin after it.
            for index in openMarks where output.spans[index].range.lowerBound == start {
                output.spans[index].range = output.scalars.count..<output.scalars.count
            }
        }
        // A frame may have a line break inside a choice.
        let isDoubled = text.first == " " && (output.scalars.last ?? " ") == " "
        output.scalars += Array(isDoubled ? text.unicodeScalars.dropFirst() : text.unicodeScalars[...])
    }

    private mutating func append(_ slot: Template.Slot) {
        let value = bound(slot)
        guard !slot.isSilent else { return }
        var formName = slot.form
        if formName == "full" {
            formName = ""
        } else if formName.isEmpty, keepsCast, value.isShortened, mentioned.contains(value.text),
            random.chance(55)
        {
            formName = "short"
        } else if formName == "last", !keepsCast, !mentioned.contains(value.text) {
            // The sentences of a paragraph change places, so the first mention uses the full name.
            formName = ""
        }
        guard let form = value.form(formName) else {
            append("{\(slot.name).\(slot.form)}")
            return
        }
        if formName.isEmpty { mentioned.insert(value.text) }
        let isSpan = form.entity != nil || value.sort != .other
        if isSpan {
            // As in CoNLL-2003, an article is not part of the name.
            var name = form.text
            if form.entity != nil, name.hasPrefix("the ") {
                if keepsArticles { append("the ") }
                name.removeFirst(4)
            }
            appendSpan(key: "#\(value.sort.rawValue)", entity: form.entity) { $0.append(name) }
        } else {
            append(form.text)
        }
    }

    private mutating func bound(_ slot: Template.Slot) -> TemplateValue {
        if let value = bindings[slot.name] { return value }
        let value = fromCast(slot) ?? made(slot)
        // The plain name of a kind gets a new value each time. A numbered or declared slot keeps its value.
        if slot.name != slot.kind { bindings[slot.name] = value }
        return value
    }

    private mutating func fromCast(_ slot: Template.Slot) -> TemplateValue? {
        guard keepsCast, slot.arguments.isEmpty, slot.kind == "per" || lexicon.lists[slot.kind]?.entity != nil else {
            return nil
        }
        let bound = Set(bindings.values.map(\.text))
        let members = cast[slot.kind] ?? []
        let free = members.filter { !bound.contains($0.text) }
        if !free.isEmpty, members.count >= 4 || random.chance(50) { return free[random.below(free.count)] }
        let value = made(slot)
        cast[slot.kind, default: []].append(value)
        return value
    }

    /// Gives a slot a value that this document or article has not used, as long as the lexicon has one.
    private mutating func made(_ slot: Template.Slot) -> TemplateValue {
        var value = ValueMaker(lexicon: lexicon, slot: slot, bindings: bindings).value(&random)
        guard value.entity != nil || slot.kind == "pick" else { return value }
        var attempts = 0
        while used.contains(value.identity), attempts < 24 {
            value = ValueMaker(lexicon: lexicon, slot: slot, bindings: bindings).value(&random)
            attempts += 1
        }
        used.insert(value.identity)
        return value
    }

    private static func takesAn(_ text: String) -> Bool {
        let word = text.prefix { $0 != " " }.lowercased()
        if word.first == "8" { return true }
        if word == "11" || word == "18" || word.hasPrefix("11,") || word.hasPrefix("18,") { return true }
        let consonantal = ["uni", "eu", "us", "one", "ug", "uk", "ur", "ut"]
        if consonantal.contains(where: word.hasPrefix) { return word.hasPrefix("unin") || word.hasPrefix("unim") }
        if ["hour", "honest", "honour", "heir"].contains(where: word.hasPrefix) { return true }
        // Compares base letters: Å and É count as the vowels A and E.
        let base = word.decomposedStringWithCanonicalMapping.unicodeScalars.first
        return base.map { "aeiouøœæ".unicodeScalars.contains($0) } ?? false
    }
}
