/// Gathers tagged words to labelled sentences in IOB2.
///
/// In IOB1, as CoNLL-2003 was first published, an entity begins with `I-`, and with `B-` only directly after another one of its
/// type; in BIOES (or BILOU) an entity's last word has `E-` and one of a single word `S-`. Which scheme is followed is seen from
/// the tags: an `I-X` that doesn't follow an X shows IOB1, a `B-X` that doesn't follow an X shows IOB2, an `E-` or `S-` BIOES. Every
/// `I-X` that begins an entity is read as `B-X`, whichever the scheme, as conlleval and seqeval count it.
struct TaggedSentences {
    /// All that was gathered; its labels have the order of the files until `conclude`.
    var result = LabelledSentenceFile()
    /// The labels in the order that the files themselves give them; nil where they give none.
    var publishedNames: [String]?
    /// The files, as messages name them.
    private let name: String
    private var words: [String] = []
    /// 0 for `O`, else 1 or 2 more than twice the type's place: it begins an entity, or goes on with one.
    private var tags: [Int32] = []
    private var types: [[UInt8]: Int32] = [:]
    private var firstPlace = ExamplePlace.none
    /// The type of the entity that may go on, -1 at a sentence's start and where there is none.
    private var openType: Int32 = -1
    private var iob1Place: ExamplePlace?
    private var iob2Place: ExamplePlace?
    private var bioesPlace: ExamplePlace?

    init(paths: [String]) {
        name = (paths.first ?? "") + (paths.count > 1 ? " (and \(paths.count - 1) more)" : "")
    }

    /// Whether the next word begins a sentence.
    var isBetweenSentences: Bool { words.isEmpty }

    mutating func append(_ word: String, _ tag: CoNLLTag, at place: ExamplePlace) {
        if words.isEmpty { firstPlace = place }
        words.append(word)
        tags.append(iob2(tag, place))
    }

    mutating func endSentence() {
        openType = -1
        guard !words.isEmpty else { return }
        result.examples.append(LabelledSentence(words: words, labels: tags, place: firstPlace))
        words.removeAll(keepingCapacity: true)
        tags.removeAll(keepingCapacity: true)
    }

    /// All sentences, with labels in the order that was published, else in the order of their types' bytes.
    mutating func conclude() -> LabelledSentenceFile {
        // From the types in the order of the file to those of the labels.
        let inFile = types.sorted { $0.value < $1.value }.map { String(decoding: $0.key, as: UTF8.self) }
        result.labels = TokenLabels(types: inFile)
        let labels = publishedLabels() ?? TokenLabels(types: sorted(Array(types.keys)))
        result.examples = result.examples(with: labels)
        result.labels = labels
        result.findings += [DatasetFinding.misspelt(in: result.examples, labels: labels)].compactMap { $0 }
        noteScheme()
        return result
    }

    private func sorted(_ types: [[UInt8]]) -> [String] {
        types.sorted { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The labels as they were published, as far as they are IOB2's, and after them those that occur in other schemes or elsewhere.
    private mutating func publishedLabels() -> TokenLabels? {
        guard let publishedNames else { return nil }
        result.hasPublishedLabels = true
        let tags = publishedNames.map { CoNLLTag(Array($0.utf8)[...]) }
        let isIOB2 = tags.allSatisfy { tag in tag.map { [.outside, .begin, .inside].contains($0.place) } ?? false }
        var names = isIOB2 ? publishedNames : ["O"]
        let published = tags.compactMap { $0.map { Array($0.type) } }.filter { !$0.isEmpty }
        let added = types.keys.filter { !published.contains($0) }
        let used = zip(result.labels.names, result.labels.frequencies(in: result.examples)).filter { $0.1 > 0 }.map(\.0)
        for type in published.map({ String(decoding: $0, as: UTF8.self) }) + sorted(added) {
            for name in ["B-\(type)", "I-\(type)"] where !names.hasBytes(of: name) {
                // Labels of IOB2 are those that were published, and what their conversion needs.
                if !isIOB2 || used.hasBytes(of: name) { names.append(name) }
            }
        }
        if used.hasBytes(of: "O"), !names.hasBytes(of: "O") { names.append("O") }
        return TokenLabels(names)
    }

    private mutating func iob2(_ tag: CoNLLTag, _ place: ExamplePlace) -> Int32 {
        guard tag.place != .outside else {
            openType = -1
            return 0
        }
        let name = Array(tag.type)
        let type = types[name] ?? Int32(types.count)
        types[name] = type
        let goesOn = type == openType
        openType = tag.isLast ? -1 : type
        let (begins, inside) = (1 + 2 * type, 2 + 2 * type)
        switch tag.place {
        case .begin:
            if !goesOn { iob2Place = iob2Place ?? place }
            return begins
        case .single:
            bioesPlace = bioesPlace ?? place
            return begins
        case .end where goesOn, .inside where goesOn:
            if tag.isLast { bioesPlace = bioesPlace ?? place }
            return inside
        case .end: bioesPlace = bioesPlace ?? place
        case .inside: iob1Place = iob1Place ?? place
        case .outside: break
        }
        result.convertedTagCount += 1
        return begins
    }

    private mutating func noteScheme() {
        let converted = "\(result.convertedTagCount) I- tags that begin an entity are read as B-"
        switch (iob1Place, iob2Place, bioesPlace) {
        case (nil, nil, nil):
            result.scheme = .none
            result.notes += ["\(name) has no entity: every tag is O."]
        case (_, _, let place?):
            result.scheme = .bioes
            result.notes += [
                "\(name) is tagged in BIOES (first seen in \(place)): S- is read as B-, and E- as I-."
                    + (iob1Place == nil ? "" : " \(converted).")
            ]
        case (nil, _?, nil):
            result.scheme = .iob2
        case (let place?, nil, nil):
            result.scheme = .iob1
            result.notes += ["\(name) is tagged in IOB1 (first seen in \(place)): \(converted)."]
        case (let place1?, let place2?, nil):
            result.scheme = .mixed
            result.notes += [
                "\(name) is not consistent: \(place1) begins an entity with I- (IOB1), \(place2) one "
                    + "with B- (IOB2). \(converted)."
            ]
        }
    }
}
