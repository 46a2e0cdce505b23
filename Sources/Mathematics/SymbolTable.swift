/// The symbol that a name or a character represents.
struct Symbol {
    var text: String
    var role: Role

    enum Role {
        /// A slanted letter.
        case letter
        /// An upright letter.
        case uprightLetter
        /// The name of a function.
        case function(Limits)
        case symbol(AtomClass, Limits)
    }
}

/// The commands that represent one symbol each.
///
/// Each list alternates names and their symbols, sorted by name. A `_` in the text of a function is a thin space.
enum SymbolTable {
    static let letters = """
        alpha α beta β chi χ delta δ digamma ϝ ell ℓ epsilon ϵ eta η gamma γ hbar ℏ hslash ℏ imath ı iota ι jmath ȷ kappa κ
        lambda λ mu μ nu ν omega ω omicron ο partial ∂ phi ϕ pi π psi ψ rho ρ sigma σ tau τ theta θ upsilon υ varDelta 𝛥
        varGamma 𝛤 varLambda 𝛬 varOmega 𝛺 varPhi 𝛷 varPi 𝛱 varPsi 𝛹 varSigma 𝛴 varTheta 𝛩 varUpsilon 𝛶 varXi 𝛯 varepsilon ε
        varkappa ϰ varphi φ varpi ϖ varrho ϱ varsigma ς vartheta ϑ wp ℘ xi ξ zeta ζ
        """

    static let uprightLetters = """
        Alpha Α Beta Β Chi Χ Delta Δ Epsilon Ε Eta Η Gamma Γ Im ℑ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν Omega Ω Omicron Ο Phi Φ
        Pi Π Psi Ψ Re ℜ Rho Ρ Sigma Σ Tau Τ Theta Θ Upsilon Υ Xi Ξ Zeta Ζ aleph ℵ beth ℶ complement ∁ daleth ℸ emptyset ∅
        eth ð gimel ℷ infty ∞ mho ℧ nabla ∇ varnothing ∅
        """

    static let functions = """
        Pr Pr arccos arccos arcsin arcsin arctan arctan arg arg argmax arg_max argmin arg_min cos cos cosh cosh cot cot coth coth
        csc csc deg deg det det dim dim exp exp gcd gcd hom hom inf inf ker ker lg lg lim lim liminf lim_inf limsup lim_sup
        ln ln log log max max min min sec sec sin sin sinh sinh sup sup tan tan tanh tanh
        """

    /// The functions with scripts below them in a displayed formula.
    static let functionsWithLimits: Set<String> = [
        "Pr", "argmax", "argmin", "det", "gcd", "inf", "lim", "liminf", "limsup", "max", "min", "sup",
    ]

    static let ordinary = """
        # # $ $ % % & & @ @ Box □ Diamond ◇ Vert ‖ _ _ angle ∠ backprime ‵ backslash \\ bigstar ★ blacksquare ■ bot ⊥ checkmark ✓
        clubsuit ♣ copyright © degree ° diamondsuit ♢ exists ∃ flat ♭ forall ∀ heartsuit ♡ lnot ¬ lozenge ◊ measuredangle ∡
        natural ♮ neg ¬ nexists ∄ pounds £ prime ′ sharp ♯ spadesuit ♠ square □ surd √ top ⊤ triangle △ vert | yen ¥ | ‖
        """

    static let largeOperators = """
        bigcap ⋂ bigcup ⋃ bigodot ⨀ bigoplus ⨁ bigotimes ⨂ bigsqcup ⨆ biguplus ⨄ bigvee ⋁ bigwedge ⋀ coprod ∐ prod ∏ sum ∑
        """

    static let integrals = "iiint ∭ iint ∬ int ∫ oiint ∯ oint ∮"

    static let binaryOperators = """
        Cap ⋒ Cup ⋓ amalg ⨿ ast ∗ barwedge ⊼ bigcirc ◯ bigtriangledown ▽ bigtriangleup △ bmod mod boxdot ⊡ boxminus ⊟ boxplus ⊞
        boxtimes ⊠ bullet • cap ∩ cdot ⋅ circ ∘ circledast ⊛ circledcirc ⊚ circleddash ⊝ cup ∪ curlyvee ⋎ curlywedge ⋏ dag †
        dagger † ddag ‡ ddagger ‡ diamond ⋄ div ÷ divideontimes ⋇ dotplus ∔ intercal ⊺ land ∧ leftthreetimes ⋋ lor ∨ ltimes ⋉
        mp ∓ odot ⊙ ominus ⊖ oplus ⊕ oslash ⊘ otimes ⊗ pm ± rightthreetimes ⋌ rtimes ⋊ setminus ∖ smallsetminus ∖ sqcap ⊓
        sqcup ⊔ star ⋆ times × triangleleft ◃ triangleright ▹ uplus ⊎ vee ∨ veebar ⊻ wedge ∧ wr ≀
        """

    static let relations = """
        Doteq ≑ Subset ⋐ Supset ⋑ Vdash ⊩ Vvdash ⊪ approx ≈ approxeq ≊ asymp ≍ backepsilon ϶ backsim ∽ because ∵
        between ≬ bowtie ⋈ bumpeq ≏ circeq ≗ coloneq ≔ coloneqq ≔ cong ≅ curlyeqprec ⋞ curlyeqsucc ⋟ dashv ⊣
        doteq ≐ doteqdot ≑ eqcirc ≖ eqqcolon ≕ eqsim ≂ eqslantgtr ⪖ eqslantless ⪕ equiv ≡ fallingdotseq ≒ frown ⌢
        ge ≥ geq ≥ geqq ≧ geqslant ⩾ gg ≫ ggg ⋙ gnapprox ⪊ gneq ⪈ gneqq ≩ gnsim ⋧ gt > gtrapprox ⪆ gtrdot ⋗
        gtreqless ⋛ gtrless ≷ gtrsim ≳ in ∈ le ≤ leq ≤ leqq ≦ leqslant ⩽ lessapprox ⪅ lessdot ⋖ lesseqgtr ⋚
        lessgtr ≶ lesssim ≲ ll ≪ lll ⋘ lnapprox ⪉ lneq ⪇ lneqq ≨ lnsim ⋦ lt < mid ∣ models ⊨ ncong ≇ ne ≠ neq ≠
        ngeq ≱ ngtr ≯ ni ∋ nleq ≰ nless ≮ nmid ∤ notin ∉ notni ∌ nparallel ∦ nprec ⊀ npreceq ⋠ nsim ≁ nsubseteq ⊈
        nsucc ⊁ nsucceq ⋡ nsupseteq ⊉ nvDash ⊭ nvdash ⊬ owns ∋ parallel ∥ perp ⊥ pitchfork ⋔ prec ≺ precapprox ⪷
        preccurlyeq ≼ preceq ⪯ precsim ≾ propto ∝ risingdotseq ≓ sim ∼ simeq ≃ smile ⌣ sqsubset ⊏ sqsubseteq ⊑
        sqsupset ⊐ sqsupseteq ⊒ subset ⊂ subseteq ⊆ subseteqq ⫅ subsetneq ⊊ subsetneqq ⫋ succ ≻ succapprox ⪸
        succcurlyeq ≽ succeq ⪰ succsim ≿ supset ⊃ supseteq ⊇ supseteqq ⫆ supsetneq ⊋ supsetneqq ⫌ therefore ∴
        thickapprox ≈ thicksim ∼ trianglelefteq ⊴ triangleq ≜ trianglerighteq ⊵ vDash ⊨ varpropto ∝
        vartriangleleft ⊲ vartriangleright ⊳ vdash ⊢
        """

    static let arrows = """
        Downarrow ⇓ Leftarrow ⇐ Leftrightarrow ⇔ Longleftarrow ⟸ Longleftrightarrow ⟺ Longrightarrow ⟹ Rightarrow ⇒ Uparrow ⇑
        Updownarrow ⇕ circlearrowleft ↺ circlearrowright ↻ curvearrowleft ↶ curvearrowright ↷ downarrow ↓ downdownarrows ⇊
        gets ← hookleftarrow ↩ hookrightarrow ↪ iff ⟺ impliedby ⟸ implies ⟹ leadsto ⇝ leftarrow ← leftarrowtail ↢
        leftharpoondown ↽ leftharpoonup ↼ leftleftarrows ⇇ leftrightarrow ↔ leftrightarrows ⇆ leftrightharpoons ⇋ longleftarrow ⟵
        longleftrightarrow ⟷ longmapsto ⟼ longrightarrow ⟶ looparrowleft ↫ looparrowright ↬ mapsto ↦ multimap ⊸ nLeftarrow ⇍
        nLeftrightarrow ⇎ nRightarrow ⇏ nearrow ↗ nleftarrow ↚ nleftrightarrow ↮ nrightarrow ↛ nwarrow ↖ rightarrow →
        rightarrowtail ↣ rightharpoondown ⇁ rightharpoonup ⇀ rightleftarrows ⇄ rightleftharpoons ⇌ rightrightarrows ⇉
        rightsquigarrow ⇝ searrow ↘ swarrow ↙ to → twoheadleftarrow ↞ twoheadrightarrow ↠ uparrow ↑ updownarrow ↕ upuparrows ⇈
        """

    static let opening = "lVert ‖ langle ⟨ lbrace { lbrack [ lceil ⌈ lfloor ⌊ lgroup ⟮ lvert | ulcorner ⌜ { {"

    static let closing = "rVert ‖ rangle ⟩ rbrace } rbrack ] rceil ⌉ rfloor ⌋ rgroup ⟯ rvert | urcorner ⌝ } }"

    static let punctuation = "cdotp ⋅ colon : ldotp ."

    static let inner = "cdots ⋯ ddots ⋱ dotsb ⋯ dotsc … dotsi ⋯ dotsm ⋯ dotso … ldots … vdots ⋮"

    /// The ASCII characters that represent a symbol without a backslash.
    static let ascii: [Unicode.Scalar: Symbol] = [
        "!": Symbol("!", .closing), "(": Symbol("(", .opening), ")": Symbol(")", .closing), "*": Symbol("∗", .binary),
        "+": Symbol("+", .binary), ",": Symbol(",", .punctuation), "-": Symbol("−", .binary),
        ".": Symbol(".", .ordinary),
        "/": Symbol("/", .ordinary), ":": Symbol(":", .relation), ";": Symbol(";", .punctuation),
        "<": Symbol("<", .relation), "=": Symbol("=", .relation), ">": Symbol(">", .relation),
        "?": Symbol("?", .closing),
        "@": Symbol("@", .ordinary), "[": Symbol("[", .opening), "]": Symbol("]", .closing),
        "|": Symbol("|", .ordinary),
    ]

    /// The result of `\not` on a symbol. Other symbols get a combining stroke.
    static let negations: [String: String] = [
        "<": "≮", "=": "≠", ">": "≯", "∃": "∄", "∈": "∉", "∋": "∌", "∣": "∤", "∥": "∦", "∼": "≁", "≃": "≄", "≅": "≇",
        "≈": "≉", "≡": "≢", "≤": "≰", "≥": "≱", "≺": "⊀", "≻": "⊁", "⊂": "⊄", "⊃": "⊅", "⊆": "⊈", "⊇": "⊉", "⊢": "⊬",
        "⊨": "⊭", "←": "↚", "→": "↛", "↔": "↮", "⇐": "⇍", "⇒": "⇏", "⇔": "⇎",
    ]

    /// All lists, with the role of their symbols.
    static let lists: [(list: String, role: @Sendable (_ name: String) -> Symbol.Role)] = [
        (letters, { _ in .letter }), (uprightLetters, { _ in .uprightLetter }),
        (functions, { .function(functionsWithLimits.contains($0) ? .inDisplay : .beside) }),
        (ordinary, { _ in .symbol(.ordinary, .beside) }), (largeOperators, { _ in .symbol(.large, .inDisplay) }),
        (integrals, { _ in .symbol(.large, .beside) }), (binaryOperators, { _ in .symbol(.binary, .beside) }),
        (relations, { _ in .symbol(.relation, .beside) }), (arrows, { _ in .symbol(.relation, .beside) }),
        (opening, { _ in .symbol(.opening, .beside) }), (closing, { _ in .symbol(.closing, .beside) }),
        (punctuation, { _ in .symbol(.punctuation, .beside) }), (inner, { _ in .symbol(.inner, .beside) }),
    ]

    /// Symbols by their names without the backslash.
    static let commands: [String: Symbol] = lists.reduce(into: [:]) { commands, entry in
        let words = entry.list.split { $0 == " " || $0 == "\n" }.map(String.init)
        for index in stride(from: 0, to: words.count - 1, by: 2) {
            var text = words[index + 1]
            if case .function = entry.role(words[index]) {
                text = text.split(separator: "_").joined(separator: "\u{2009}")
            }
            commands[words[index]] = Symbol(text: text, role: entry.role(words[index]))
        }
    }

    /// Symbols that are written directly, such as `≤`.
    static let characters: [Unicode.Scalar: Symbol] = {
        var characters: [Unicode.Scalar: Symbol] = [:]
        // If a character has several names, the alphabetically first one determines its role.
        for (_, symbol) in commands.sorted(by: { $0.key < $1.key }) {
            guard let scalar = symbol.text.unicodeScalars.first, !scalar.isASCII else { continue }
            if symbol.text.unicodeScalars.count == 1, characters[scalar] == nil { characters[scalar] = symbol }
        }
        characters["−"] = Symbol("−", .binary)
        characters["·"] = Symbol("⋅", .binary)
        return characters.merging(ascii) { $1 }
    }()

    /// The delimiters allowed after `\left`, `\right` and `\big`, by their notation.
    static let delimiters: [String: String] = {
        var delimiters = [
            "(": "(", ")": ")", "[": "[", "]": "]", "|": "|", "/": "/", "<": "⟨", ">": "⟩", "\\|": "‖", "\\vert": "|",
            "\\Vert": "‖",
            "\\backslash": "\\", "⟨": "⟨", "⟩": "⟩", "⌈": "⌈", "⌉": "⌉", "⌊": "⌊", "⌋": "⌋", "‖": "‖",
            "\\uparrow": "↑", "\\downarrow": "↓", "\\updownarrow": "↕", "\\Uparrow": "⇑", "\\Downarrow": "⇓",
            "\\Updownarrow": "⇕",
        ]
        for list in [opening, closing] {
            let words = list.split(separator: " ").map(String.init)
            for index in stride(from: 0, to: words.count - 1, by: 2) {
                delimiters["\\" + words[index]] = words[index + 1]
            }
        }
        return delimiters
    }()
}

extension Symbol {
    fileprivate init(_ text: String, _ atom: AtomClass) {
        self.init(text: text, role: .symbol(atom, .beside))
    }
}
