/// Collects tagged words into labelled sentences in IOB2.
///
/// In IOB1, in which CoNLL-2003 was first published, an entity begins with `I-`, and with `B-` only directly after another entity of the
/// same type. In BIOES (or BILOU), the last word of an entity has `E-`, and an entity of one word has `S-`. The tags show the scheme: an
/// `I-X` that does not follow an X shows IOB1, a `B-X` that does not follow an X shows IOB2, and `E-` or `S-` shows BIOES. In every
/// scheme, an `I-X` that begins an entity is read as `B-X`, as conlleval and seqeval count it.
struct TaggedSentences {
    /// The collected sentences. Until `conclude`, the labels have the order of the files.
    var result = LabelledSentenceFile()
    /// The labels in the order that the files give; nil if they give none.
    var publishedNames: [String]?
    /// The files' name in messages.
    private let name: String
    private var words: [String] = []
    /// 0 for `O`; otherwise twice the type's index, plus 1 if the tag begins an entity, or 2 if it continues one.
    private var tags: [Int32] = []
    private var types: [[UInt8]: Int32] = [:]
    private var firstPlace = ExamplePlace.none
    /// The type of the entity that may continue; -1 at a sentence's start and outside entities.
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

    /// Returns all sentences. Their labels are in the published order, or else in byte order of the types.
    mutating func conclude() -> LabelledSentenceFile {
        // Maps the types' indices in the order of the file to those of the labels.
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

    /// The published labels if they are IOB2's, otherwise IOB2's labels of the same types; followed by other labels that occur.
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
                // Published labels of IOB2 are only extended by those that occur after the conversion.
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
