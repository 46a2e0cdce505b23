/// Answers chosen by rules; see `SampleBaselines.qa()`.
final class QAGuesses {
    private var random: SplitMix64
    private static let functionWords: Set<String> = [
        "a", "an", "the", "of", "in", "on", "at", "to", "for", "by", "with", "from", "was", "were", "is", "are", "did",
        "do", "does", "has", "had", "have", "what", "which", "who", "whom", "when", "where", "how", "it", "its", "and",
        "that", "be", "been",
    ]

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    func firstCapitals(_ question: String, _ context: String) -> String {
        Self.candidates(in: context).first { $0.sort == .capitals && $0.position > 0 }?.text ?? ""
    }

    func questionWord(_ question: String, _ context: String) -> String {
        choose(Self.candidates(in: context), for: question) ?? ""
    }

    func window(_ question: String, _ context: String) -> String {
        let wanted = Self.contentWords(question)
        let words = context.split(separator: " ")
        var best = (score: -1, start: 0)
        for start in words.indices {
            let score = words[start...].prefix(10).count { wanted.contains(Self.normalised($0)) }
            if score > best.score { best = (score, start) }
        }
        return words[best.start...].prefix(10).joined(separator: " ")
    }

    func bestSentence(_ question: String, _ context: String) -> String {
        let wanted = Self.contentWords(question)
        var best = (score: -1, candidates: [Candidate]())
        for sentence in context.split(separator: ".") {
            let score = Self.contentWords(sentence).intersection(wanted).count
            if score > best.score { best = (score, Self.candidates(in: sentence)) }
        }
        return choose(best.candidates, for: question) ?? questionWord(question, context)
    }

    private struct Candidate {
        enum Sort {
            case capitals, date, number
        }

        let sort: Sort
        let text: String
        /// The position of its first word.
        let position: Int
    }

    private func choose(_ candidates: [Candidate], for question: String) -> String? {
        let words = question.lowercased().split(separator: " ")
        let sort: Candidate.Sort? =
            if words.contains(where: { $0.hasPrefix("who") || $0 == "where" }) {
                .capitals
            } else if words.contains("when") || words.contains("year") || words.contains("date") {
                .date
            } else if words.contains("how") || words.contains("number") {
                .number
            } else {
                nil
            }
        let fitting = candidates.filter { sort == nil || $0.sort == sort }
        return fitting.isEmpty ? nil : fitting[random.below(fitting.count)].text
    }

    /// Runs of capitalised words and of numbers. A run that contains a year is a date.
    private static func candidates(in text: some StringProtocol) -> [Candidate] {
        var result: [Candidate] = []
        var run: [String] = []
        let words = Substring(text).split(separator: " ")
        func close(at end: Int) {
            guard !run.isEmpty else { return }
            let last = run.last ?? ""
            let isYear = last.count == 4 && Int(last) != nil
            let isNumber = last.first?.isNumber == true
            result.append(
                Candidate(
                    sort: isYear ? .date : isNumber ? .number : .capitals, text: run.joined(separator: " "),
                    position: end - run.count))
            run = []
        }
        for (index, word) in words.enumerated() {
            let core = word.trimmingSuffix { $0.isPunctuation }
            if let first = core.first, first.isUppercase || first.isNumber {
                run.append(String(core))
                if core.count < word.count { close(at: index + 1) }
            } else {
                close(at: index)
            }
        }
        close(at: words.count)
        return result
    }

    private static func contentWords(_ text: some StringProtocol) -> Set<String> {
        Set(text.split(separator: " ").map { normalised($0) }).subtracting(functionWords)
    }

    private static func normalised(_ word: some StringProtocol) -> String {
        word.lowercased().filter { $0.isLetter || $0.isNumber }
    }
}

/// SQuAD v1.1's comparison of an answer with a reference: exact match, and F1 over words.
struct AnswerScore {
    let isExact: Bool
    let f1: Double

    init(_ answer: String, _ reference: String) {
        let answer = Self.words(answer)
        let reference = Self.words(reference)
        isExact = answer == reference
        var left = reference
        var common = 0
        for word in answer {
            if let index = left.firstIndex(of: word) {
                left.remove(at: index)
                common += 1
            }
        }
        f1 = common == 0 ? 0 : 2 * Double(common) / Double(answer.count + reference.count)
    }

    private static func words(_ text: String) -> [String] {
        let punctuation: Set<Character> = Set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
        return text.lowercased().filter { !punctuation.contains($0) }.split(whereSeparator: \.isWhitespace)
            .map(String.init).filter { !["a", "an", "the"].contains($0) }
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while condition: (Character) -> Bool) -> Substring {
        var end = endIndex
        while end > startIndex, condition(self[index(before: end)]) { end = index(before: end) }
        return self[startIndex..<end]
    }
}
