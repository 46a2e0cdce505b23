import Foundation

extension BERTTokenizer {
    /// `vocab.txt` and `tokenizer_config.json`.
    package func savedFiles(maxLength: Int) -> [(name: String, content: String)] {
        let vocabulary = (0..<Int32(vocabularySize)).map { token($0) + "\n" }.joined()
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        func name(_ id: Int32) -> String {
            let json = (try? encoder.encode(token(id))) ?? Data("null".utf8)
            return String(decoding: json, as: UTF8.self)
        }
        let configuration = """
            {
              "cls_token": \(name(classificationID)),
              "do_lower_case": \(lowercases),
              "mask_token": \(name(maskID)),
              "model_max_length": \(maxLength),
              "pad_token": \(name(padID)),
              "sep_token": \(name(separatorID)),
              "strip_accents": \(stripsAccents),
              "tokenize_chinese_chars": \(spacesCJK),
              "tokenizer_class": "BertTokenizer",
              "unk_token": \(name(unknownID))
            }

            """
        return [("vocab.txt", vocabulary), ("tokenizer_config.json", configuration)]
    }
}
