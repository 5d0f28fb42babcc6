package net.flowtally.collector.lfap;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import net.flowtally.collector.bound.SavedSize;

/// Updates of version 1 that were refused because their flow was not known. Their agent says them
/// again once it has admitted the flow, and by then may have reported something newer of it: what
/// is here is older than the flow's last report and no repetition. The oldest go when there are too
/// many. Owned by the stream's thread.
final class Refusals {
    private static final int MOST = 65_536;

    private final Set<Long> refused = new LinkedHashSet<>();

    private static long key(long prefix, Report report) {
        long h = Report.mix(Report.mix(23, prefix), report.number & 0xffff_ffffL);
        return Report.mix(h, (long) report.ticks << 32 | (report.print() & 0xffff_ffffL));
    }

    void add(long prefix, Report report) {
        if (refused.size() == MOST) {
            refused.remove(refused.iterator().next());
        }
        refused.add(key(prefix, report));
    }

    /// Forgets an update that is taken now.
    ///
    /// @return whether it was refused before
    boolean take(long prefix, Report report) {
        return !refused.isEmpty() && refused.remove(key(prefix, report));
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(refused.size());
        for (long each : refused) {
            out.writeLong(each);
        }
    }

    void load(DataInput in) throws IOException {
        int count = SavedSize.read(in, MOST);
        for (int i = 0; i < count; i++) {
            refused.add(in.readLong());
        }
    }
}
