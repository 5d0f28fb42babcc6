package net.flowtally.ledger.exporter;

import java.util.List;

/// What has been heard, in all and of each exporter, as far as it is committed.
///
/// @param exporters by address; those that are pending among them
/// @param streams how the collectors do
/// @param troubles what is wrong with collection at the moment, as sentences
public record CollectionStatus(
        ExporterStatus totals,
        List<ExporterStatus> exporters,
        List<StreamHealth> streams,
        List<String> troubles) {
    public CollectionStatus {
        exporters = List.copyOf(exporters);
        streams = List.copyOf(streams);
        troubles = List.copyOf(troubles);
    }
}
