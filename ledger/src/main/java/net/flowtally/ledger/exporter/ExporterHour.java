package net.flowtally.ledger.exporter;

import net.flowtally.ledger.address.Address;

/// How one exporter behaved in an hour of journal time, by one protocol and in one stream, as far
/// as it is known: the newest figures replace those before. Instants and intervals are
/// microseconds.
///
/// @param hour its first microsecond, UTC
/// @param skewLast receive time less export time, of the last datagram
/// @param skewLeast the least of the hour, which the way through the network has disturbed least
/// @param longestRecord how long the longest flow record was
/// @param longRecords records that are longer than `LONG_RECORD`
/// @param ingress records that say they were seen coming in
/// @param egress records that say they were seen going out
/// @param unknownRate records of an exporter that samples at a rate it did not tell
/// @param restarts how often its sequence numbers began anew
/// @param templates those that it has told and that are kept
/// @param templateAge how old the oldest template was when data came for it
/// @param bothCounters records with a counter for IN and one for OUT
/// @param equalCounters those of them in which the two are equal
public record ExporterHour(
        Address address,
        String protocol,
        long hour,
        long firstSeen,
        long lastSeen,
        long datagrams,
        long records,
        long skewLast,
        long skewLeast,
        long skewMost,
        long longestRecord,
        long longRecords,
        long ingress,
        long egress,
        long unknownRate,
        long restarts,
        long templates,
        long templateAge,
        long bothCounters,
        long equalCounters) {
    public static final long MICROS = 3_600_000_000L;

    /// Five minutes and what exporters add to it by rounding: no record needs to be longer.
    public static final long LONG_RECORD = 330_000_000L;
}
