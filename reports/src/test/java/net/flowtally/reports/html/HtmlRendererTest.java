package net.flowtally.reports.html;

import static org.assertj.core.api.Assertions.assertThat;

import net.flowtally.reports.SampleReport;
import org.junit.jupiter.api.Test;

class HtmlRendererTest {
    private final String html = HtmlRenderer.render(SampleReport.make());

    @Test
    void whateverANameHoldsStaysText() {
        assertThat(html)
                .doesNotContain("<script")
                .contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;");
        assertThat(html).contains("Lindqvist &lt;Instruments&gt;");
    }

    @Test
    void theFileAsksTheNetworkForNothing() {
        assertThat(html)
                .contains("default-src 'none'")
                .doesNotContain("src=")
                .doesNotContain("@import");
        assertThat(html).doesNotContain("url(").doesNotContain("<link");
    }

    @Test
    void numbersFollowTheLocaleAndTimesTheAccountingZone() {
        assertThat(html)
                .contains("1.234.567.890,12")
                .contains("1,500000")
                .contains("2026-03-29 03:30:00");
        assertThat(html).contains("0,0125").contains("75,0");
    }

    @Test
    void everyRowSaysWhatItStandsFor() {
        assertThat(html).contains("<tr class=\"total\">").contains("<tr class=\"unassigned\">");
        assertThat(html).contains("<tr class=\"subtotal\">");
    }

    @Test
    void chartsAreDrawnInsideAndDescribedInWords() {
        assertThat(html)
                .contains("<svg role=\"img\"")
                .contains("aria-label=\"Sales comes first.\"");
    }

    @Test
    void whatAsksForAttentionIsMarkedBySignAndNotByColourAlone() {
        assertThat(html).contains("▲ 3.1 %");
    }
}
