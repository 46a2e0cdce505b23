import Foundation
import Testing

/// Low-rank adapters in a notebook: training, saving, loading, and what is said of wrong input.
@Suite(.serialized) struct LoRARunTests {
    private func notebook(_ model: String, _ more: String) -> String {
        """
        ```{practicum}
        #| label: all
        session --seed 1
        load ner conll2003
        load qa squad
        tokenizer random
        encode ner --max-length 32
        encode qa --max-length 64 --stride 16
        select ner --train 8 --validation 4
        select qa --train 4 --validation 4
        dataset ner
        dataset qa
        batches round-robin ner qa --batch-size 4
        model multitask --encoder random \(model)
        optimizer adamw --learning-rate 1e-2
        schedule linear --epochs 1
        weights fixed ner=1 qa=1
        train --epochs 1
        \(more)
        ```
        """
    }

    private func run(_ program: Program, _ model: String, _ more: String = "") throws -> Program.Result {
        _ = try program.write(notebook(model, more), to: "a.md")
        return try program.run(["run", "a.md", "-o", "report.html", "--allow-outside", "--verbose"])
    }

    @Test("an adapter is trained, saved, merged, and read again")
    func wayOfAnAdapter() throws {
        let program = try Program()
        defer { program.remove() }
        let saving = """
            save adapter whole
            save adapter ner one
            save checkpoint merged --merge
            save checkpoint all
            load checkpoint all
            load checkpoint merged
            """
        let first = try run(program, "--lora --rank 4 --targets query,value,output --lora-dropout 0.1", saving)
        #expect(first.status == 0, "\(first.output.suffix(2_000)) \(first.error)")
        #expect(first.output.contains("LoRA of rank 4 for query, value, output, alpha 16, times 4, dropout 0.1"))
        // Two layers of 64 and 256: two adapters of 64 and 64, one of 256 and 64.
        #expect(first.output.contains("4,608"))
        #expect(first.output.components(separatedBy: "to the last bit").count == 3, "\(first.output)")
        func config(_ folder: String) throws -> [String: Any] {
            try #require(
                try JSONSerialization.jsonObject(
                    with: Data(program.read("report/\(folder)/adapter_config.json").utf8)) as? [String: Any])
        }
        #expect(try config("whole")["r"] as? Int == 4 && config("whole")["peft_type"] as? String == "LORA")
        #expect(try config("one")["task_type"] as? String == "TOKEN_CLS")
        let size =
            try FileManager.default.attributesOfItem(
                atPath: program.path("report/whole/adapter_model.safetensors"))[.size] as? Int
        #expect(try #require(size) < 22_000)

        let second = try run(program, "--adapter \(program.path("report/whole"))")
        #expect(second.status == 0, "\(second.output.suffix(2_000)) \(second.error)")
        #expect(second.output.contains("LoRA of rank 4 for query, value, output"))
        // The same adapter in another place makes nothing stale.
        try FileManager.default.copyItem(atPath: program.path("report/whole"), toPath: program.path("moved"))
        let third = try run(program, "--adapter moved")
        #expect(third.status == 0 && third.output.contains("reused"), "\(third.output.suffix(500))")
        let one = program.path("report/one")
        let each = try run(program, "--adapter ner=\(one) qa=moved", "save model ner merged-ner")
        #expect(each.status == 0 && each.output.contains("one for each task"), "\(each.output.suffix(2_000))")
        #expect(each.output.contains("The head of 'ner' is loaded with its adapter, its labels by their position."))
        #expect(!each.output.contains("The head of 'qa'"))
    }

    @Test("wrong input is said with a remedy")
    func wrongInput() throws {
        let program = try Program()
        defer { program.remove() }
        func failure(_ model: String, _ more: String = "") throws -> String {
            let result = try run(program, model, more)
            #expect(result.status != 0, "\(result.output)")
            return result.output + result.error
        }
        #expect(try failure("--lora --rank 0").contains("from 1 to"))
        #expect(try failure("--lora --rank 65").contains("is higher than 64"))
        #expect(try failure("--lora --targets query,vlaue").contains("Did you mean `value`?"))
        #expect(try failure("--rank 4").contains("add `--lora`"))
        #expect(try failure("--lora --freeze encoder").contains("none is left for an adapter"))
        #expect(try failure("--lora --adapter moved").contains("leave out `--lora`"))
        #expect(try failure("--adapter nowhere").contains("nowhere/adapter_config.json"))
        #expect(try failure("--adapter ner=nowhere").contains("names no folder for the task"))
        #expect(try failure("", "save adapter a").contains("no adapter"))
        #expect(try failure("--lora --per-task", "save adapter a").contains("Name the task"))
        #expect(try failure("--lora --per-task", "save checkpoint a --merge").contains("save model TASK"))
        #expect(try failure("--lora", "save model ner a --merge").contains("merges adapters anyway"))
        let result = try run(program, "--lora --freeze 0 --rslora --per-task", "save adapter qa a")
        #expect(result.status == 0, "\(result.output.suffix(2_000))")
        #expect(result.output.contains("none in the layers 0"))
        // Somebody else's adapter is not replaced.
        _ = try program.write("{}", to: "report/a/adapter_model.safetensors")
        #expect(try failure("--lora", "save adapter qa a").contains("so it is not an adapter of this program"))
    }
}
