package net.flowtally.collector.capture;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import net.flowtally.ledger.address.Address;

/// A file of datagrams, told apart by its first octets: a packet capture (pcap, pcapng), from which
/// every UDP payload is taken with its capture time and source, or bare payloads as an exporter
/// sends them. One thread.
public final class CaptureFile implements DatagramSource {
    static final int PCAP_MICROS = 0xa1b2c3d4;
    static final int PCAP_NANOS = 0xa1b23c4d;

    private final Path file;
    private final Address bareSource;
    private final Clock clock;
    private UdpPackets packets = new UdpPackets((_, _, _, _) -> {});
    private long bare;

    /// @param bareSource the source of payloads in a file that names none
    /// @param clock the receive time of payloads that carry no time
    public CaptureFile(Path file, Address bareSource, Clock clock) {
        this.file = file;
        this.bareSource = bareSource;
        this.clock = clock;
    }

    @Override
    public void deliverTo(DatagramSink sink) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                Arena arena = Arena.ofConfined()) {
            MemorySegment content = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            deliver(content, sink);
        } catch (IOException e) {
            throw new CaptureException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    private void deliver(MemorySegment content, DatagramSink sink) {
        if (content.byteSize() < 4) {
            throw new CaptureException(file, "holds no datagram.");
        }
        packets = new UdpPackets(sink);
        int magic = content.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 0);
        int swapped = Integer.reverseBytes(magic);
        if (magic == PCAP_MICROS || magic == PCAP_NANOS) {
            new PcapReader(file, content, ByteOrder.BIG_ENDIAN, magic).readTo(packets);
        } else if (swapped == PCAP_MICROS || swapped == PCAP_NANOS) {
            new PcapReader(file, content, ByteOrder.LITTLE_ENDIAN, swapped).readTo(packets);
        } else if (magic == PcapngReader.SECTION_HEADER) {
            new PcapngReader(file, content, clock).readTo(packets);
        } else {
            deliverBare(content, sink);
        }
    }

    private void deliverBare(MemorySegment content, DatagramSink sink) {
        if (content.byteSize() > Integer.MAX_VALUE) {
            throw new CaptureException(file, "is no packet capture.");
        }
        BarePayloads payloads = new BarePayloads(content.asByteBuffer());
        if (!payloads.isFlowExport()) {
            throw new CaptureException(file, "is neither a packet capture nor a datagram.");
        }
        while (payloads.next()) {
            ByteBuffer payload = payloads.payload();
            if (payload.remaining() > 65_535) {
                throw new CaptureException(file, "holds a message longer than a datagram can be.");
            }
            bare++;
            sink.accept(payloads.exportedAt(clock), bareSource, 0, payload);
        }
    }

    /// Datagrams handed over.
    public long datagrams() {
        return bare + packets.datagrams();
    }

    /// Packets of the capture that hold no UDP over IP, for example TCP or ARP.
    public long otherPackets() {
        return packets.others();
    }

    /// Datagrams of which the capture does not hold every fragment: not handed over.
    public long incomplete() {
        return packets.incomplete();
    }

    /// Datagrams of which the capture holds only the beginning: handed over as they are.
    public long cut() {
        return packets.cut();
    }
}
