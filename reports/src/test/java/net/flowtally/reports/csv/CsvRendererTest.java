package net.flowtally.reports.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import net.flowtally.reports.SampleReport;
import org.junit.jupiter.api.Test;

class CsvRendererTest {
    @Test
    void valuesAreExactAndPlain() {
        String csv = render();
        assertThat(csv.lines().skip(1).findFirst().orElseThrow())
                .isEqualTo(
                        "Sales,3,1500000,1.500000,0.0125,1234567890.12,0.749997,"
                                + "2026-03-29T01:30:00Z,2026-03-29,3723.400");
    }

    @Test
    void aTextThatLooksLikeAFormulaIsMadeHarmless() {
        assertThat(render()).contains("\"'=HYPERLINK(");
    }

    private static String render() {
        StringWriter out = new StringWriter();
        CsvRenderer.write(SampleReport.table(), out);
        return out.toString();
    }
}
