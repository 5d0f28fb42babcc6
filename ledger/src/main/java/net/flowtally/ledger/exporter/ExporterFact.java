package net.flowtally.ledger.exporter;

import net.flowtally.ledger.address.Address;

/// Something that an exporter tells about itself beside its traffic. Times are microseconds UTC.
public sealed interface ExporterFact {
    /// The value of a counter that is not told.
    long NOT_TOLD = -1;

    Address exporter();

    /// The counters of an interface as they stood at one time; they count up from the exporter's
    /// start. The last reading of each quarter hour is kept.
    ///
    /// @param interfaceIndex its ifIndex
    /// @param speed bits a second
    record InterfaceReading(
            Address exporter,
            long interfaceIndex,
            long at,
            long speed,
            long octetsIn,
            long packetsIn,
            long errorsIn,
            long discardsIn,
            long octetsOut,
            long packetsOut,
            long errorsOut,
            long discardsOut)
            implements ExporterFact {}

    /// What an interface is called.
    ///
    /// @param description empty if there is none
    record InterfaceName(
            Address exporter, long interfaceIndex, String name, String description, long at)
            implements ExporterFact {}

    /// What an application is called that flow records name by number.
    ///
    /// @param application engine and selector (RFC 6759), as in `13:80`
    /// @param description empty if there is none
    record ApplicationName(
            Address exporter, String application, String name, String description, long at)
            implements ExporterFact {}

    /// A figure of the exporter about its own work.
    ///
    /// @param domain observation domain, source id or sub-agent, unsigned
    record Statistic(Address exporter, long domain, String name, long value, long at)
            implements ExporterFact {}
}
