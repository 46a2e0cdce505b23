import FileKinds

extension TokenizationError: CustomStringConvertible {
    /// The place, the problem and its remedy, in one paragraph.
    package var description: String {
        switch self {
        case .noVocabulary(let folder, let files):
            """
            \(folder): there is no vocabulary: neither tokenizer.json nor \(files). Name the Hugging Face folder of a \
            checkpoint that holds one of them, or copy it there from the checkpoint's page.
            """
        case .missingFile(let folder, let file, let beside):
            """
            \(folder): there is \(beside), but no \(file) beside it, and the tokenizer needs both. Copy \(file) there from \
            the checkpoint's page.
            """
        case .unreadable(let path):
            "\(path): cannot be read. Check that it is a file, and that you may read it."
        case .otherKind(let path, let kind, let expected):
            "\(path): this is \(kind.name), not \(expected). \(kind.remedy)"
        case .notUTF8(let path, let line):
            """
            \(path):\(line): this token is not UTF-8. Save the vocabulary as UTF-8, one token a line, or fetch it \
            again.
            """
        case .malformedJSON(let path, let line, let column, let problem):
            "\(path):\(line):\(column): this is not JSON: \(problem). Fetch the file again, or correct it there."
        case .unexpectedValue(let path, let key, let expected):
            "\(path): '\(key.shortened())' should be \(expected). Fetch the file again, or correct that value."
        case .unsupported(let path, let key, let found, let supported):
            """
            \(path): '\(key.shortened())' is \(found.shortened()); only \(supported) can be used with this encoder. Take the tokenizer's \
            files from the encoder's own checkpoint, or choose another checkpoint.
            """
        case .duplicateToken(let source, let token, let first, let second):
            """
            \(source): the token '\(token.shortened())' has two ids, \(first) and \(second) (counted from 0). Remove one without \
            moving the others, for ids are places, or fetch the vocabulary again.
            """
        case .impossibleID(let path, let token, let id):
            """
            \(path): the token '\(token.shortened())' has the id \(id), which another token has, or which is below 0 or far \
            above those of the others. Give each token an id of its own, or fetch the file again.
            """
        case .missingSpecialToken(let source, let token):
            """
            \(source): the special token '\(token.shortened())' is not in the vocabulary, and the encoder's sequences need it. Add it, \
            or, if the checkpoint calls it otherwise, say so in tokenizer_config.json.
            """
        case .missingByte(let source, let byte, let token):
            """
            \(source): there is no token for the byte \(byte) ('\(token)'), so that not every text could be encoded. Fetch the \
            vocabulary again, or choose a checkpoint whose vocabulary has all 256.
            """
        case .impossibleMerge(let path, let place, let problem):
            "\(path): \(place): \(problem). Fetch the vocabulary and the merges again, from the same checkpoint."
        case .questionTooLong(let question, let tokens, let maxLength, let docStride, let specials):
            """
            The question '\(question.shortened())' has \(tokens) tokens, and its context has to be cut: of \(maxLength) tokens, \(specials) \
            are special, so that a window would hold \(max(0, maxLength - specials - tokens)) of the context, and the stride of \
            \(docStride) would not move it on. Shorten the question, raise the maximum length, or lower the stride.
            """
        case .impossibleWindows(let maxLength, let docStride, let specials):
            """
            Windows of \(maxLength) tokens with a stride of \(docStride) cannot move over a context: \(specials) tokens are \
            special, and the stride has to be at least 0 and less than the rest. Raise the maximum length, or lower the stride.
            """
        }
    }
}
