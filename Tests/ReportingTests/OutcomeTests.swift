import Execution
import Notebooks
import Outputs
import Reporting
import Testing

@Suite struct OutcomeTests {
    private func page(_ run: RunRecord) -> HTMLChecker {
        HTMLChecker(HTMLReport.render(notebook: SampleRun.notebook, run: run))
    }

    private func html(_ run: RunRecord) -> String { HTMLReport.render(notebook: SampleRun.notebook, run: run) }

    @Test func aFailedRunLinksToItsCell() throws {
        let verdict = try #require(
            html(SampleRun.failed).firstMatch(of: #/<p class="verdict">(.*?)</p>/#)?.output.1)
        #expect(verdict.contains("<strong>Failed</strong> in cell <a href=\"#cell-train\">train</a> (3 Training Loop)"))
        let checker = page(SampleRun.failed)
        #expect(checker.withClass("reason").first?.text.contains("the loss is not a number at step 112") == true)
        #expect(checker.withClass("progress").first?.text.contains("Not run7 of 11 cells: evaluate") == true)
        #expect(checker.withClass("trouble").map(\.text) == ["failed", "failed"])
        #expect(checker.withClass("chip").count { $0.text == "not run" } == 14)
    }

    @Test func anInterruptedRunSaysWhatWasDone() {
        let checker = page(SampleRun.interrupted)
        #expect(checker.withClass("verdict").first?.text.contains("Interrupted in cell train") == true)
        #expect(
            checker.withClass("progress").first?.text.contains("Done3 of 11 cells: environment, load, encode") == true)
        #expect(html(SampleRun.interrupted).contains("The run was stopped while this cell was at work."))
    }

    @Test func anExpectedFailureIsNoFailureOfTheRun() {
        let checker = page(SampleRun.finished)
        #expect(
            checker.withClass("verdict").first?.text
                == "Finished: 10 of 11 cells done in 21 min 09 s, 2 reused, 1 with an error that the cell allows, 1 not evaluated."
        )
        #expect(checker.withClass("trouble").isEmpty)
        #expect(checker.withClass("progress").isEmpty)
    }

    @Test func theHeadCountsAsTheTerminalDoes() throws {
        // The fourth cell ends the run; an earlier one was not chosen, and failed as it may.
        var run = SampleRun.failed
        run.chosen = Array(2..<run.cells.count)
        for run in [run, SampleRun.failed, SampleRun.interrupted, SampleRun.finished, SampleRun.quick] {
            let verdict = try #require(page(run).withClass("verdict").first?.text)
            let sentence = RunTally(run).sentence(seconds: run.seconds)
            #expect(verdict.contains(sentence.drop { $0 != ":" }))
        }
        #expect(page(run).withClass("progress").first?.text.contains("of 9 chosen cells") == true)
        // A cell that ran out of time ends a run too.
        let place = try #require(SampleRun.failed.cells.firstIndex { $0.status == .failed })
        run = SampleRun.failed
        run.cells[place].status = .interrupted
        run.cells[place].error = "too slow"
        #expect(page(run).withClass("verdict").first?.text.contains("in cell train") == true)
        #expect(page(run).withClass("reason").first?.text == "too slow")
    }

    @Test func aProfileIsSaidAtTheHead() {
        let quick = page(SampleRun.quick)
        #expect(quick.all("header").first?.text.contains("Quick profile: these are not the full figures.") == true)
        #expect(quick.all("title").first?.text.hasSuffix("(quick profile)") == true)
        #expect(!html(SampleRun.finished).contains("these are not the full figures"))
    }

    @Test func noticesAreGatheredOnceWithLinks() {
        var run = SampleRun.finished
        run.cells[1].outputs.append(CellOutput(.notice("same")))
        run.cells[6].outputs.append(CellOutput(.notice("same")))
        let head = page(run).all("header").first?.text ?? ""
        #expect(head.contains("bert-base-uncased is not on this machine"))
        #expect(head.contains("same load (2 Data), hidden-output (4 Evaluation)"))
        #expect(head.contains("Notices"))
        // A notice that an earlier cell shows is not shown again; the cell that hides its outputs shows none.
        #expect(html(run).ranges(of: "<span class=\"message\" dir=\"auto\">same</span>").count == 2)
    }

    @Test func whatStandsInIsOneLineAtTheHead() throws {
        var run = SampleRun.finished
        run.cells[1].facts = [
            RunFact(label: "Encoder", value: "small", headText: "small (MIT)", standsInFor: "large"),
            RunFact(label: "A data", value: "the sample", headText: "the sample", standsInFor: "first"),
            RunFact(label: "B data", value: "the sample", headText: "the sample", standsInFor: "second"),
            RunFact(label: "C data", value: "files", headText: "named files"),
        ]
        run.cells[1].outputs.append(CellOutput(.notice("small takes the place of large")))
        run.cells[2].outputs.append(CellOutput(.notice("small takes the place of large")))
        let head = try #require(page(run).all("header").first?.text)
        #expect(
            head.contains(
                "Ran on stand-ins: small (MIT) for large; the sample for first and second · how to change this"))
        #expect(head.contains("C data: named files") && !head.contains("A data: "))
        #expect(!head.contains("takes the place of"))
        #expect(html(run).ranges(of: "small takes the place of large").count == 1)
        #expect(try #require(page(SampleRun.failed).all("header").first?.text).contains("stand-ins") == false)
    }

    @Test func warningsOfTheRunAreAtTheHead() {
        #expect(page(SampleRun.finished).all("header").first?.text.contains("No cell uses the parameter") == true)
    }

    @Test func messagesKeepTheirLinesAndTheirCaret() throws {
        var run = SampleRun.finished
        let pointing = "b.md:3:7: warning: no `x`\n    train x\n          ^\n    Leave it out."
        run.warnings = [pointing, "One line.\nAnother."]
        run.cells[0].outputs = [CellOutput(.warning(pointing)), CellOutput(.notice(pointing))]
        let html = html(run)
        // In the head's two lists, and in the two boxes of the cell.
        #expect(html.ranges(of: "<pre class=\"caret\">    train x\n          ^</pre>").count == 4)
        #expect(html.contains("<span class=\"message\" dir=\"auto\">One line.\nAnother.</span>"))
        #expect(html.contains(".box .message{white-space:pre-wrap}"))
        // On paper a list that is longer than a page begins where it stands.
        #expect(html.contains(".head .box{break-inside:auto}"))
        #expect(HTMLChecker(html).problems == [])
    }

    @Test func keyFiguresAreThere() throws {
        let figures = try #require(page(SampleRun.finished).withClass("key-figures").first)
        let words = ["NER F189.12 %", "QA exact match57.40 %", "QA F168.21 %", "Training time20 min 15 s"]
        for text in words { #expect(figures.text.contains(text)) }
        #expect(page(SampleRun.failed).withClass("key-figures").isEmpty)
    }

    @Test func changedSettingsAreMarked() {
        let checker = page(SampleRun.finished)
        #expect(checker.withClass("changed").first?.text == "Changed settings: learning-rate 5e-05 → 3e-05")
        #expect(checker.withClass("changed-row").map(\.text) == ["learning-rate3e-055e-05-p"])
        // The others are folded.
        let settings = checker.tags.first { $0.attributes["id"] == "report-settings" }?.text ?? ""
        #expect(settings.contains("Unchanged parameters"))
        let facts = checker.tags.first { $0.attributes["id"] == "report-made-of" }?.text ?? ""
        // Long hashes are shortened.
        for fact in SampleRun.facts {
            let value = fact.value.replacing(#/[0-9a-f]{40,}/#) { "\($0.output.prefix(12))…" }
            #expect(facts.contains(fact.label + value))
        }
        #expect(facts.contains("3.1 GiB varies"))
    }

    @Test func metricsKeepTheOrderOfTheirNames() throws {
        let table = try #require(page(SampleRun.finished).tags.first { $0.attributes["id"] == "report-metrics" })
        let names = SampleRun.finished.metrics.keys.sorted()
        var rest = table.text[...]
        for name in names {
            let range = try #require(rest.firstRange(of: name), "\(name)")
            rest = rest[range.upperBound...]
        }
    }
}
