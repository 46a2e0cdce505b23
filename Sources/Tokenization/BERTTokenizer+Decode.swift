extension BERTTokenizer {
    /// The text of ids: pieces are joined to words, and words with spaces. Then the spaces before some punctuation and contractions
    /// are removed, as in Hugging Face's `decode`.
    ///
    /// Ids without a token are omitted.
    package func decode(_ ids: some Sequence<Int32>, skipSpecialTokens: Bool) -> String {
        let prefix = Array(continuingPrefix.utf8)
        var result: [UInt8] = []
        var isFirst = true
        for id in ids {
            let added = addedTokens.first { $0.id == id }
            if skipSpecialTokens, added?.isSpecial == true { continue }
            if added == nil, id < 0 || id >= vocabulary.count { continue }
            var token = Array((added?.spelling ?? vocabulary.token(id)).utf8)
            if !isFirst {
                if !prefix.isEmpty, token.starts(with: prefix) {
                    token.removeFirst(prefix.count)
                } else {
                    token.insert(UInt8(ascii: " "), at: 0)
                }
            }
            isFirst = false
            result.append(contentsOf: cleansUpDecoding ? Self.cleanUp(token) : token)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The replacements, in this order: `cleanup` in huggingface/tokenizers, `decoders/wordpiece.rs`.
    private static let replacements: [(found: [UInt8], replacement: [UInt8])] = [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
        (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

    private static func cleanUp(_ token: [UInt8]) -> [UInt8] {
        guard token.contains(UInt8(ascii: " ")) else { return token }
        var text = token
        for (found, replacement) in replacements {
            var at = 0
            while at + found.count <= text.count {
                if text[at..<at + found.count].elementsEqual(found) {
                    text.replaceSubrange(at..<at + found.count, with: replacement)
                    at += replacement.count
                } else {
                    at += 1
                }
            }
        }
        return text
    }
}
