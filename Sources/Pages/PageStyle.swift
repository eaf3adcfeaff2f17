/// How pages look: one style for all of them.
public enum PageStyle {
  static let text = """
    :root { color-scheme: light dark; --ink: #1a1a1a; --ground: #fff; --quiet: #f3f4f6;
      --faint: #545b64; --mark: #0b5cad; --line: #c9ced6; --good: #156b34; --bad: #a3211a; }
    @media (prefers-color-scheme: dark) { :root { --ink: #e6e6e6; --ground: #16181c;
      --quiet: #22262c; --faint: #a9b1bc; --mark: #7db7f0; --line: #3a4048; --good: #6fd08f;
      --bad: #ff9a91; } }
    * { box-sizing: border-box; }
    body { margin: 0; color: var(--ink); background: var(--ground);
      font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: break-word; }
    main, nav, footer { max-width: 56rem; margin: 0 auto; padding: 0 1rem; }
    main { padding-bottom: 2rem; }
    nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 1rem 0 0;
      padding: 0; }
    footer { border-top: 1px solid var(--line); color: var(--faint); font-size: .875rem; }
    h1 { font-size: 1.75rem; line-height: 1.2; margin: 1.25rem 0 .75rem; }
    h2 { font-size: 1.3rem; line-height: 1.25; margin: 2rem 0 .5rem; }
    h3 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
    h4, h5, h6 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
    a { color: var(--mark); }
    a:focus-visible, summary:focus-visible, [tabindex]:focus-visible, input:focus-visible {
      outline: 3px solid var(--mark); outline-offset: 2px; }
    code, pre, samp { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
    code { font-size: .92em; background: var(--quiet); padding: .05em .25em; border-radius: .2em; }
    pre code { background: none; padding: 0; }
    pre { margin: .5rem 0; padding: .5rem .75rem; overflow-x: auto; tab-size: 4;
      font-size: .82rem; line-height: 1.35; }
    .typed { border-left: .25rem solid var(--mark); background: var(--quiet); font-weight: 600; }
    .typed code { white-space: pre-wrap; overflow-wrap: anywhere; }
    .printed { border-left: .25rem solid var(--line); }
    blockquote { margin: 1rem 0; padding-left: 1rem; border-left: .25rem solid var(--line); }
    figure { margin: 1rem 0; }
    figure svg { display: block; max-width: 100%; height: auto; }
    figcaption, caption, .faint { color: var(--faint); font-size: .9rem; }
    .scroll { overflow-x: auto; margin: .75rem 0; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
    caption { text-align: left; padding-bottom: .35rem; }
    th, td { padding: .3rem .7rem .3rem 0; border-bottom: 1px solid var(--line); text-align: left;
      vertical-align: top; }
    thead th { border-bottom: 2px solid var(--line); }
    tbody th { font-weight: 600; }
    .number { text-align: right; }
    .wide th, .wide td { padding-right: .3rem; }
    .wide thead th { vertical-align: bottom; }
    .wide thead th + th { writing-mode: vertical-rl; white-space: nowrap; padding: 0 .3rem .4rem 0; }
    .good { color: var(--good); font-weight: 600; }
    .bad { color: var(--bad); font-weight: 600; }
    details { margin: .5rem 0; }
    summary { cursor: pointer; color: var(--mark); }
    @media (max-width: 600px) { h1 { font-size: 1.4rem; } pre { font-size: .72rem; }
      th, td { padding-right: .5rem; font-size: .9rem; } }
    @media print { :root { --ink: #000; --ground: #fff; --quiet: #f3f4f6; --faint: #444; --line: #bbb;
        --mark: #0b3d75; --good: #0d4a22; --bad: #7a1812; }
      body { font-size: 10pt; } main, footer { max-width: none; padding: 0; } nav { display: none; }
      pre { white-space: pre-wrap; font-size: 7.5pt; } figure svg { max-width: 13cm; }
      .scroll { overflow: visible; } .wide { font-size: 7.5pt; }
      details::details-content { content-visibility: visible; }
      .question details:not([open]) { display: none; }
      figure, tr, .question, pre { break-inside: avoid; } h2, h3, caption, .typed { break-after: avoid; } }

    """
}
