package net.flowtally.ledger.imports;

import java.time.Instant;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Mac;
import net.flowtally.ledger.directory.AssignmentKey;
import net.flowtally.ledger.directory.Evidence;
import net.flowtally.ledger.time.Span;

/// One statement of an imported file. Names are in normal form; a department is a path; an empty
/// name means none.
sealed interface ImportRow {
    /// Where it starts.
    long line();

    Span span();

    /// A key belonged to a workstation, a user or a department.
    record OwnerRow(
            long line,
            String department,
            String user,
            String workstation,
            AssignmentKey key,
            Span span,
            Evidence evidence)
            implements ImportRow {

        boolean saysTheSameAs(OwnerRow other) {
            return key.equals(other.key)
                    && span.equals(other.span)
                    && department.equals(other.department)
                    && user.equals(other.user)
                    && workstation.equals(other.workstation);
        }
    }

    /// A user was in a department.
    record MemberRow(long line, String department, String user, Span span) implements ImportRow {}

    /// A department is called so by others.
    record DepartmentRow(long line, String department, String reference) implements ImportRow {
        @Override
        public Span span() {
            return Span.ALWAYS;
        }
    }

    /// A user logged off whose logon was told before.
    record LogoffRow(long line, AssignmentKey key, String user, Instant at) implements ImportRow {
        @Override
        public Span span() {
            return Span.since(at);
        }
    }

    /// An address belonged to the machine with a MAC.
    ///
    /// @param host what the machine calls itself
    record LeaseRow(long line, Address address, Mac mac, String host, Span span)
            implements ImportRow {}
}
