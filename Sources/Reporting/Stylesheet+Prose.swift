extension Stylesheet {
    /// Tables, task lists, footnotes, formulas, admonitions and references in the prose.
    static let prose = """
        .prose .scroll{margin:0 0 .85rem}
        .prose table{min-width:min(22rem,100%)}
        .prose td,.prose th{white-space:normal}
        .prose thead th.n,.prose td.n{text-align:right}
        .prose thead th.c,.prose td.c{text-align:center}
        .prose li.task{list-style:none;position:relative}
        .task-mark{position:absolute;left:-1.35em;top:.38em;width:.85em;height:.85em;border:1.5px solid var(--quiet);
        border-radius:2px}
        .task-mark.done{background:var(--good);border-color:var(--good)}
        .task-mark.done::after{content:"";position:absolute;left:.2em;top:0;width:.25em;height:.5em;
        border:solid var(--paper);border-width:0 2px 2px 0;transform:rotate(45deg)}
        .prose del{color:var(--quiet)}
        math{font-family:"STIX Two Math","Latin Modern Math","Libertinus Math","Cambria Math","DejaVu Math TeX Gyre",math;
        font-size:1.06em}
        .whole{white-space:nowrap}
        .formula{display:block;padding:.15rem 0}
        .numbered{display:flex;align-items:center;column-gap:1rem}
        .numbered .formula{flex:1 1 auto;min-width:0}
        .equation-number{font-variant-numeric:tabular-nums}
        .prose .formula.scroll{overflow-y:hidden;margin:0}
        .prose blockquote.admonition{color:inherit;border-left:3px solid var(--line);background:var(--ground);
        border-radius:3px;padding:.6rem .9rem;--line:var(--note);--ground:var(--note-ground)}
        .admonition>:last-child{margin-bottom:0}
        .prose .admonition-title{font-family:var(--sans);font-size:.875rem;font-weight:600;color:var(--line);
        margin:0 0 .25rem}
        .prose .admonition.is-tip{--line:var(--good);--ground:var(--good-ground)}
        .prose .admonition.is-important,.prose .admonition.is-warning{--line:var(--careful);--ground:var(--careful-ground)}
        .prose .admonition.is-caution{--line:var(--bad);--ground:var(--bad-ground)}
        .prose caption strong,table>caption>strong{color:var(--ink);margin-right:.3em}
        .reference{white-space:nowrap}
        .reference.missing{color:var(--quiet)}
        .note-mark{line-height:0;font-size:.75em}
        .note-mark a{text-decoration:none;padding:0 .12em}
        .footnotes{margin-top:2.5rem;border-top:1px solid var(--rule);padding-top:1rem;font-size:.9375rem}
        .footnotes li{position:relative}
        .footnotes li>p{margin:0 0 .35rem}
        .footnotes li>p:nth-last-child(2),.prose .note-back{display:inline}
        .footnotes li{margin-bottom:.5rem}
        .note-back a{padding:.1em .35em}
        :target:not(section):not(main){scroll-margin-top:1rem}
        .note-mark a:target,.footnotes li:target{background:var(--highlight-ground)}
        @media print{.admonition,.formula{break-inside:avoid}.note-back{display:none}}
        """
}
