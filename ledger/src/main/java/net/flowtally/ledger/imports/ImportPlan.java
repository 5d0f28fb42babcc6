package net.flowtally.ledger.imports;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.directory.Assignment;
import net.flowtally.ledger.directory.AssignmentKey;
import net.flowtally.ledger.directory.BadDirectoryEdit;
import net.flowtally.ledger.directory.DirectoryDraft;
import net.flowtally.ledger.directory.Evidence;
import net.flowtally.ledger.directory.Lease;
import net.flowtally.ledger.directory.Membership;
import net.flowtally.ledger.directory.User;
import net.flowtally.ledger.imports.ImportRow.DepartmentRow;
import net.flowtally.ledger.imports.ImportRow.LeaseRow;
import net.flowtally.ledger.imports.ImportRow.LogoffRow;
import net.flowtally.ledger.imports.ImportRow.MemberRow;
import net.flowtally.ledger.imports.ImportRow.OwnerRow;
import net.flowtally.ledger.time.Span;
import net.flowtally.ledger.time.Spans;

/// Makes a draft of the directory say what the rows of a file say. It touches only what the same
/// source said before: what was said by hand, or by another source, stays as it is.
final class ImportPlan {
    private record Stated(AssignmentKey key, Instant from) {}

    private record Joined(long user, Instant from) {}

    private record Belonging(long user, long department) {}

    /// So few may end without a question.
    private static final int LIKELY_AT_MOST = 10;

    private final DirectoryDraft draft;
    private final String source;
    private final RowErrors errors;

    /// The users whose department is settled: further rows say the same.
    private final Set<Long> told = new HashSet<>();

    /// Who was logged on where, by start.
    private final Map<AssignmentKey, NavigableMap<Instant, Assignment>> sessions = new HashMap<>();

    private ImportPlan(DirectoryDraft draft, String source, RowErrors errors) {
        this.draft = draft;
        this.source = source;
        this.errors = errors;
    }

    /// Rows that tell of spans of time: each takes the place of what the source said before with
    /// the same key and start, and everything else stays. Users are in the departments that the
    /// source's assignments to them name, for as long as these last.
    ///
    /// @param errors takes rows that cannot be: those are left out
    static void tellHistory(
            DirectoryDraft draft, String source, List<ImportRow> rows, RowErrors errors) {
        ImportPlan plan = new ImportPlan(draft, source, errors);
        Map<Stated, Assignment> stated = new HashMap<>();
        Map<Address, NavigableMap<Instant, Lease>> leased = new HashMap<>();
        Map<Joined, Membership> joined = new HashMap<>();
        for (Assignment each : plan.assignments()) {
            if (each.evidence() == Evidence.LOGON) {
                plan.sessions
                        .computeIfAbsent(each.key(), _ -> new TreeMap<>())
                        .put(each.span().from(), each);
            } else {
                stated.put(new Stated(each.key(), each.span().from()), each);
            }
        }
        for (Lease each : draft.leases()) {
            if (each.source().equals(source)) {
                leased.computeIfAbsent(each.address(), _ -> new TreeMap<>())
                        .put(each.span().from(), each);
            }
        }
        for (Membership each : plan.memberships()) {
            joined.put(new Joined(each.user(), each.span().from()), each);
        }
        Map<Belonging, List<Span>> before = plan.departmentsOfUsers();
        for (ImportRow row : rows) {
            plan.take(row, stated, leased, joined);
        }
        plan.followDepartments(before, plan.departmentsOfUsers());
    }

    private void take(
            ImportRow row,
            Map<Stated, Assignment> stated,
            Map<Address, NavigableMap<Instant, Lease>> leased,
            Map<Joined, Membership> joined) {
        try {
            switch (row) {
                case OwnerRow owner when owner.evidence() == Evidence.LOGON ->
                        takeSession(wanted(owner));
                case LogoffRow logoff -> takeLogoff(logoff);
                case OwnerRow owner -> {
                    Assignment wanted = wanted(owner);
                    Stated as = new Stated(wanted.key(), wanted.span().from());
                    stated.put(as, put(wanted, Optional.ofNullable(stated.get(as))));
                }
                case MemberRow member -> {
                    User user = draft.ensureUser(member.user());
                    long department = draft.ensureDepartment(member.department()).id();
                    Joined as = new Joined(user.id(), member.span().from());
                    Optional<Membership> old = Optional.ofNullable(joined.get(as));
                    old.ifPresent(draft::remove);
                    Membership wanted =
                            new Membership(
                                    old.map(Membership::id).orElse(0L),
                                    user.id(),
                                    department,
                                    member.span(),
                                    source);
                    joined.put(as, join(wanted));
                }
                case DepartmentRow named -> draft.refer(named.reference(), named.department());
                case LeaseRow lease ->
                        takeLease(
                                lease,
                                leased.computeIfAbsent(lease.address(), _ -> new TreeMap<>()));
            }
        } catch (BadDirectoryEdit e) {
            errors.add(row.line(), "", String.valueOf(e.getMessage()));
        }
    }

    /// An address has one session at a time: it ends where the next begins.
    private void takeSession(Assignment wanted) {
        NavigableMap<Instant, Assignment> ofAddress =
                sessions.computeIfAbsent(wanted.key(), _ -> new TreeMap<>());
        Instant from = wanted.span().from();
        Map.Entry<Instant, Assignment> next = ofAddress.higherEntry(from);
        if (next != null && next.getKey().isBefore(wanted.span().to())) {
            wanted = wanted.during(new Span(from, next.getKey()));
        }
        Map.Entry<Instant, Assignment> before = ofAddress.lowerEntry(from);
        if (before != null) {
            endSession(before.getValue(), from, ofAddress);
        }
        ofAddress.put(from, put(wanted, Optional.ofNullable(ofAddress.get(from))));
    }

    private void takeLogoff(LogoffRow logoff) {
        NavigableMap<Instant, Assignment> ofAddress =
                sessions.computeIfAbsent(logoff.key(), _ -> new TreeMap<>());
        Map.Entry<Instant, Assignment> last = ofAddress.lowerEntry(logoff.at());
        if (last == null
                || last.getValue().span().to().isBefore(logoff.at())
                || draft.user(logoff.user()).map(User::id).orElse(0L) != last.getValue().user()) {
            errors.passOver("logoffs end no session of that user at that address");
        } else {
            endSession(last.getValue(), logoff.at(), ofAddress);
        }
    }

    private void endSession(
            Assignment session, Instant at, NavigableMap<Instant, Assignment> ofAddress) {
        if (session.span().to().isAfter(at)) {
            Assignment ended = session.during(new Span(session.span().from(), at));
            draft.change(ended);
            ofAddress.put(ended.span().from(), ended);
        }
    }

    /// A server gives an address to one machine at a time: a lease ends where the next begins. A
    /// renewal is a lease of its own, after which what it took the place of says no more.
    private void takeLease(LeaseRow row, NavigableMap<Instant, Lease> ofAddress) {
        Instant from = row.span().from();
        Instant to = row.span().to();
        Map.Entry<Instant, Lease> next = ofAddress.higherEntry(from);
        if (next != null && next.getKey().isBefore(to)) {
            to = next.getKey();
        }
        Map.Entry<Instant, Lease> before = ofAddress.lowerEntry(from);
        if (before != null && before.getValue().span().to().isAfter(from)) {
            Lease cut = before.getValue().during(new Span(before.getKey(), from));
            draft.change(cut);
            ofAddress.put(before.getKey(), cut);
        }
        Optional<Lease> old = Optional.ofNullable(ofAddress.get(from));
        Lease wanted =
                new Lease(
                        old.map(Lease::id).orElse(0L),
                        row.address(),
                        row.mac(),
                        row.host(),
                        new Span(from, to),
                        source);
        if (old.isPresent()) {
            draft.change(wanted);
            ofAddress.put(from, wanted);
        } else {
            ofAddress.put(from, draft.lease(wanted));
        }
    }

    /// Rows that tell what holds as of an instant: what the source said otherwise ends then. Users
    /// are in the department that their rows name.
    ///
    /// @throws BadImport if more ends than is likely to be meant
    static void tellState(
            DirectoryDraft draft,
            String source,
            List<ImportRow> rows,
            Telling.State state,
            RowErrors errors) {
        ImportPlan plan = new ImportPlan(draft, source, errors);
        Map<AssignmentKey, Assignment> owned = new HashMap<>();
        Map<Long, Membership> member = new HashMap<>();
        for (Assignment each : plan.assignments()) {
            if (each.span().to().equals(Instant.MAX)) {
                owned.put(each.key(), each);
            }
        }
        for (Membership each : plan.memberships()) {
            if (each.span().to().equals(Instant.MAX)) {
                member.put(each.user(), each);
            }
        }
        boolean first = plan.assignments().isEmpty() && plan.memberships().isEmpty();
        Span since = Span.since(first && state.alwaysIfFirst() ? Instant.MIN : state.asOf());
        int known = owned.size() + member.size();
        for (ImportRow row : rows) {
            plan.takeState(row, since, owned, member);
        }
        if (!state.complete()) {
            return;
        }
        int gone = owned.size() + member.size();
        if (gone > LIKELY_AT_MOST && gone > known / 2 && !state.evenMost()) {
            throw new BadImport(
                    "Of "
                            + known
                            + " things that "
                            + source
                            + " said, "
                            + gone
                            + " are no longer there; nothing is changed. If that is meant, say"
                            + " --even-most.");
        }
        owned.values().forEach(each -> plan.end(each, since.from()));
        member.values().forEach(each -> plan.end(each, since.from()));
    }

    /// What a row says is taken out of the maps of what was said before.
    private void takeState(
            ImportRow row,
            Span since,
            Map<AssignmentKey, Assignment> owned,
            Map<Long, Membership> member) {
        try {
            switch (row) {
                case OwnerRow owner -> {
                    Assignment wanted = wanted(owner).during(since);
                    Optional<Assignment> old = Optional.ofNullable(owned.remove(wanted.key()));
                    if (!old.map(wanted::hasSameOwnerAs).orElse(false)) {
                        old.ifPresent(each -> end(each, since.from()));
                        draft.assign(wanted);
                    }
                    if (!owner.user().isEmpty() && !owner.department().isEmpty()) {
                        takeMember(owner.user(), owner.department(), since, member);
                    }
                }
                case MemberRow each -> takeMember(each.user(), each.department(), since, member);
                case DepartmentRow named -> draft.refer(named.reference(), named.department());
                case LeaseRow _, LogoffRow _ ->
                        errors.add(row.line(), "", "The row tells of a span of time.");
            }
        } catch (BadDirectoryEdit e) {
            errors.add(row.line(), "", String.valueOf(e.getMessage()));
        }
    }

    private void takeMember(String name, String path, Span since, Map<Long, Membership> member) {
        long user = draft.ensureUser(name).id();
        if (!told.add(user)) {
            return;
        }
        long department = draft.ensureDepartment(path).id();
        Optional<Membership> old = Optional.ofNullable(member.remove(user));
        if (old.map(Membership::department).orElse(0L) == department) {
            return;
        }
        old.ifPresent(each -> end(each, since.from()));
        draft.join(new Membership(0, user, department, since, source));
    }

    private void end(Assignment assignment, Instant at) {
        if (assignment.span().from().isBefore(at)) {
            draft.change(assignment.during(new Span(assignment.span().from(), at)));
        } else {
            draft.remove(assignment);
        }
    }

    private void end(Membership membership, Instant at) {
        if (membership.span().from().isBefore(at)) {
            draft.change(membership.during(new Span(membership.span().from(), at)));
        } else {
            draft.remove(membership);
        }
    }

    private Assignment wanted(OwnerRow row) {
        return new Assignment(
                0,
                row.key(),
                row.workstation().isEmpty() ? 0 : draft.ensureWorkstation(row.workstation()).id(),
                row.user().isEmpty() ? 0 : draft.ensureUser(row.user()).id(),
                row.department().isEmpty() ? 0 : draft.ensureDepartment(row.department()).id(),
                row.span(),
                row.evidence().priority(),
                row.evidence(),
                source);
    }

    private Assignment put(Assignment wanted, Optional<Assignment> old) {
        if (old.isEmpty()) {
            return draft.assign(wanted);
        }
        Assignment changed = wanted.as(old.get().id());
        draft.change(changed);
        return changed;
    }

    private Membership join(Membership wanted) {
        if (wanted.id() == 0) {
            return draft.join(wanted);
        }
        draft.change(wanted);
        return wanted;
    }

    /// While a user has assignments of this source that name a department.
    private Map<Belonging, List<Span>> departmentsOfUsers() {
        Map<Belonging, List<Span>> spans = new HashMap<>();
        for (Assignment each : assignments()) {
            if (each.user() != 0 && each.department() != 0) {
                spans.computeIfAbsent(
                                new Belonging(each.user(), each.department()),
                                _ -> new ArrayList<>(2))
                        .add(each.span());
            }
        }
        spans.replaceAll((_, each) -> Spans.union(each));
        return spans;
    }

    /// Ends memberships that assignments no longer tell of and adds those that they tell of now.
    private void followDepartments(
            Map<Belonging, List<Span>> before, Map<Belonging, List<Span>> after) {
        Set<Belonging> changed = new HashSet<>(before.keySet());
        changed.addAll(after.keySet());
        changed.removeIf(each ->
                before.getOrDefault(each, List.of()).equals(after.getOrDefault(each, List.of())));
        Map<Belonging, List<Membership>> known = new HashMap<>();
        for (Membership each : memberships()) {
            Belonging belonging = new Belonging(each.user(), each.department());
            if (changed.contains(belonging)) {
                known.computeIfAbsent(belonging, _ -> new ArrayList<>(2)).add(each);
            }
        }
        List<Membership> fresh = new ArrayList<>();
        for (Belonging each : changed) {
            Set<Span> wanted = new HashSet<>(after.getOrDefault(each, List.of()));
            Set<Span> gone = new HashSet<>(before.getOrDefault(each, List.of()));
            gone.removeAll(wanted);
            for (Membership membership : known.getOrDefault(each, List.of())) {
                if (gone.contains(membership.span())) {
                    draft.remove(membership);
                }
                wanted.remove(membership.span());
            }
            for (Span span : wanted) {
                fresh.add(new Membership(0, each.user(), each.department(), span, source));
            }
        }
        fresh.sort(Membership.IN_ORDER);
        fresh.forEach(draft::join);
    }

    private List<Assignment> assignments() {
        return draft.assignments().stream().filter(each -> each.source().equals(source)).toList();
    }

    private List<Membership> memberships() {
        return draft.memberships().stream().filter(each -> each.source().equals(source)).toList();
    }
}
