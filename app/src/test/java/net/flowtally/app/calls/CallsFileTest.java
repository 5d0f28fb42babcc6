package net.flowtally.app.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.explore.CallRecord;
import org.junit.jupiter.api.Test;

class CallsFileTest {
    @Test
    void writesExactNumbersAndQuotesWhatNeedsIt() {
        assertThat(CallsFile.line(call("Sales, \"north\"", "=cmd()")))
                .isEqualTo(
                        "2026-03-01T00:00:00.000001Z,2026-03-01T00:00:02Z,192.0.2.1,10.0.0.1,"
                                + "2001:db8::1,6,40000,443,https,\"Sales, \"\"north\"\"\",'=cmd(),"
                                + "pc-1,Internet,Internet,1000000,5,1000,2,0.00000012\r\n");
    }

    private static CallRecord call(String department, String user) {
        return new CallRecord(
                "00",
                Instant.parse("2026-03-01T00:00:00.000001Z"),
                Instant.parse("2026-03-01T00:00:02Z"),
                "192.0.2.1",
                Address.parse("10.0.0.1"),
                Address.parse("2001:db8::1"),
                6,
                40_000,
                443,
                "https",
                department,
                user,
                "pc-1",
                "Internet",
                "Internet",
                1_000_000,
                5,
                1_000,
                2,
                1,
                new BigDecimal("1.2E-7"));
    }
}
