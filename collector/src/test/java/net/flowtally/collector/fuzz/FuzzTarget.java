package net.flowtally.collector.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import net.flowtally.collector.capture.CaptureFuzz;
import net.flowtally.collector.decode.DecodersFuzz;
import net.flowtally.collector.journal.JournalFuzz;
import net.flowtally.collector.listen.FramingFuzz;
import net.flowtally.collector.stream.CheckpointFuzz;
import net.flowtally.collector.stream.StreamFuzz;

/// What is fuzzed; each has a folder of inputs that are kept.
enum FuzzTarget {
    DECODERS,
    STREAM,
    FRAMING,
    CAPTURE,
    JOURNAL,
    CHECKPOINT;

    /// Takes any octets; an exception or an error is a finding.
    void take(byte[] octets) throws IOException {
        switch (this) {
            case DECODERS -> DecodersFuzz.fuzzerTestOneInput(octets);
            case STREAM -> StreamFuzz.fuzzerTestOneInput(octets);
            case FRAMING -> FramingFuzz.fuzzerTestOneInput(octets);
            case CAPTURE -> CaptureFuzz.fuzzerTestOneInput(octets);
            case JOURNAL -> JournalFuzz.fuzzerTestOneInput(octets);
            case CHECKPOINT -> CheckpointFuzz.fuzzerTestOneInput(octets);
        }
    }

    /// The folder's name.
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }

    Path corpus() {
        return Path.of("src/test/resources/fuzz", folder());
    }
}
