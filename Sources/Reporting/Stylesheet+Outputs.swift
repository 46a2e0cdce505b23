extension Stylesheet {
    // A caption ends where a phone's screen does, also if its table is wider.
    static let outputs = """
        .outputs{margin-top:.8rem;display:flex;flex-wrap:wrap;gap:1rem 2.4rem}
        .output{flex:1 1 100%;min-width:0}
        .output.beside{flex:0 1 auto;max-width:100%}
        .output>:last-child{margin-bottom:0}
        .varies-mark{font-family:var(--sans);font-size:.7rem;font-style:italic;color:var(--quiet);
        border:1px dotted var(--edge);border-radius:3px;padding:0 .3em;white-space:nowrap;line-height:1.3}
        .text{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;max-width:46rem}
        .preformatted{padding:.1rem 0 .1rem .9rem;border-left:2px solid var(--rule)}
        .none{color:var(--quiet);font-style:italic}
        .scroll{overflow-x:auto;max-width:100%;background:linear-gradient(90deg,var(--paper) 50%,transparent) 0 0/3rem 100%,
        linear-gradient(270deg,var(--paper) 50%,transparent) 100% 0/3rem 100%,
        linear-gradient(90deg,var(--shade),transparent) 0 0/.8rem 100%,
        linear-gradient(270deg,var(--shade),transparent) 100% 0/.8rem 100%;
        background-repeat:no-repeat;background-attachment:local,local,scroll,scroll}
        table{border-collapse:collapse;font-family:var(--sans);font-size:.875rem;line-height:1.4;
        font-variant-numeric:tabular-nums;margin:.2rem 0}
        caption{text-align:left;color:var(--quiet);padding:0 max(0px,100% - 100vw + 3rem) .4rem 0;font-size:.875rem}
        thead>tr>*{border-bottom:1.5px solid var(--edge)}
        thead th{font-weight:600;vertical-align:bottom}
        th,td{padding:.3rem .9rem .3rem 0;text-align:left;vertical-align:top}
        th:last-child,td:last-child{padding-right:.2rem}
        td{white-space:nowrap;unicode-bidi:plaintext;text-align:start}
        td.wrap,td.long{white-space:normal}
        td.break{white-space:normal;overflow-wrap:anywhere;min-width:9rem}
        .facts td.break{white-space:pre-line}
        tbody th{font-weight:400}
        tbody tr+tr>*{border-top:1px solid var(--rule)}
        .summary tr:first-child>*{border-top:1.5px solid var(--edge)}
        .n{text-align:right;white-space:nowrap;padding-left:.5rem}
        td.long,th.long{min-width:min(24rem,60vw);max-width:44rem}
        th.break,tbody th{overflow-wrap:anywhere;min-width:6rem;max-width:24rem}
        details{margin:.6rem 0 0}
        details>pre{margin-top:.5rem}
        .picture{margin:0}
        .picture img{display:block;max-width:100%;height:auto}
        .on-dark,.on-paper{display:none}
        .grounded img{background:#fff;border-radius:3px}
        figcaption{overflow-wrap:anywhere}
        .picture figcaption,.tokens-figure figcaption{font-family:var(--sans);font-size:.875rem;color:var(--quiet);
        margin-top:.5rem;max-width:46rem}
        .picture figcaption strong{color:var(--ink);margin-right:.3em}
        .metrics{display:flex;flex-wrap:wrap;gap:.7rem;margin:0}
        .metrics div{border:1px solid var(--rule);border-radius:4px;padding:.55rem .9rem .6rem;min-width:8rem;
        display:flex;flex-direction:column;justify-content:space-between}
        .metrics dt{font-family:var(--sans);font-size:.8125rem;color:var(--quiet);overflow-wrap:anywhere}
        .metrics dd{overflow-wrap:anywhere;margin:.1rem 0 0;font-size:1.35rem;line-height:1.25;font-variant-numeric:lining-nums tabular-nums}
        .metrics:has(.interval) div{justify-content:flex-start}
        .metrics .interval{font-family:var(--sans);font-size:.8125rem;color:var(--quiet)}
        @media screen and (prefers-color-scheme:dark){.grounded img{filter:brightness(.9)}
        .picture:not(.grounded) .on-light{display:none}.on-dark{display:inline}}
        """

    static let textOutputs = """
        mark{color:inherit;background:none}
        .label{background:var(--ground);border-bottom:2px var(--stroke) var(--line);border-radius:3px 3px 0 0;
        padding:.05em .22em;-webkit-box-decoration-break:clone;box-decoration-break:clone}
        .label .letters{font-family:var(--sans);font-size:.66em;font-weight:700;letter-spacing:.03em;
        unicode-bidi:isolate;vertical-align:.12em;white-space:nowrap}
        .label.missed{background:none;outline:1px dashed var(--line);outline-offset:-1px}
        mark.right{border-bottom:1px solid var(--shade)}
        mark.right .letters{font-family:var(--sans);font-size:.66em;color:var(--quiet);unicode-bidi:isolate;white-space:nowrap}
        .judged .title{font-family:var(--sans);font-size:.8125rem;font-style:normal;color:var(--quiet);margin:0}
        .judged .context{border:0;padding:0;margin:0 0 .5rem;line-height:1.85}
        .marked{margin:0;max-width:46rem;line-height:1.85;overflow-wrap:anywhere}
        .marked-texts{margin:0;padding-left:1.8rem;max-width:46rem}
        .marked-texts li+li{margin-top:.4rem}
        .marked-texts li+li:has(.judged){margin-top:.8rem}
        .examples>ol:target{scroll-margin-top:3rem}
        .marked-texts li::marker{color:var(--quiet);font-size:.85em;font-variant-numeric:tabular-nums}
        .legend{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.1rem;margin:0 0 .6rem;padding:0;
        font-family:var(--sans);font-size:.8125rem;color:var(--quiet);overflow-wrap:anywhere}
        .legend mark{color:var(--ink);font-weight:700;letter-spacing:.03em;margin-right:.2em}
        .titled{max-width:46rem}
        .title{font-style:italic;margin:0 0 .3rem;overflow-wrap:anywhere}
        .lines{margin:0 0 .6rem}
        .lines div{display:grid;grid-template-columns:5.5rem minmax(0,1fr);margin-bottom:.15rem}
        .lines dt{font-family:var(--sans);font-size:.8125rem;color:var(--quiet);padding-top:.15rem}
        .lines dd{margin:0;overflow-wrap:anywhere}
        .note{font-family:var(--sans);font-size:.8125rem;color:var(--quiet);white-space:nowrap}
        .context{margin:0 0 .8rem;padding:.1rem 0 .1rem 1rem;border-left:3px solid var(--rule);
        overflow-wrap:anywhere;font-size:.97em}
        .highlight{background:var(--highlight-ground);border-bottom:2px solid var(--highlight-edge);font-weight:600;
        padding:.05em .15em;border-radius:3px 3px 0 0;-webkit-box-decoration-break:clone;box-decoration-break:clone}
        .tokens-figure{margin:0}
        .tokens-figure figcaption{margin:0 0 .5rem}
        .tokens{list-style:none;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.28rem .22rem}
        .tokens li{font-family:var(--mono);font-size:.78rem;line-height:1.35;display:flex;flex-direction:column;
        align-items:center;padding:.1rem .3rem;background:var(--panel);border-radius:3px;
        border-bottom:2px solid transparent;max-width:100%;min-width:1.4em;overflow-wrap:anywhere}
        .tokens small{font-size:.68rem;color:var(--quiet);font-family:var(--sans);unicode-bidi:isolate}
        .tokens li.label{background:var(--ground);border-bottom:2px var(--stroke) var(--line)}
        .tokens .label small{color:var(--ink);font-weight:700}
        .tokens .framed{outline:2px solid var(--highlight-edge);background:var(--highlight-ground);font-weight:600}
        .tokens .framed small{color:var(--ink)}
        """

    static let facts = """
        .facts table{min-width:min(34rem,100%)}
        .facts td,.facts tbody th{vertical-align:baseline}
        .facts .break{max-width:34rem}
        .facts-lead{font-family:var(--sans);font-size:.875rem;color:var(--quiet);margin:0}
        .changed-row>*{background:var(--careful-ground)}
        tfoot tr>*{border-top:1.5px solid var(--edge);font-weight:600}
        .facts .chip{font-size:.8125rem}
        .share{display:block;width:6rem;height:3px;background:var(--rule);margin:.2rem 0 0 auto}
        .share span{display:block;height:3px;background:var(--quiet)}
        """

    static let narrow = """
        @media screen and (max-width:66rem){
        .sheet{display:block;padding:0 1.5rem;max-width:62rem}
        .page{padding-top:2rem;margin:0 auto}
        .side{display:none}
        .folded{display:block;margin-bottom:1.8rem;border-top:1px solid var(--rule);border-bottom:1px solid var(--rule);
        padding:.5rem 0}
        .folded details{margin:0}
        .folded summary{color:var(--ink);font-weight:600;padding:.3rem 0}
        .folded a{padding:.4rem}
        main>section:first-child>h2{border-top:0;margin-top:1.2rem}
        }
        @media screen and (max-width:36rem){
        body{font-size:1rem}
        .sheet{padding:0 1rem}
        h1{font-size:1.6rem}
        h2{font-size:1.3rem;margin-top:2.4rem}
        h3{font-size:1.12rem}
        .source,.prose pre{padding:.6rem .7rem}
        .metrics div{flex:1 1 8rem;min-width:7rem}
        .lines div,.progress div{display:block}
        .context,.literal{padding-left:.75rem}
        .marked-texts{padding-left:1.5rem}
        .note{white-space:normal}
        table{font-size:.78rem}
        th,td{padding-right:.4rem}
        .n{padding-left:0}
        thead .n{white-space:normal}
        td.wrap{min-width:5rem}
        td.long,th.long{min-width:7rem}
        td.break,th.break{min-width:6rem}
        }
        """

    static let print = """
        @page{margin:18mm 16mm}
        @media print{
        html{font-size:10.5pt}
        body{background:#fff;line-height:1.45;-webkit-print-color-adjust:exact;print-color-adjust:exact}
        .skip,.contents{display:none}
        .sheet{display:block;max-width:none;padding:0}
        .page{padding:0;max-width:none}
        a{color:inherit;text-decoration:none}
        .prose a[href^="http"]::after{content:" (" attr(href) ")";font-size:.85em;overflow-wrap:anywhere}
        h2{margin-top:1.8rem}
        h1,h2,h3,h4,h5,h6,.cell-head,.legend,caption,.tokens-figure figcaption,.output:has(>.text){break-after:avoid}
        p,li{orphans:3;widows:3}
        pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:8.5pt}
        .scroll{overflow:visible;background:none}
        table{font-size:8.5pt}
        thead .n{white-space:normal}
        td.long,th.long{min-width:0}
        td.break,th.break{min-width:6rem}
        .vast{font-size:6.5pt}
        .vast th,.vast td{overflow-wrap:anywhere;min-width:0;padding-right:.4rem}
        .vast .n{white-space:normal}
        thead{display:table-header-group}
        tfoot{display:table-row-group}
        tr,.picture,.metrics,.box,.outcome,.source,.lines,.literal,.tokens li,.short,.box li,details pre{break-inside:avoid}
        .head .box{break-inside:auto}
        .source{border:1px solid var(--rule)}
        .picture img{max-height:220mm;object-fit:contain;object-position:left}
        .abreast,.outputs{display:block}
        .output{margin-bottom:1rem}
        .output.beside:has(>.scroll>.short){display:inline-block;vertical-align:top;margin-right:2rem}
        .source,.fold,.titled>.title,.titled>.lines{break-after:avoid}
        .foot{break-before:avoid;margin-top:1.5rem}
        details:not([open]),.facts section:has(>h3+details:not([open])){display:none}
        details[open]>summary{list-style:none}
        .has-paper .on-light{display:none}
        .has-paper .on-paper{display:inline}
        }
        """
}
