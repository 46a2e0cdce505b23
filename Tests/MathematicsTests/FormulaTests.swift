import Foundation
import Mathematics
import Testing

private let formulas: [String] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Fixtures/formulas.txt")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
}()

@Suite struct StructureTests {
    @Test(arguments: [
        // Letters, numbers and symbols.
        ("x", "<mi>x</mi>"), ("3.14", "<mn>3.14</mn>"),
        ("x^23", "<mrow><msup><mi>x</mi><mn>2</mn></msup><mn>3</mn></mrow>"),
        (#"\alpha"#, "<mi>α</mi>"), (#"\Gamma"#, "<mi mathvariant=\"normal\">Γ</mi>"), (#"\varepsilon"#, "<mi>ε</mi>"),
        ("≤", "<mo lspace=\"0\" rspace=\"0\">≤</mo>"),
        ("a+b", "<mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow>"),
        ("a<b", "<mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>"),
        ("-a", "<mrow><mo form=\"prefix\" lspace=\"0\" rspace=\"0\">−</mo><mi>a</mi></mrow>"),
        ("a=-b", "<mrow><mi>a</mi><mo>=</mo><mo form=\"prefix\" lspace=\"0\" rspace=\"0\">−</mo><mi>b</mi></mrow>"),
        ("x_{i-1}", "<msub><mi>x</mi><mrow><mi>i</mi><mo lspace=\"0\" rspace=\"0\">−</mo><mn>1</mn></mrow></msub>"),
        (
            #"2\log x"#,
            "<mrow><mn>2</mn><mspace width=\"0.1667em\"/><mi>log</mi><mspace width=\"0.1667em\"/><mi>x</mi></mrow>"
        ),
        (#"a\not=b"#, "<mrow><mi>a</mi><mo lspace=\"0.2778em\" rspace=\"0.2778em\">≠</mo><mi>b</mi></mrow>"),
        (
            #"\odot"#, "<mo lspace=\"0\" rspace=\"0\" largeop=\"false\">⊙</mo>"
        ),
        ("x^*", "<msup><mi>x</mi><mo lspace=\"0\" rspace=\"0\">∗</mo></msup>"),
        // Fractions and roots.
        (#"\frac12"#, "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        (
            #"\dfrac{a}{b}"#,
            "<mstyle displaystyle=\"true\" scriptlevel=\"0\"><mfrac><mi>a</mi><mi>b</mi></mfrac></mstyle>"
        ),
        (#"\sqrt{x}"#, "<msqrt><mi>x</mi></msqrt>"), (#"\sqrt[3]{x}"#, "<mroot><mi>x</mi><mn>3</mn></mroot>"),
        // Scripts.
        ("x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
        ("x^2_i", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
        ("f''", "<msup><mi>f</mi><mo lspace=\"0\" rspace=\"0\">″</mo></msup>"),
        ("{}^2", "<msup><mrow></mrow><mn>2</mn></msup>"),
        // Fonts.
        (#"\mathbb{R}\mathcal{L}"#, "<mrow><mi>ℝ</mi><mi>ℒ</mi></mrow>"),
        (#"\mathbf{x1}"#, "<mrow><mi>𝐱</mi><mn>𝟏</mn></mrow>"), (#"\mathrm{ab}"#, "<mi>ab</mi>"),
        (#"\mathrm{d}"#, "<mi mathvariant=\"normal\">d</mi>"), (#"\mathit{h}"#, "<mi>ℎ</mi>"),
        (#"\boldsymbol{x\Sigma\mathcal{L}}"#, "<mrow><mi>𝒙</mi><mi>𝚺</mi><mi>𝓛</mi></mrow>"),
        (#"\operatorname{top-k}"#, "<mi>top-k</mi>"),
        // Text.
        (#"\text{ if  so}"#, "<mtext>\u{A0}if\u{A0}so</mtext>"),
        (#"\textbf{a\$}"#, "<mtext style=\"font-weight:bold\">a$</mtext>"),
        (#"\text{a $x$}"#, "<mrow><mtext>a\u{A0}</mtext><mi>x</mi></mrow>"),
        // Accents.
        (
            #"\hat x"#,
            "<mover accent=\"true\"><mi>x</mi><mo stretchy=\"false\" style=\"padding-bottom:0.07em\">ˆ</mo></mover>"
        ),
        (
            #"\underbrace{a}_b"#,
            "<munder><munder accentunder=\"true\"><mi>a</mi><mo stretchy=\"true\">⏟</mo></munder><mi>b</mi></munder>"
        ),
        // Spaces.
        (
            #"a\,b\!c"#,
            "<mrow><mi>a</mi><mspace width=\"0.1667em\"/><mi>b</mi><mspace style=\"margin-left:-0.1667em\"/><mi>c</mi></mrow>"
        ),
        (#"\phantom{x}"#, "<mphantom><mi>x</mi></mphantom>"),
    ]) func constructs(tex: String, expected: String) throws { #expect(try body(tex) == expected) }

    @Test func limitsStandBelowInDisplay() throws {
        #expect(
            try body(#"\sum_i^n"#, display: true)
                == "<munderover><mo lspace=\"0\" rspace=\"0\">∑</mo><mi>i</mi><mi>n</mi></munderover>")
        #expect(try body(#"\sum_i"#).hasPrefix("<msub>"))
        #expect(try body(#"\lim_i"#, display: true) == "<munder><mi>lim</mi><mi>i</mi></munder>")
        #expect(try body(#"\operatorname*{argmax}_i"#, display: true).hasPrefix("<munder><mi>argmax</mi>"))
        #expect(try body(#"\int_0"#, display: true).hasPrefix("<msub>"))
        #expect(try body(#"\int\limits_0"#).hasPrefix("<munder><mo lspace=\"0\" rspace=\"0\" movablelimits=\"false\">"))
        #expect(try body(#"\sum\nolimits_i"#, display: true).hasPrefix("<msub>"))
        // The parts of a displayed fraction are not displayed themselves.
        #expect(try body(#"\frac{\sum_i}{2}"#, display: true).hasPrefix("<mfrac><msub>"))
    }

    @Test func delimiters() throws {
        let xml = try body(#"\left(\frac{a}{b}\middle|c\right."#)
        #expect(
            xml.contains(
                "<mo form=\"prefix\" stretchy=\"true\" symmetric=\"true\" lspace=\"0\" rspace=\"0\">(</mo><mfrac>"))
        #expect(xml.contains("<mo form=\"infix\""))
        #expect(!xml.contains("postfix"))
        #expect(try body("(x)").contains("<mo stretchy=\"false\">(</mo>"))
        #expect(try body(#"\Big|"#).contains("minsize=\"1.8em\" maxsize=\"1.8em\""))
    }

    @Test func tables() throws {
        let matrix = try body(#"\begin{pmatrix}a&b\\c\end{pmatrix}"#)
        #expect(
            matrix.contains(
                "<mtr><mtd style=\"padding-left:0\"><mi>a</mi></mtd><mtd style=\"padding-right:0\"><mi>b</mi></mtd></mtr>"
            ))
        // A row that is too short is completed.
        #expect(matrix.contains("<mi>c</mi></mtd><mtd style=\"padding-right:0\"></mtd></mtr>"))
        let aligned = try body(#"\begin{aligned}a&=b\\&=c\\\end{aligned}"#)
        #expect(aligned.contains("text-align:right") && aligned.contains("text-align:left"))
        #expect(aligned.components(separatedBy: "<mtr>").count == 3)
        let array = try body(#"\begin{array}{l|c}\hline a&b\\[2pt]c&d\end{array}"#)
        #expect(array.contains("border-left") && array.contains("border-top") && array.contains("+ 2pt)"))
        #expect(try body(#"\begin{cases}a&b\end{cases}"#).contains(">{</mo><mtable>"))
        #expect(try body(#"\sum_{\substack{a\\b}}"#).contains("padding:0"))
    }

    @Test func dotsFollowWhatComesNext() throws {
        #expect(try body(#"a,\dots,b"#).contains("…") && body(#"a+\dots+b"#).contains("⋯"))
    }

    @Test func theSourceCanBeCopied() throws {
        let formula = try Formula(#"a<b \& c"#, display: true)
        #expect(
            formula.mathML.hasPrefix("<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\"><semantics>")
        )
        #expect(
            formula.mathML.hasSuffix(
                #"<annotation encoding="application/x-tex">a&lt;b \&amp; c</annotation></semantics></math>"#))
    }

    @Test func tags() throws {
        #expect(
            try body(#"x\tag{1}"#, display: true).hasSuffix(
                "<mspace width=\"2em\"/><mrow><mtext>(</mtext><mtext>1</mtext><mtext>)</mtext></mrow></mrow>"))
        #expect(try body(#"\begin{align}a&=b\tag{2}\\c\end{align}"#, display: true).contains("<mtext>2</mtext>"))
    }
}

@Suite struct ErrorTests {
    @Test(
        arguments: [
            ("", .empty, 0, 0), ("  ", .empty, 0, 2),
            (#"é+\frc12"#, .unknownCommand("frc", nearest: ["frac"]), 3, 4),
            ("a\\", .loneBackslash, 1, 1), ("50%", .unexpectedCharacter("%"), 2, 1),
            ("a\u{0}", .unexpectedCharacter("\0"), 1, 1),
            ("a$", .unexpectedCharacter("$"), 1, 1), (#"\frac{a}"#, .missingArgument(of: #"\frac"#), 0, 5),
            ("x^", .missingArgument(of: "^"), 1, 1), ("x_^2", .missingArgument(of: "_"), 1, 1),
            (#"\text a"#, .missingBrace(after: #"\text"#), 0, 5), ("{a", .unclosedBrace, 0, 1),
            ("a}", .unopenedBrace, 1, 1),
            (#"\text{a"#, .unclosedBrace, 5, 1), (#"\sqrt[3"#, .unclosedBracket, 5, 1),
            (#"\left(a"#, .leftWithoutRight, 0, 5),
            (#"{\left(a}\right)"#, .leftWithoutRight, 1, 5), (#"a\right)"#, .rightWithoutLeft, 1, 6),
            (#"a\middle|b"#, .middleWithoutLeft, 1, 7),
            (#"\left{a"#, .notADelimiter(after: #"\left"#, found: "{"), 5, 1),
            (#"\big"#, .notADelimiter(after: #"\big"#, found: nil), 0, 4),
            (#"\begin{matrix}a"#, .unclosedEnvironment("matrix"), 0, 14), (#"a\end{matrix}"#, .endWithoutBegin, 1, 4),
            (#"\begin{matrx}"#, .unknownEnvironment("matrx", nearest: ["matrix"]), 6, 7),
            (#"\begin{matrix}\end{cases}"#, .mismatchedEnd(begun: "matrix", ended: "cases"), 14, 11),
            ("x^a^b", .doubleSuperscript, 3, 1), ("x^a'", .doubleSuperscript, 3, 1), ("x_a_b", .doubleSubscript, 3, 1),
            (#"x\limits_a"#, .limitsWithoutOperator(#"\limits"#), 1, 7), ("a&b", .ampersandOutsideTable, 1, 1),
            (#"a\\b"#, .rowBreakOutsideTable, 1, 2),
            (#"\begin{cases}a&b&c\end{cases}"#, .tooManyColumns(environment: "cases", allowed: 2), 16, 1),
            (#"\begin{array}{lc}a&b\\a&b&c\end{array}"#, .tooManyColumns(environment: "array", allowed: 2), 25, 1),
            (#"\begin{array}{lx}\end{array}"#, .badColumnLetters("lx"), 13, 4), (#"\hspace{1}"#, .badLength("1"), 7, 3),
            (#"\begin{matrix}a\\[x]b\end{matrix}"#, .badLength("x"), 17, 3),
            (#"\text{\alpha}"#, .commandInText("alpha"), 6, 6),
            (#"\begin{matrix}{a\end{matrix}"#, .unclosedBrace, 14, 1),
            (#"{\begin{matrix}a}"#, .unclosedEnvironment("matrix"), 1, 14),
            (#"x\tag{1}"#, .misplacedTag, 1, 4), (#"a\hline"#, .misplacedLine, 1, 6),
            (#"\not{ab}"#, .notNegatable, 0, 4),
        ] as [(String, FormulaError.Problem, Int, Int)])
    func faultsHaveTheirPlace(tex: String, problem: FormulaError.Problem, start: Int, length: Int) throws {
        let error = #expect(throws: FormulaError.self) { try Formula(tex, display: false) }
        #expect(error == FormulaError(problem, start: start, length: length))
    }

    @Test func deepFormulasAreRefused() throws {
        for opening in [
            "{", "x^{", "\\sqrt", "\\left(", "\\frac", "\\displaystyle ", "\\begin{matrix}", "\\text{", "\\sqrt[",
            "\\text{$",
        ] {
            let error = #expect(throws: FormulaError.self) {
                try Formula(String(repeating: opening, count: 5000) + "x", display: false)
            }
            #expect(error?.problem == .tooDeep(limit: 64), "\(opening)")
        }
        let limit = String(repeating: "{", count: 64) + "x" + String(repeating: "}", count: 64)
        #expect(try body(limit) == "<mi>x</mi>")
    }

    @Test func wordingNamesTheRemedy() throws {
        let error = #expect(throws: FormulaError.self) { try Formula(#"\alhpa"#, display: false) }
        #expect(
            error?.description
                == #"There is no command `\alhpa` here. Did you mean `\alpha`? A function's name is written as "#
                + #"`\operatorname{alhpa}`, and a word as `\text{alhpa}`."#)
    }
}

@Suite struct FixtureTests {
    @Test func thereAreTwoHundred() { #expect(formulas.count == 200) }

    @Test(arguments: formulas) func areReadAndWellFormed(tex: String) throws {
        for display in [true, false] where display || !tex.contains("\\tag") {
            let xml = try Formula(tex, display: display).mathML
            #expect(fault(inMarkup: xml) == nil)
            #expect(try Formula(tex, display: display).mathML == xml)
        }
    }

    @Test func damageNeverCrashes() {
        var dice = Dice(state: 7)
        let pieces = [
            "{", "}", "\\", "^", "_", "&", "\\\\", "$", "%", "'", "[", "]", "\\left", "\\right", "\\end{", "\\not", "é",
            "\u{0}",
        ]
        for tex in formulas {
            for _ in 0..<8 {
                var scalars = Array(tex.unicodeScalars)
                for _ in 0...Int.random(in: 0..<3, using: &dice) where !scalars.isEmpty {
                    let place = Int.random(in: 0..<scalars.count, using: &dice)
                    switch Int.random(in: 0..<4, using: &dice) {
                    case 0: scalars.remove(at: place)
                    case 1: scalars.insert(contentsOf: pieces.randomElement(using: &dice)!.unicodeScalars, at: place)
                    case 2: scalars.swapAt(place, Int.random(in: 0..<scalars.count, using: &dice))
                    default: scalars.removeSubrange(place..<min(scalars.count, place + 5))
                    }
                }
                check(String(String.UnicodeScalarView(scalars)))
            }
        }
    }

    @Test func randomBytesNeverCrash() {
        var dice = Dice(state: 11)
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0..<40, using: &dice)).map { _ in UInt8.random(in: 0...255, using: &dice) }
            check(String(decoding: bytes, as: UTF8.self))
            check(String(decoding: bytes.map { $0 & 0x7F }, as: UTF8.self))
        }
    }

    /// Reads a text: the result is a formula, or an error inside the text.
    private func check(_ tex: String) {
        do throws(FormulaError) {
            let xml = try Formula(tex, display: true).mathML
            #expect(fault(inMarkup: xml) == nil, "\(tex)")
        } catch {
            #expect(
                error.start >= 0 && error.length >= 0 && error.start + error.length <= tex.utf8.count, "\(tex) \(error)"
            )
            #expect(!error.description.isEmpty)
        }
    }
}

@Suite struct TableTests {
    @Test func listsAreSortedAndHaveNoNameTwice() {
        var seen: Set<String> = []
        let others = FormulaNames.others
        for names in FormulaNames.symbolLists {
            #expect(names == names.sorted())
            for name in names { #expect(seen.insert(name).inserted && !others.contains(name), "\(name)") }
        }
    }

    @Test func everySymbolIsWritten() throws {
        for name in FormulaNames.symbolLists.joined() {
            #expect(fault(inMarkup: try Formula("a \\\(name) b", display: true).mathML) == nil)
        }
    }

    @Test func everyLetterOfAnAlphabetExists() throws {
        let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
        for font in ["mathbf", "mathbb", "mathcal", "mathfrak", "mathit", "mathsf", "mathtt", "boldsymbol"] {
            let xml = try body("\\\(font){\(letters)}")
            for scalar in xml.unicodeScalars where !scalar.isASCII {
                #expect(scalar.properties.generalCategory != .unassigned, "\(font) \(scalar.value)")
            }
        }
    }

    @Test func timeGrowsWithTheLength() throws {
        // Quadratic time would be very long for these.
        for part in ["x", "x^2", "\\alpha ", "a+", "\\mathrm{ab}", "\\frac12", "{x}", "'"] {
            _ = try Formula(String(repeating: part, count: 5000), display: false)
        }
        _ = try Formula("\\mathrm{" + String(repeating: "a", count: 20_000) + "}", display: false)
        _ = try Formula("\\text{" + String(repeating: "a b", count: 10_000) + "}", display: false)
    }
}
