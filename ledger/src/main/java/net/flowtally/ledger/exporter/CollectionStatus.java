package net.flowtally.ledger.exporter;

import java.util.List;

/// What has been heard, in all and of each exporter, as far as it is committed.
///
/// @param exporters by address; those that are pending among them
public record CollectionStatus(ExporterStatus totals, List<ExporterStatus> exporters) {
    public CollectionStatus {
        exporters = List.copyOf(exporters);
    }
}
