package net.flowtally.collector.lfap;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.function.LongConsumer;
import net.flowtally.collector.journal.Entry;
import net.flowtally.collector.listen.TcpConnection;
import net.flowtally.collector.listen.TcpProtocol;
import net.flowtally.collector.listen.TcpSession;
import net.flowtally.ledger.address.Address;

/// The server of LFAP (FAS) on a TCP port: frames messages and opens a session for each agent. Used
/// on the edge's thread alone.
public final class LfapServer implements TcpProtocol {
    private final String name;
    private final Prefixes prefixes;
    private final LfapFigures figures;
    private final LfapTimers timers;
    private final ArrayDeque<Written> written = new ArrayDeque<>();
    private int sessions;

    /// Messages of a source that are written and not yet on the disk.
    private record Written(long position, Address source, int messages) {}

    /// Hands out flow id prefixes, each once for ever.
    @FunctionalInterface
    public interface Prefixes {
        /// @param then gets the prefix, later, on the edge's thread; nothing if there is none now
        void take(LongConsumer then);
    }

    /// @param name as status, log and the ready line name its port
    public LfapServer(String name, Prefixes prefixes, LfapFigures figures, LfapTimers timers) {
        this.name = name;
        this.prefixes = prefixes;
        this.figures = figures;
        this.timers = timers;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int journalled() {
        return Entry.LFAP;
    }

    @Override
    public int headerOctets() {
        return Lfap.HEADER;
    }

    @Override
    public int messageOctets(ByteBuf octets, int at) {
        return Lfap.HEADER + octets.getUnsignedShort(at + 6);
    }

    @Override
    public int mostOctets() {
        return Lfap.MOST_OCTETS;
    }

    @Override
    public void violation(Address source) {
        figures.add(source, "protocolViolations", 1);
    }

    @Override
    public TcpSession open(TcpConnection connection) {
        return new LfapSession(this, connection);
    }

    Prefixes prefixes() {
        return prefixes;
    }

    LfapTimers timers() {
        return timers;
    }

    void count(Address source, String name) {
        figures.add(source, name, 1);
    }

    void time(Address source, String name, long micros) {
        figures.set(source, name, micros);
    }

    boolean hasRoom() {
        return sessions < timers.mostSessions();
    }

    void began(Address source) {
        sessions++;
        figures.add(source, LfapFigures.CONNECTED, 1);
    }

    void ended(Address source) {
        sessions--;
        figures.add(source, LfapFigures.CONNECTED, -1);
    }

    void written(long position, Address source, int messages) {
        figures.add(source, "messagesJournalled", messages);
        written.add(new Written(position, source, messages));
    }

    @Override
    public void synced(long position) {
        while (!written.isEmpty() && written.peek().position() <= position) {
            Written safe = written.poll();
            figures.add(safe.source(), "messagesSafe", safe.messages());
        }
    }
}
