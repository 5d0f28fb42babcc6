package net.flowtally.ledger.address;

/// The addresses that share their first `bits` bits (of 128; an IPv4 /24 has 120) with `address`,
/// whose other bits are zero.
public record Prefix(Address address, int bits) implements Comparable<Prefix> {
    public Prefix {
        if (bits < 0 || bits > 128) {
            throw new IllegalArgumentException("a prefix has 0 to 128 bits, not " + bits);
        }
        if (!address.equals(mask(address, bits))) {
            throw new IllegalArgumentException(address + " has bits set after the first " + bits);
        }
    }

    /// A prefix of an address's first bits; the rest is cleared.
    public static Prefix of(Address address, int bits) {
        return new Prefix(mask(address, bits), bits);
    }

    /// Reads `address` or `address/length`, the length counted as the family counts it.
    ///
    /// @throws MalformedAddress if it is neither, or if bits are set after the length
    public static Prefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return new Prefix(Address.parse(text), 128);
        }
        Address address = Address.parse(text.substring(0, slash));
        String length = text.substring(slash + 1);
        int family = address.isV4() ? 32 : 128;
        if (!length.matches("\\d{1,3}") || Integer.parseInt(length) > family) {
            throw new MalformedAddress(text);
        }
        int bits = Integer.parseInt(length) + 128 - family;
        if (!address.equals(mask(address, bits))) {
            throw new MalformedAddress(text);
        }
        return new Prefix(address, bits);
    }

    public boolean contains(Address other) {
        return contains(other.hi(), other.lo());
    }

    public boolean contains(long hi, long lo) {
        return (hi & highMask(bits)) == address.hi() && (lo & lowMask(bits)) == address.lo();
    }

    /// The highest address inside.
    public Address last() {
        return new Address(address.hi() | ~highMask(bits), address.lo() | ~lowMask(bits));
    }

    /// By first address, the wider prefix first.
    @Override
    public int compareTo(Prefix other) {
        int first = address.compareTo(other.address);
        return first != 0 ? first : Integer.compare(bits, other.bits);
    }

    @Override
    public String toString() {
        if (bits == 128) {
            return address.toString();
        }
        return address + "/" + (address.isV4() && bits >= 96 ? bits - 96 : bits);
    }

    private static Address mask(Address address, int bits) {
        return new Address(address.hi() & highMask(bits), address.lo() & lowMask(bits));
    }

    private static long highMask(int bits) {
        return bits >= 64 ? -1L : bits <= 0 ? 0 : -1L << (64 - bits);
    }

    private static long lowMask(int bits) {
        return bits <= 64 ? 0 : -1L << (128 - bits);
    }
}
