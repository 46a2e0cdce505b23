/// The style sheet in every report. It has two colour schemes, a wide and a narrow layout, and a layout for print.
enum Stylesheet {
    /// The whole style sheet. It refers to no picture and no address, and contains its typefaces.
    static let css: String = [
        fonts,
        ":root{\(ColorScheme.light.declarations)}",
        // Print is always light, whatever the screen prefers.
        "@media screen and (prefers-color-scheme:dark){:root{\(ColorScheme.dark.declarations)}}",
        base, layout, head, prose, cells, outputs, textOutputs, looks, facts, narrow, print,
    ].joined(separator: "\n")

    private static let fonts: String = EmbeddedFonts.faces.map { face in
        "@font-face{font-family:\"\(face.family)\";font-style:\(face.style);font-weight:\(face.weight);font-display:block;"
            + "src:url(data:font/woff2;base64,\(face.base64)) format(\"woff2\")}"
    }.joined(separator: "\n")

    private static let looks: String = (1...LabelLooks.count).map { number in
        let (round, color) = (number - 1).quotientAndRemainder(dividingBy: 8)
        let stroke = strokes[(color + color / 4 + round) % 4]
        return ".look-\(number){--ground:var(--ground-\(color + 1));--line:var(--line-\(color + 1));--stroke:\(stroke)}"
    }.joined(separator: "\n")

    /// Underlines distinguish labels whose colours are the same or look alike.
    private static let strokes = ["solid", "dashed", "double", "dotted"]

    /// Characters that the report's own typefaces lack are taken from the reader's.
    static let base = """
        *,*::before,*::after{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
        body{margin:0;background:var(--paper);color:var(--ink);line-height:1.55;font-size:1.125rem;
        font-family:"Report text",Charter,"Iowan Old Style",Palatino,Georgia,"Noto Serif",serif;
        --sans:"Report labels",system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif;
        --mono:"Report code",ui-monospace,Menlo,Consolas,"Noto Sans Mono","DejaVu Sans Mono",monospace}
        math{font-family:"Latin Modern Math","STIX Two Math","Cambria Math","TeX Gyre Termes Math",math}
        a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.15em}
        a:hover{text-decoration-thickness:2px}
        :focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:2px}
        main:focus{outline:none}
        h1,h2,h3,h4,h5,h6{line-height:1.25;font-weight:600;text-wrap:balance;overflow-wrap:anywhere}
        h1{font-size:2.125rem;margin:0 0 .5rem;letter-spacing:-.01em}
        h2{font-size:1.5rem;margin:3.25rem 0 1rem;padding-top:1.1rem;border-top:1px solid var(--rule)}
        h3{font-size:1.22rem;margin:2.4rem 0 .75rem}
        h4{font-size:1.06rem;margin:2rem 0 .6rem}
        h5,h6{font-size:1rem;margin:1.6rem 0 .5rem}
        .number{color:var(--quiet);font-weight:400;font-variant-numeric:tabular-nums;margin-right:.35em}
        pre,code{font-family:var(--mono);font-variant-ligatures:none}
        code{font-size:.86em}
        pre{font-size:.8125rem;line-height:1.55;margin:0;overflow-x:auto;tab-size:4}
        pre code{font-size:inherit}
        code,a{unicode-bidi:isolate}
        details>summary{font-family:var(--sans);font-size:.875rem;color:var(--quiet);cursor:pointer;width:fit-content}
        .anchor{font-weight:400;color:var(--quiet);text-decoration:none;opacity:0;padding:0 .2em}
        :is(h2,h3,h4,h5,h6):hover>.anchor,.anchor:focus-visible{opacity:1}
        .skip{position:absolute;left:-99rem;top:0;background:var(--paper);padding:.5rem 1rem;z-index:2}
        .skip:focus{left:1rem;top:.5rem}
        """

    static let layout = """
        .sheet{max-width:84rem;margin:0 auto;display:grid;grid-template-columns:17rem minmax(0,1fr);
        column-gap:3.5rem;padding:0 2rem}
        .page{min-width:0;padding:3.5rem 0 3rem;max-width:58rem}
        .prose,.head>p,.literal,.facts-lead{max-width:46rem}
        .prose{overflow-wrap:break-word}
        .prose>:first-child{margin-top:0}.prose>:last-child{margin-bottom:0}
        .prose{margin:0 0 1.1rem}
        .prose p,.prose ul,.prose ol{margin:0 0 .85rem}
        .prose li>p{margin:0 0 .35rem}
        .prose ul,.prose ol{padding-left:1.5rem}
        .prose code{background:var(--panel);border-radius:3px;padding:.08em .2em}
        .prose pre{background:var(--panel);border-radius:4px;padding:.75rem .9rem;margin:0 0 .85rem;white-space:pre-wrap;
        overflow-wrap:anywhere}
        .prose pre code{background:none;padding:0}
        .prose blockquote{margin:0 0 .85rem;padding-left:1rem;border-left:3px solid var(--rule);color:var(--quiet)}
        .prose img{max-width:100%;height:auto}
        .prose hr{border:0;border-top:1px solid var(--rule);margin:1.5rem 0}
        .picture-notice{font-family:var(--sans);font-size:.85rem;color:var(--careful)}
        .contents{font-family:var(--sans);font-size:.9375rem;line-height:1.35}
        .contents ol{list-style:none;margin:0;padding:0}
        .side>ol{scroll-target-group:auto}
        .contents a:target-current{font-weight:600;color:var(--accent);background:var(--panel)}
        .contents li{margin:0}
        .contents a{display:grid;grid-template-columns:3.2rem minmax(0,1fr);padding:.22rem .4rem;color:var(--ink);
        text-decoration:none;overflow-wrap:anywhere;border-radius:3px}
        .contents a:hover{color:var(--accent);text-decoration:underline}
        .contents ol ol a{color:var(--quiet)}
        .contents ol ol a:hover{color:var(--accent)}
        .contents .number{margin:0}
        .contents-title{font-weight:600;margin:0 0 .6rem;padding-left:.4rem}
        .trouble{color:var(--bad);font-weight:600}
        .side{position:sticky;top:0;align-self:start;max-height:100vh;overflow-y:auto;padding:3.9rem 0 2rem}
        .folded{display:none}
        .foot{font-family:var(--sans);font-size:.8125rem;color:var(--quiet);margin-top:3.5rem;
        border-top:1px solid var(--rule);padding-top:.9rem;overflow-wrap:anywhere}
        """

    static let head = """
        .head p{margin:0 0 .35rem}
        .byline{font-size:1.05rem}
        .provenance,.changed{font-family:var(--sans);font-size:.875rem;color:var(--quiet);overflow-wrap:anywhere}
        .head .changed{margin:.9rem 0 0}
        .changed strong{color:var(--ink)}
        .outcome,.box{font-family:var(--sans);font-size:.9375rem;line-height:1.5;border-left:4px solid;
        border-radius:3px;padding:.6rem .9rem;margin:1rem 0 0;overflow-wrap:anywhere}
        .head .outcome{margin-top:1.4rem}
        .outcome p{margin:0}
        .outcome .reason{margin-top:.3rem;font-family:var(--mono);font-size:.8125rem}
        .finished{border-color:var(--good);background:var(--good-ground)}
        .finished .verdict strong{color:var(--good)}
        .outcome.failed{border-color:var(--bad);background:var(--bad-ground)}
        .outcome.failed .verdict strong{color:var(--bad)}
        .outcome.interrupted{border-color:var(--careful);background:var(--careful-ground)}
        .outcome.interrupted .verdict strong{color:var(--careful)}
        .progress{margin:.45rem 0 0;font-size:.875rem}
        .progress div{display:grid;grid-template-columns:4.5rem minmax(0,1fr)}
        .progress dt{color:var(--quiet)}.progress dd{margin:0}
        .box.notice{border-color:var(--note);background:var(--note-ground)}
        .box.notice .box-title{color:var(--note)}
        .box.warning{border-color:var(--careful);background:var(--careful-ground)}
        .box.warning .box-title{color:var(--careful)}
        .box.error{border-color:var(--bad);background:var(--bad-ground)}
        .box.error .box-title{color:var(--bad)}
        .box .message{white-space:pre-wrap}
        .box pre{margin:.35rem 0 0}
        .box .wrapped{white-space:pre-wrap;overflow-wrap:anywhere}
        .plain{margin:.15rem 0 0;padding-left:1.1rem}
        .where{color:var(--quiet);font-size:.875em}
        .stand-ins{font-family:var(--sans);font-size:.9375rem}
        .head .stand-ins{margin:1.1rem 0 0}
        .results{display:flex;flex-wrap:wrap;align-items:center;gap:1.2rem 2rem;margin:1.4rem 0 0}
        .key-figures{flex:1 1 26rem;min-width:0}
        .key-figures .marked{font-size:1rem;margin-top:1rem}
        .small-figure{flex:0 1 20rem;min-width:0}
        .small-figure img{display:block;width:100%;height:auto;border-radius:3px}
        .key-figures .metrics div{justify-content:flex-start}
        .key-figures .metrics:has(>:nth-child(4):last-child){display:grid;grid-template-columns:repeat(2,minmax(0,13rem))}
        .key-figures .metrics dd{font-size:1.75rem}
        .key-figures .metrics .interval{font-size:.8125rem}
        .key-figures .metrics .difference{font-family:var(--sans);font-size:.8125rem;color:var(--quiet);margin-top:.2rem}
        .since{font-family:var(--sans);font-size:.9375rem;margin:1.3rem 0 0;overflow-wrap:anywhere}
        .since p{margin:0 0 .3rem}
        .since .plain{margin:.15rem 0 .6rem}
        .since .same{color:var(--quiet);font-size:.875rem;margin-top:.35rem}
        .head{margin-bottom:2.2rem}
        """

    static let cells = """
        .cell{margin:1.5rem 0 1.9rem}
        .cell-head{font-family:var(--sans);font-size:.78rem;color:var(--quiet);display:flex;flex-wrap:wrap;
        align-items:baseline;column-gap:.75rem;padding-bottom:.3rem}
        .cell-head.below{padding:.4rem 0 0}
        .abreast{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(26rem,100%),1fr));column-gap:2.4rem}
        .abreast .cell{min-width:0}
        .fold{margin:0}
        .fold .source{margin-top:.3rem}
        .cell-label{font-family:var(--mono);color:var(--quiet);text-decoration:none;overflow-wrap:anywhere}
        .cell-label:hover{color:var(--accent);text-decoration:underline}
        .chip{white-space:nowrap}
        .chip::before{content:"";display:inline-block;width:.5em;height:.5em;border-radius:50%;margin-right:.4em;
        border:1.5px solid var(--edge);vertical-align:.05em}
        .chip.ran::before{background:var(--good);border-color:var(--good)}
        .chip.reused::before{border-color:var(--good)}
        .chip.failed{color:var(--bad);font-weight:600}
        .chip.failed::before{background:var(--bad);border-color:var(--bad);border-radius:0}
        .chip.interrupted{color:var(--careful);font-weight:600}
        .chip.interrupted::before{background:var(--careful);border-color:var(--careful);border-radius:0}
        .why.stale{color:var(--careful)}
        .earlier{color:var(--quiet)}
        .duration{font-variant-numeric:tabular-nums;margin-left:auto}
        .source{background:var(--panel);border-radius:4px;padding:.7rem .9rem;white-space:pre-wrap;
        overflow-wrap:anywhere}
        .cell{position:relative}
        .copy{position:absolute;right:0;font:.75rem var(--sans);color:var(--quiet);background:var(--paper);border:1px solid var(--edge);
        border-radius:3px;margin:.4rem;padding:.15rem .5rem;cursor:pointer;opacity:0}
        .cell:hover .copy,.copy:focus-visible{opacity:1}
        .s-command{color:var(--command);font-weight:600}
        .s-option{color:var(--option);white-space:nowrap}
        .s-string{color:var(--string)}
        .s-parameter{color:var(--parameter);white-space:nowrap}
        .s-reference{color:var(--accent)}
        .s-comment{color:var(--quiet);font-style:italic}
        .cell.failed .source{box-shadow:inset 3px 0 0 var(--bad)}
        .cell.interrupted .source{box-shadow:inset 3px 0 0 var(--careful)}
        .cell.not-run .source,.cell.skipped .source{background:none;border:1px dashed var(--rule)}
        .literal{margin:1.1rem 0;border-left:3px solid var(--rule);padding:.1rem 0 .1rem 1rem}
        .literal figcaption{font-family:var(--sans);font-size:.8125rem;color:var(--quiet)}
        .literal figcaption,.literal-text{margin-bottom:.2rem}
        details.literal{margin:.5rem 0}
        .literal-text{overflow-wrap:anywhere;font-size:.97em;line-height:1.5}
        .literal-text p{margin:.15rem 0;padding-left:1.2em;text-indent:-1.2em}
        """
}
