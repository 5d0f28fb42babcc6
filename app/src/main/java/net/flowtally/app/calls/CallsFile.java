package net.flowtally.app.calls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import net.flowtally.app.screen.Job;
import net.flowtally.ledger.explore.CallAnswer;
import net.flowtally.ledger.explore.CallRecord;
import net.flowtally.ledger.explore.CallSort;

/// Call records as CSV (RFC 4180): exact numbers, times in ISO 8601. A text that a spreadsheet
/// would take for a formula is led by an apostrophe.
final class CallsFile {
    private static final String HEADER =
            "start,end,exporter,caller,callee,protocol,callerPort,calleePort,service,department,"
                    + "user,workstation,zone,category,bytesSent,bytesReceived,packetsSent,"
                    + "packetsReceived,exactCharge\r\n";

    private final CallAnswer answer;
    private final CallSort sort;

    CallsFile(CallAnswer answer, CallSort sort) {
        this.answer = answer;
        this.sort = sort;
    }

    /// @return how many calls were written
    long write(Path file, Job job) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".part");
        long calls = answer.count();
        try {
            try (Writer out = Files.newBufferedWriter(unfinished)) {
                out.write(HEADER);
                answer.forEach(sort, new Lines(out, job, calls));
            } catch (UncheckedIOException e) {
                throw new IOException(e.getMessage(), e);
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        return calls;
    }

    private static final class Lines implements Consumer<CallRecord> {
        private final Writer out;
        private final Job job;
        private final long calls;
        private long written;

        Lines(Writer out, Job job, long calls) {
            this.out = out;
            this.job = job;
            this.calls = calls;
        }

        @Override
        public void accept(CallRecord call) {
            job.cancellation().check();
            try {
                out.write(line(call));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            job.progress((double) ++written / calls, "");
        }
    }

    static String line(CallRecord call) {
        return List.of(
                                call.start().toString(),
                                call.end().toString(),
                                text(call.exporter()),
                                call.caller().toString(),
                                call.callee().toString(),
                                Integer.toString(call.protocol()),
                                Integer.toString(call.callerPort()),
                                Integer.toString(call.calleePort()),
                                text(call.service()),
                                text(call.department()),
                                text(call.user()),
                                text(call.workstation()),
                                text(call.zone()),
                                text(call.category()),
                                Long.toString(call.bytesSent()),
                                Long.toString(call.bytesReceived()),
                                Long.toString(call.packetsSent()),
                                Long.toString(call.packetsReceived()),
                                call.exactCharge().toPlainString())
                        .stream()
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    private static String text(String text) {
        String harmless =
                !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        boolean plain = harmless.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
        return plain ? harmless : '"' + harmless.replace("\"", "\"\"") + '"';
    }
}
