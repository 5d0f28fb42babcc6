package net.flowtally.collector.decode;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.flowtally.collector.exporter.ExporterTally;
import net.flowtally.collector.flow.Datagram;
import net.flowtally.ledger.address.Address;

/// Decoders with a sink that keeps everything, fed with datagrams one by one; their receive time
/// moves on by a second each.
final class DecodingBench {
    static final long START = 1_700_000_000_000_000L;

    Decoders decoders = new Decoders();
    final RecordingSink sink = new RecordingSink();
    final List<String> troubles = new ArrayList<>();
    long clock = START;
    Address from = Address.parse("192.0.2.1");
    int port = 2055;

    /// @param hex octets; whatever is no hexadecimal digit is left out, as is what follows `;` up
    ///   to the end of the line
    ExporterTally hex(String hex) {
        return octets(bytes(hex));
    }

    static byte[] bytes(String hex) {
        return HexFormat.of()
                .parseHex(hex.replaceAll(";[^\n]*", "").replaceAll("[^0-9a-fA-F]", ""));
    }

    ExporterTally octets(byte[] octets) {
        Datagram datagram = new Datagram();
        datagram.wrap(MemorySegment.ofArray(octets), 0, octets.length);
        datagram.sourceHi = from.hi();
        datagram.sourceLo = from.lo();
        datagram.sourcePort = port;
        datagram.receivedAt = clock;
        datagram.position = clock - START;
        clock += 1_000_000;
        return feed(datagram);
    }

    ExporterTally feed(Datagram datagram) {
        ExporterTally tally = decoders.tally(datagram);
        sink.begin(datagram);
        try {
            decoders.decode(datagram, tally, sink);
        } catch (MalformedDatagram e) {
            troubles.add(e.getMessage());
        }
        return tally;
    }

    List<RecordingSink.Seen> seen() {
        return sink.seen;
    }
}
