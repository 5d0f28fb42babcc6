package net.flowtally.ledger.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/// A network address of 128 bits, most significant half first. IPv4 is kept as `::ffff:a.b.c.d`
/// (RFC 4291 section 2.5.5.2), so that both families sort and compare in one space.
public record Address(long hi, long lo) implements Comparable<Address> {
    private static final long V4_MAPPED = 0xffff_0000_0000L;

    /// The address with all bits zero, which stands for "none".
    public static final Address NONE = new Address(0, 0);

    /// The low half of an IPv4 address in its 128-bit form (its high half is zero).
    public static long mapV4(int address) {
        return V4_MAPPED | (address & 0xffff_ffffL);
    }

    public static Address v4(int address) {
        return new Address(0, mapV4(address));
    }

    public static Address of(InetAddress address) {
        byte[] octets = address.getAddress();
        return octets.length == 4 ? v4(ByteBuffer.wrap(octets).getInt()) : of(octets);
    }

    /// Takes 16 octets, network order.
    public static Address of(byte[] octets) {
        if (octets.length != 16) {
            throw new IllegalArgumentException("an address has 16 octets, not " + octets.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(octets);
        return new Address(buffer.getLong(), buffer.getLong());
    }

    /// Reads the usual text forms; never asks a name server.
    ///
    /// @throws MalformedAddress if the text is no IPv4 or IPv6 address
    public static Address parse(String text) {
        boolean v6 = text.indexOf(':') >= 0;
        if (v6 ? !text.matches("[0-9a-fA-F:.]+") : !text.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            throw new MalformedAddress(text);
        }
        try {
            return of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            throw new MalformedAddress(text);
        }
    }

    public boolean isV4() {
        return hi == 0 && (lo >>> 32) == 0xffff;
    }

    public byte[] octets() {
        return ByteBuffer.allocate(16).putLong(hi).putLong(lo).array();
    }

    @Override
    public int compareTo(Address other) {
        int high = Long.compareUnsigned(hi, other.hi);
        return high != 0 ? high : Long.compareUnsigned(lo, other.lo);
    }

    /// The canonical text (RFC 5952 for IPv6).
    @Override
    public String toString() {
        if (isV4()) {
            return (lo >>> 24 & 0xff)
                    + "."
                    + (lo >>> 16 & 0xff)
                    + "."
                    + (lo >>> 8 & 0xff)
                    + "."
                    + (lo & 0xff);
        }
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (int) ((i < 4 ? hi : lo) >>> (48 - 16 * (i & 3))) & 0xffff;
        }
        int zeros = 0;
        int at = -1;
        for (int i = 0; i < 8; i++) {
            int run = 0;
            while (i + run < 8 && groups[i + run] == 0) {
                run++;
            }
            if (run > zeros && run > 1) {
                zeros = run;
                at = i;
            }
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == at) {
                text.append("::");
                i += zeros - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    /// The address as the JDK has it.
    public InetAddress toInetAddress() {
        try {
            return isV4()
                    ? InetAddress.getByAddress(ByteBuffer.allocate(4).putInt((int) lo).array())
                    : Inet6Address.getByAddress(null, octets(), -1);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 octets are always an address", e);
        }
    }
}
