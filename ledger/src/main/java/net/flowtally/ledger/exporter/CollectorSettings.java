package net.flowtally.ledger.exporter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;

/// Every setting that decides what the collector makes of what it hears. It travels in the journal,
/// so that the slices are a function of the journal alone. Immutable.
///
/// @param allowed sources inside these prefixes are approved unless a rule refuses them
/// @param exporters at most one rule for an address
/// @param idleSeconds a call ends when it has been idle for so long, at least
/// @param emissionSeconds counters leave the flow table as slices after so long, at the latest
/// @param skewLimitSeconds how far an exporter's clock may be off before the policy applies
/// @param datagramLimit so many datagrams of one exporter are taken each second while others send
///   as well; the rest is shed
public record CollectorSettings(
        List<Prefix> allowed,
        List<ExporterRule> exporters,
        int idleSeconds,
        int emissionSeconds,
        ClockPolicy clocks,
        int skewLimitSeconds,
        int datagramLimit) {

    public static final int DEFAULT_IDLE_SECONDS = 120;
    public static final int DEFAULT_EMISSION_SECONDS = 30;
    public static final int DEFAULT_SKEW_LIMIT_SECONDS = 300;
    public static final int DEFAULT_DATAGRAM_LIMIT = 50_000;

    private static final int VERSION = 2;

    /// Had no limit of datagrams.
    private static final int FIRST_VERSION = 1;

    private static final int PREFIX_OCTETS = 17;
    private static final int LEAST_RULE_OCTETS = 16 + 2 + 1 + 4 + 8 + 8 + 4;

    public CollectorSettings {
        allowed = List.copyOf(allowed);
        exporters = List.copyOf(exporters);
        if (idleSeconds < 1 || emissionSeconds < 1 || skewLimitSeconds < 1) {
            throw new IllegalArgumentException("times must be at least a second");
        }
        if (datagramLimit < 1) {
            throw new IllegalArgumentException("at least one datagram must be taken");
        }
    }

    /// With the usual limit of datagrams.
    public CollectorSettings(
            List<Prefix> allowed,
            List<ExporterRule> exporters,
            int idleSeconds,
            int emissionSeconds,
            ClockPolicy clocks,
            int skewLimitSeconds) {
        this(
                allowed,
                exporters,
                idleSeconds,
                emissionSeconds,
                clocks,
                skewLimitSeconds,
                DEFAULT_DATAGRAM_LIMIT);
    }

    /// Nothing approved, every time at its default.
    public static CollectorSettings defaults() {
        return new CollectorSettings(
                List.of(),
                List.of(),
                DEFAULT_IDLE_SECONDS,
                DEFAULT_EMISSION_SECONDS,
                ClockPolicy.CORRECT,
                DEFAULT_SKEW_LIMIT_SECONDS);
    }

    /// The same with other allowed prefixes.
    public CollectorSettings withAllowed(List<Prefix> prefixes) {
        return new CollectorSettings(
                prefixes,
                exporters,
                idleSeconds,
                emissionSeconds,
                clocks,
                skewLimitSeconds,
                datagramLimit);
    }

    public Optional<ExporterRule> rule(Address address) {
        for (ExporterRule rule : exporters) {
            if (rule.address().equals(address)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    /// Whether what a source sends is accounted: a rule decides, else an allowed prefix.
    public boolean approves(Address address) {
        return switch (standing(address)) {
            case APPROVED, ALLOWED -> true;
            case PENDING, REFUSED -> false;
        };
    }

    public Standing standing(Address address) {
        Approval decided = rule(address).map(ExporterRule::approval).orElse(Approval.UNDECIDED);
        return switch (decided) {
            case APPROVED -> Standing.APPROVED;
            case REFUSED -> Standing.REFUSED;
            case UNDECIDED -> isAllowed(address) ? Standing.ALLOWED : Standing.PENDING;
        };
    }

    private boolean isAllowed(Address address) {
        for (Prefix prefix : allowed) {
            if (prefix.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /// The form in which the journal keeps them.
    public byte[] encode() {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeShort(VERSION);
            writePrefixes(out, allowed);
            out.writeInt(exporters.size());
            for (ExporterRule rule : exporters) {
                writeAddress(out, rule.address());
                out.writeUTF(rule.name());
                out.writeByte(
                        switch (rule.approval()) {
                            case REFUSED -> 0;
                            case APPROVED -> 1;
                            case UNDECIDED -> 2;
                        });
                writePrefixes(out, rule.accounted());
                out.writeLong(rule.samplingNumerator());
                out.writeLong(rule.samplingDenominator());
                out.writeInt(rule.preference());
            }
            out.writeInt(idleSeconds);
            out.writeInt(emissionSeconds);
            out.writeByte(
                    switch (clocks) {
                        case ACCEPT -> 0;
                        case CORRECT -> 1;
                        case HOLD -> 2;
                    });
            out.writeInt(skewLimitSeconds);
            out.writeInt(datagramLimit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return octets.toByteArray();
    }

    /// @throws MalformedSettings if the octets are not what `encode` writes, or of a newer version
    public static CollectorSettings decode(byte[] octets) {
        ByteArrayInputStream source = new ByteArrayInputStream(octets);
        try (DataInputStream in = new DataInputStream(source)) {
            int version = in.readUnsignedShort();
            if (version != VERSION && version != FIRST_VERSION) {
                throw new MalformedSettings("they have version " + version);
            }
            List<Prefix> allowed = readPrefixes(in);
            int count = readCount(in, LEAST_RULE_OCTETS);
            List<ExporterRule> rules = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                rules.add(
                        new ExporterRule(
                                readAddress(in),
                                in.readUTF(),
                                approval(in.readByte()),
                                readPrefixes(in),
                                in.readLong(),
                                in.readLong(),
                                in.readInt()));
            }
            CollectorSettings settings =
                    new CollectorSettings(
                            allowed,
                            rules,
                            in.readInt(),
                            in.readInt(),
                            clockPolicy(in.readByte()),
                            in.readInt(),
                            version == FIRST_VERSION ? DEFAULT_DATAGRAM_LIMIT : in.readInt());
            if (in.available() != 0) {
                throw new MalformedSettings("octets are left over");
            }
            return settings;
        } catch (EOFException e) {
            throw new MalformedSettings("they end early");
        } catch (UTFDataFormatException | IllegalArgumentException e) {
            throw new MalformedSettings(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Approval approval(byte code) {
        return switch (code) {
            case 0 -> Approval.REFUSED;
            case 1 -> Approval.APPROVED;
            case 2 -> Approval.UNDECIDED;
            default -> throw new MalformedSettings("no approval has the code " + code);
        };
    }

    private static ClockPolicy clockPolicy(byte code) {
        return switch (code) {
            case 0 -> ClockPolicy.ACCEPT;
            case 1 -> ClockPolicy.CORRECT;
            case 2 -> ClockPolicy.HOLD;
            default -> throw new MalformedSettings("no clock policy has the code " + code);
        };
    }

    private static void writePrefixes(DataOutputStream out, List<Prefix> prefixes)
            throws IOException {
        out.writeInt(prefixes.size());
        for (Prefix prefix : prefixes) {
            writeAddress(out, prefix.address());
            out.writeByte(prefix.bits());
        }
    }

    private static List<Prefix> readPrefixes(DataInputStream in) throws IOException {
        int count = readCount(in, PREFIX_OCTETS);
        List<Prefix> prefixes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            prefixes.add(new Prefix(readAddress(in), in.readUnsignedByte()));
        }
        return prefixes;
    }

    private static int readCount(DataInputStream in, int leastOctets) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available() / leastOctets) {
            throw new MalformedSettings("a list of " + count + " does not fit");
        }
        return count;
    }

    private static void writeAddress(DataOutputStream out, Address address) throws IOException {
        out.writeLong(address.hi());
        out.writeLong(address.lo());
    }

    private static Address readAddress(DataInputStream in) throws IOException {
        return new Address(in.readLong(), in.readLong());
    }
}
