package net.flowtally.ledger.backup;

import java.nio.file.Path;
import java.time.Instant;

/// What a backup holds.
///
/// @param madeAt when the ledger was as the backup has it
/// @param lastCommit the newest slice file in it
/// @param files how many, the ledger itself among them
/// @param octets their length together
public record BackupReport(
        Path file, Instant madeAt, long revision, long lastCommit, int files, long octets) {}
