package net.flowtally.collector.lfap;

import java.util.ArrayList;
import java.util.List;

/// What version 1 is answered: FAA to admissions, FUA to updates, with the flows of the message
/// that nobody knows. Owned by the stream's thread.
final class Acknowledgements {
    /// Prefix and number of flows.
    private final List<long[]> unknown = new ArrayList<>();

    /// Another message begins.
    void begin() {
        unknown.clear();
    }

    /// The message in hand is about a flow that was not admitted.
    void unknown(long prefix, int number) {
        unknown.add(new long[] {prefix, number & 0xffff_ffffL});
    }

    /// The acknowledgement of an admission.
    ///
    /// @param isAdmitted false if the flow's id is that of another one
    static byte[] admitted(boolean isRead, boolean isAdmitted, Report report, int id) {
        LfapWriter answer = answer(Lfap.V1.FAA, isRead ? Lfap.V1.SUCCESS : Lfap.V1.CORRUPTED, id);
        if (isRead && !isAdmitted) {
            answer.flowId(report.prefix, report.number & 0xffff_ffffL)
                    .number(Lfap.V1.FAILURE, Lfap.V1.AMBIGUOUS);
        }
        return answer.octets();
    }

    private static LfapWriter answer(int opcode, int status, int id) {
        return new LfapWriter(Lfap.VERSION_1, opcode, status, id);
    }

    /// The acknowledgement of an update, with the flows that nobody knows.
    byte[] updated(boolean isRead, int id) {
        LfapWriter answer = answer(Lfap.V1.FUA, isRead ? Lfap.V1.SUCCESS : Lfap.V1.CORRUPTED, id);
        if (unknown.size() == 1) {
            answer.flowId(unknown.getFirst()[0], unknown.getFirst()[1])
                    .number(Lfap.V1.FAILURE, Lfap.V1.NO_SUCH_FLOW);
        } else if (unknown.size() > 1) {
            // one element for those with a prefix, one for those without
            multiple(answer, true);
            multiple(answer, false);
        }
        return answer.octets();
    }

    private void multiple(LfapWriter answer, boolean hasPrefix) {
        List<long[]> these = unknown.stream().filter(id -> (id[0] != 0) == hasPrefix).toList();
        if (these.isEmpty()) {
            return;
        }
        answer.multiple().number(Lfap.V1.FAILURE, Lfap.V1.NO_SUCH_FLOW).format();
        answer.flowIdHeader(hasPrefix).records();
        for (long[] id : these) {
            answer.flowIdValue(id[0], id[1]);
        }
        answer.endMultiple();
    }
}
