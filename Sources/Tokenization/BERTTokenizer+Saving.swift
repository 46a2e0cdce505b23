import Files

extension BERTTokenizer {
    /// `vocab.txt` and `tokenizer_config.json`, and `tokenizer.json` if the files must hold the whole tokenizer.
    package func savedFiles(maxLength: Int, usesTokenTypes: Bool, isWhole: Bool) -> [(name: String, content: String)] {
        let vocabulary = (0..<Int32(vocabularySize)).map { token($0) + "\n" }.joined()
        func name(_ id: Int32) -> String { token(id).jsonQuoted }
        // transformers' BertTokenizer reads the settings here and has some fixed ones. The other class reads tokenizer.json.
        let isStandard = continuingPrefix == "##" && maxWordScalars == 100 && normalizer.steps.cleansText
        let inputs = usesTokenTypes ? "" : #""model_input_names": ["input_ids", "attention_mask"],\#n  "#
        let configuration = """
            {
              "cls_token": \(name(classificationID)),
              "do_lower_case": \(lowercases),
              "mask_token": \(name(maskID)),
              \(inputs)"model_max_length": \(maxLength),
              "pad_token": \(name(padID)),
              "sep_token": \(name(separatorID)),
              "strip_accents": \(stripsAccents),
              "tokenize_chinese_chars": \(spacesCJK),
              "tokenizer_class": "\(isStandard || !isWhole ? "BertTokenizer" : "PreTrainedTokenizerFast")",
              "unk_token": \(name(unknownID))
            }

            """
        return [("vocab.txt", vocabulary), ("tokenizer_config.json", configuration)]
            + (isWhole ? [("tokenizer.json", tokenizerJSON)] : [])
    }

    /// `tokenizer.json`: everything that determines the ids, in the format of Hugging Face's tokenizers.
    ///
    /// It is written as text, because the keys of a Swift dictionary can't be two canonically equivalent words. Those of a vocabulary can.
    private var tokenizerJSON: String {
        let steps = normalizer.steps
        let (start, separator) = (token(classificationID).jsonQuoted, token(separatorID).jsonQuoted)
        func special(_ name: String, _ type: Int) -> String {
            "{\"SpecialToken\": {\"id\": \(name), \"type_id\": \(type)}}"
        }
        func sequence(_ name: String, _ type: Int) -> String {
            "{\"Sequence\": {\"id\": \"\(name)\", \"type_id\": \(type)}}"
        }
        let single = [special(start, 0), sequence("A", 0), special(separator, 0)]
        let pair = single + [sequence("B", 1), special(separator, 1)]
        func named(_ name: String, _ id: Int32) -> String {
            "\(name): {\"id\": \(name), \"ids\": [\(id)], \"tokens\": [\(name)]}"
        }
        let words = (0..<Int32(vocabulary.count)).compactMap { id in
            let token = vocabulary.token(id)
            return token.isEmpty ? nil : "\(token.jsonQuoted): \(id)"
        }
        return """
            {
              "version": "1.0",
              "truncation": null,
              "padding": null,
              "added_tokens": [
            \(addedTokens.json)
              ],
              "normalizer": {"type": "BertNormalizer", "clean_text": \(steps.cleansText), \
            "handle_chinese_chars": \(steps.spacesIdeographs), "strip_accents": \(steps.stripsAccents), \
            "lowercase": \(steps.lowercases)},
              "pre_tokenizer": {"type": "BertPreTokenizer"},
              "post_processor": {"type": "TemplateProcessing", "single": [\(single.joined(separator: ", "))], \
            "pair": [\(pair.joined(separator: ", "))], \
            "special_tokens": {\(named(start, classificationID)), \(named(separator, separatorID))}},
              "decoder": {"type": "WordPiece", "prefix": \(continuingPrefix.jsonQuoted), "cleanup": \(cleansUpDecoding)},
              "model": {"type": "WordPiece", "unk_token": \(token(unknownID).jsonQuoted), \
            "continuing_subword_prefix": \(continuingPrefix.jsonQuoted), "max_input_chars_per_word": \(maxWordScalars), \
            "vocab": {
            \(words.joined(separator: ",\n"))
              }}
            }

            """
    }
}

extension [AddedToken] {
    /// The tokens in the order of their ids, as `tokenizer.json` has them: the content of an array.
    var json: String {
        sorted { $0.id < $1.id }.map { "    {\"id\": \($0.id), \($0.jsonMembers)}" }.joined(separator: ",\n")
    }
}

extension AddedToken {
    /// Everything but the id, as the members of an object.
    var jsonMembers: String {
        """
        "content": \(content.jsonQuoted), "single_word": \(isSingleWord), "lstrip": \(stripsLeft), "rstrip": \(stripsRight), \
        "normalized": \(isNormalized), "special": \(isSpecial)
        """
    }
}
