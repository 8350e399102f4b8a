package dynamo.tools.check.report;

/** How the page looks: light or dark as its reader is, and always light on paper. */
final class Style {
    static final String CSS = """
            <style>
              :root { --paper: #ffffff; --ink: #1a1a1a; --soft: #595959; --grid: #d9d9d9; --bad: #b00020; --good: #00664b;
                --busy: #8a5a00; --shade0: #f1f1f1; --shade1: #dde8f0; --shade2: #ffffff; --p50: #0072b2; --p99: #d55e00; }
              @media screen and (prefers-color-scheme: dark) {
                :root { --paper: #15181c; --ink: #ececec; --soft: #a8adb3; --grid: #3a4048; --bad: #ff8a8a; --good: #5fd3ae;
                  --busy: #f0c060; --shade0: #1d2127; --shade1: #263240; --shade2: #15181c; --p50: #56b4e9; --p99: #ff9040; }
              }
              body { margin: 0 auto; padding: 16px 20px 40px; max-width: 1040px; background: var(--paper); color: var(--ink);
                font: 14px/1.45 system-ui, sans-serif; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
              h1 { font-size: 26px; margin: 8px 0; } h2 { font-size: 17px; margin: 28px 0 8px; }
              .valid { color: var(--good); } .invalid { color: var(--bad); } .undecided { color: var(--busy); }
              p, ul { margin: 6px 0; } .note { color: var(--soft); }
              dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 16px; margin: 12px 0; }
              dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
              table { border-collapse: collapse; } td, th { padding: 3px 12px 3px 0; text-align: left; vertical-align: top; }
              th { color: var(--soft); font-weight: normal; border-bottom: 1px solid var(--grid); }
              td { border-bottom: 1px solid var(--grid); overflow-wrap: anywhere; }
              .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
              .violation { border-left: 4px solid var(--bad); padding-left: 12px; margin: 12px 0; break-inside: avoid; }
              code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; } summary { cursor: pointer; }
              svg { display: block; width: 100%; height: auto; }
              svg text { font: 11px system-ui, sans-serif; fill: var(--ink); }
              svg .soft { fill: var(--soft); } svg .name { font-weight: 600; font-size: 12px; }
              svg .middle { text-anchor: middle; } svg .end { text-anchor: end; }
              svg .label { font-size: 10px; } svg .label.dark { fill: #000000; } svg .label.light { fill: #ffffff; }
              .grid { stroke: var(--grid); stroke-width: 0.7; } .edge { stroke: var(--soft); stroke-width: 0.7; }
              .shade0 { fill: var(--shade0); } .shade1 { fill: var(--shade1); } .shade2 { fill: var(--shade2); }
              .bar, .sample { stroke: var(--ink); stroke-width: 0.5; }
              .hover { fill: transparent; } .hover:hover { fill: var(--ink); fill-opacity: 0.15; }
              .p50, .p99, .max { fill: none; } .p50 { stroke: var(--p50); stroke-width: 2; }
              .p99 { stroke: var(--p99); stroke-width: 1; } .max { stroke: var(--soft); stroke-width: 2.2; }
              svg text.bad { fill: var(--bad); font-weight: 700; font-size: 13px; }
              .thin { stroke: var(--bad); stroke-width: 0.8; stroke-dasharray: 3 3; }
            </style>
            """;

    private Style() {}
}
