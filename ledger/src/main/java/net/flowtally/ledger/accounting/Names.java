package net.flowtally.ledger.accounting;

import java.util.HashMap;
import java.util.Map;
import net.flowtally.ledger.directory.DirectorySnapshot;

/// Names of the directory by id, worked out once each. For one thread.
public final class Names {
    private final DirectorySnapshot directory;
    private final Map<Long, String> departments = new HashMap<>();

    public Names(DirectorySnapshot directory) {
        this.directory = directory;
    }

    /// The path of a department, `Unassigned` for 0.
    public String department(long id) {
        return departments.computeIfAbsent(id, directory::pathOf);
    }

    public String user(long id) {
        return directory.userName(id);
    }

    public String workstation(long id) {
        return directory.workstationName(id);
    }
}
