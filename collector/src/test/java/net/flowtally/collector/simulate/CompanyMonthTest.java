package net.flowtally.collector.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.YearMonth;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class CompanyMonthTest {
    private static final YearMonth MARCH = YearMonth.of(2026, 3);

    @Test
    void theSameMonthAndSeedGiveTheSameOctets() {
        assertThat(checksum(new CompanyMonth(MARCH, 1)))
                .isEqualTo(checksum(new CompanyMonth(MARCH, 1)));
        assertThat(checksum(new CompanyMonth(MARCH, 1)))
                .isNotEqualTo(checksum(new CompanyMonth(MARCH, 2)));
    }

    @Test
    void datagramsOfADayComeInTheOrderInWhichTheyWereSent() {
        CompanyMonth month = new CompanyMonth(MARCH, 1);
        long last = Long.MIN_VALUE;
        while (month.hasNext()) {
            SimulatedDatagram datagram = month.next();
            assertThat(datagram.sentAt()).isGreaterThanOrEqualTo(last);
            last = datagram.sentAt();
        }
    }

    @Test
    void theTruthCountsWhatWasSentAndNotWhatGotLost() {
        CompanyMonth month = new CompanyMonth(MARCH, 1);
        long datagrams = 0;
        long wanRecords = 0;
        while (month.hasNext()) {
            SimulatedDatagram datagram = month.next();
            datagrams++;
            ByteBuffer payload = ByteBuffer.wrap(datagram.payload());
            if (payload.getShort(0) == 5) {
                wanRecords += payload.getShort(2);
            }
        }
        assertThat(month.truth().get(0).datagrams() + month.truth().get(1).datagrams())
                .isEqualTo(datagrams);
        assertThat(month.truth().get(1).records()).isEqualTo(wanRecords);
    }

    private static long checksum(CompanyMonth month) {
        CRC32C crc = new CRC32C();
        while (month.hasNext()) {
            crc.update(month.next().payload());
        }
        return crc.getValue();
    }
}
