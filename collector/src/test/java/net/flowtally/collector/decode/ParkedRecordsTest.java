package net.flowtally.collector.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.collector.flow.FlowIntake;
import net.flowtally.collector.flow.FlowTable;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.calls.QuarterHour;
import net.flowtally.ledger.exporter.CollectorSettings;
import org.junit.jupiter.api.Test;

class ParkedRecordsTest {
    @Test
    void recordsThatWaitedForTheirTemplateBelongToTheQuarterHourInWhichTheyCame() {
        long border = QuarterHour.of(Message.EXPORT) + QuarterHour.MICROS;
        List<String> slices = new ArrayList<>();
        try (FlowTable table =
                new FlowTable("main", slice -> slices.add(slice.quarter + " " + slice.bytes))) {
            FlowIntake intake = new FlowIntake(CollectorSettings.defaults(), table);
            Decoders decoders = new Decoders();
            String record = "0a000101 c6336409 000003e8";
            feed(decoders, intake, Message.v9(1, 7, Message.set(256, record)), border - 60_000_000);
            feed(
                    decoders,
                    intake,
                    Message.v9(2, 7, Message.template9(256, 8, 4, 12, 4, 1, 4)),
                    border + 60_000_000);
            table.drain(true);
        }
        assertThat(slices).containsExactly((border - QuarterHour.MICROS) + " 1000");
    }

    private static void feed(Decoders decoders, FlowIntake intake, byte[] octets, long receivedAt) {
        ByteBuffer.wrap(octets).putInt(8, (int) (receivedAt / 1_000_000)); // the exporter's clock
        Datagram datagram = new Datagram();
        datagram.wrap(MemorySegment.ofArray(octets), 0, octets.length);
        datagram.sourceLo = Address.parse("192.0.2.1").lo();
        datagram.receivedAt = receivedAt;
        ExporterTally tally = decoders.tally(datagram);
        intake.begin(datagram, tally);
        decoders.decode(datagram, tally, intake);
    }
}
