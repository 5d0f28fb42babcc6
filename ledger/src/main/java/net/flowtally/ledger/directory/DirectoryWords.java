package net.flowtally.ledger.directory;

import java.time.Instant;
import java.util.Locale;
import net.flowtally.ledger.time.Span;

/// Rows of the directory as a person reads them. Times are UTC.
public final class DirectoryWords {
    private DirectoryWords() {}

    public static String of(DirectorySnapshot directory, Department department) {
        return directory.pathOf(department.id())
                + (department.billing() == Billing.SHOWBACK ? ", showback" : "")
                + during(department.span());
    }

    public static String of(Workstation workstation) {
        return workstation.name() + (workstation.shared() ? " (shared server)" : "");
    }

    public static String of(DirectorySnapshot directory, Membership membership) {
        return directory.userName(membership.user())
                + " in "
                + directory.pathOf(membership.department())
                + during(membership.span())
                + from(membership.source());
    }

    public static String of(DirectorySnapshot directory, Assignment assignment) {
        return assignment.key()
                + " of "
                + owner(
                        directory,
                        assignment.department(),
                        assignment.user(),
                        assignment.workstation())
                + during(assignment.span())
                + ", "
                + assignment.evidence().name().toLowerCase(Locale.ROOT)
                + (assignment.priority() == 0 ? "" : ", priority " + assignment.priority())
                + from(assignment.source());
    }

    public static String of(Lease lease) {
        return lease.address()
                + " to "
                + lease.mac()
                + (lease.host().isEmpty() ? "" : " (" + lease.host() + ")")
                + during(lease.span())
                + from(lease.source());
    }

    /// Department, user and workstation, as far as there are any.
    public static String owner(
            DirectorySnapshot directory, long department, long user, long workstation) {
        StringBuilder text = new StringBuilder(directory.pathOf(department));
        if (user != 0) {
            text.append(", user ").append(directory.userName(user));
        }
        if (workstation != 0) {
            text.append(", workstation ").append(directory.workstationName(workstation));
        }
        return text.toString();
    }

    /// Which row was meant by a contradiction, and how it is settled.
    public static String of(DirectorySnapshot directory, OwnershipConflict conflict) {
        return switch (conflict) {
            case OwnershipConflict.TwoOwners(var key, var overlap, var winner, var loser) ->
                    key
                            + during(overlap)
                            + ": "
                            + owner(
                                    directory,
                                    winner.department(),
                                    winner.user(),
                                    winner.workstation())
                            + " counts, the later start; the other is "
                            + owner(
                                    directory,
                                    loser.department(),
                                    loser.user(),
                                    loser.workstation());
            case OwnershipConflict.TwoDepartments(var user, var overlap, var winner, var loser) ->
                    directory.userName(user)
                            + during(overlap)
                            + ": "
                            + directory.pathOf(winner.department())
                            + " counts, the later start; the other is "
                            + directory.pathOf(loser.department());
        };
    }

    /// With a comma before it; empty for always.
    public static String during(Span span) {
        String text = "";
        if (!span.from().equals(Instant.MIN)) {
            text += ", from " + span.from();
        }
        if (!span.to().equals(Instant.MAX)) {
            text += ", to " + span.to();
        }
        return text;
    }

    private static String from(String source) {
        return source.isEmpty() ? "" : ", by " + source;
    }
}
