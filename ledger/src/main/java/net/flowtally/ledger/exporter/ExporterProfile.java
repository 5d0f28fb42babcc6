package net.flowtally.ledger.exporter;

import java.util.List;

/// What a stream tells of how its exporters behave.
///
/// @param hours those that changed at least
/// @param rates those that changed at least
/// @param interfaces those that changed at least
public record ExporterProfile(
        List<ExporterHour> hours, List<SeenRate> rates, List<SeenInterface> interfaces) {
    public static final ExporterProfile NOTHING =
            new ExporterProfile(List.of(), List.of(), List.of());

    public ExporterProfile {
        hours = List.copyOf(hours);
        rates = List.copyOf(rates);
        interfaces = List.copyOf(interfaces);
    }
}
