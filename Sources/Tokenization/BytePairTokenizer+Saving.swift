import Files

extension BytePairTokenizer {
    /// `vocab.json`, `merges.txt` and `tokenizer_config.json`, and `tokenizer.json` if the files must hold the whole tokenizer.
    package func savedFiles(maxLength: Int, usesTokenTypes: Bool, isWhole: Bool) -> [(name: String, content: String)] {
        func name(_ id: Int32) -> String { token(id).jsonQuoted }
        // transformers has no other file for the switches of the special tokens, if there is no tokenizer.json.
        let added = addedTokens.sorted { $0.id < $1.id }.map { "    \"\($0.id)\": {\($0.jsonMembers)}" }
        let inputs =
            usesTokenTypes ? #""model_input_names": ["input_ids", "token_type_ids", "attention_mask"],\#n  "# : ""
        let configuration = """
            {
              "add_prefix_space": \(addsPrefixSpace),
              "added_tokens_decoder": {
            \(added.joined(separator: ",\n"))
              },
              "bos_token": \(name(classificationID)),
              "cls_token": \(name(classificationID)),
              "eos_token": \(name(separatorID)),
              "errors": "replace",
              "mask_token": \(name(maskID)),
              \(inputs)"model_max_length": \(maxLength),
              "pad_token": \(name(padID)),
              "sep_token": \(name(separatorID)),
              "tokenizer_class": "RobertaTokenizer",
              "trim_offsets": \(trimsOffsets),
              "unk_token": \(name(unknownID))
            }

            """
        let merges = merges.map { "\(vocabulary.token($0.left)) \(vocabulary.token($0.right))" }
        return [
            ("vocab.json", "{\n\(tokensJSON)\n}\n"),
            ("merges.txt", (["#version: 0.2"] + merges).joined(separator: "\n") + "\n"),
            ("tokenizer_config.json", configuration),
        ] + (isWhole ? [("tokenizer.json", tokenizerJSON)] : [])
    }

    /// The vocabulary as the members of an object.
    private var tokensJSON: String {
        (0..<Int32(vocabulary.count)).compactMap { id in
            let token = vocabulary.token(id)
            return token.isEmpty ? nil : "\(token.jsonQuoted): \(id)"
        }.joined(separator: ",\n")
    }

    /// `tokenizer.json`: everything that determines the ids, in the format of Hugging Face's tokenizers.
    ///
    /// It is written as text, because the keys of a Swift dictionary can't be two canonically equivalent tokens.
    private var tokenizerJSON: String {
        let merges = merges.map {
            "[\(vocabulary.token($0.left).jsonQuoted), \(vocabulary.token($0.right).jsonQuoted)]"
        }
        func named(_ id: Int32) -> String { "[\(token(id).jsonQuoted), \(id)]" }
        let switches = "\"add_prefix_space\": \(addsPrefixSpace), \"trim_offsets\": \(trimsOffsets)"
        return """
            {
              "version": "1.0",
              "truncation": null,
              "padding": null,
              "added_tokens": [
            \(addedTokens.json)
              ],
              "normalizer": null,
              "pre_tokenizer": {"type": "ByteLevel", \(switches), "use_regex": true},
              "post_processor": {"type": "RobertaProcessing", "sep": \(named(separatorID)), "cls": \(named(classificationID)), \
            \(switches)},
              "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true},
              "model": {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": "", \
            "end_of_word_suffix": "", "fuse_unk": false, "byte_fallback": false, "ignore_merges": false, "vocab": {
            \(tokensJSON)
              },
              "merges": [
            \(merges.joined(separator: ",\n"))
              ]}
            }

            """
    }
}
