package net.flowtally.ledger.unassigned;

/// To whom an address might belong, and what speaks for it.
///
/// @param department at the time of the address's last call; 0 = none is known
/// @param user 0 = none
/// @param workstation 0 = none
/// @param evidence a clause such as "ann logged on there from .. to .."
public record Suggestion(Kind kind, long department, long user, long workstation, String evidence) {
    /// Where it comes from, the stronger first.
    public enum Kind {
        /// The owner is known, but is in no department then.
        MEMBERSHIP,
        LEASE,
        LOGON,
        REVERSE_NAME,
        PREVIOUS_OWNER,
        NEIGHBOURS
    }

    /// Whether it names somebody, or is only a trace.
    public boolean namesOwner() {
        return department != 0 || user != 0;
    }
}
