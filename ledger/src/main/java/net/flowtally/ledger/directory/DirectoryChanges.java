package net.flowtally.ledger.directory;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import net.flowtally.ledger.directory.DirectoryChange.Kind;
import net.flowtally.ledger.directory.DirectoryChange.Subject;
import net.flowtally.ledger.time.Span;

/// What an edit makes of the directory. Immutable.
///
/// @param changes row by row: departments, users, workstations, memberships, assignments, leases
/// @param affected when an address has another owner than before, or may have
/// @param revision that the edit made; 0 if it has not been made, or changed nothing
public record DirectoryChanges(
        DirectorySnapshot before,
        DirectorySnapshot after,
        List<DirectoryChange> changes,
        List<Span> affected,
        long revision) {
    public DirectoryChanges {
        changes = List.copyOf(changes);
        affected = List.copyOf(affected);
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /// How many rows of a kind there are among the changes.
    public int count(Subject subject, Kind kind) {
        return (int)
                changes.stream()
                        .filter(each -> each.subject() == subject && each.kind() == kind)
                        .count();
    }

    /// How many changes there are of each kind.
    public Map<Kind, Integer> counts() {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            counts.put(kind, 0);
        }
        changes.forEach(each -> counts.merge(each.kind(), 1, Integer::sum));
        return counts;
    }

    /// Contradictions that there were not before.
    public List<OwnershipConflict> conflicts() {
        List<OwnershipConflict> conflicts = new ArrayList<>(after.conflicts());
        conflicts.removeAll(new HashSet<>(before.conflicts()));
        return conflicts;
    }

    DirectoryChanges made(long asRevision) {
        return new DirectoryChanges(before, after, changes, affected, asRevision);
    }

    /// Collects the changes of all tables. For one thread.
    static final class Collector {
        private final DirectorySnapshot before;
        private final DirectorySnapshot after;
        private final List<DirectoryChange> changes = new ArrayList<>();
        private final List<Span> affected = new ArrayList<>();

        Collector(DirectorySnapshot before, DirectorySnapshot after) {
            this.before = before;
            this.after = after;
        }

        void department(Optional<Department> old, Optional<Department> now) {
            add(Subject.DEPARTMENT, old, now, DirectoryWords::of, Department::span);
        }

        void user(Optional<User> old, Optional<User> now) {
            add(Subject.USER, old, now, (_, user) -> user.name(), _ -> Span.ALWAYS);
        }

        void workstation(Optional<Workstation> old, Optional<Workstation> now) {
            add(Subject.WORKSTATION, old, now, (_, it) -> DirectoryWords.of(it), _ -> Span.ALWAYS);
        }

        void membership(Optional<Membership> old, Optional<Membership> now) {
            add(Subject.MEMBERSHIP, old, now, DirectoryWords::of, Membership::span);
            affect(
                    old,
                    now,
                    Membership::span,
                    (one, other) ->
                            one.user() == other.user() && one.department() == other.department());
        }

        void assignment(Optional<Assignment> old, Optional<Assignment> now) {
            add(Subject.ASSIGNMENT, old, now, DirectoryWords::of, Assignment::span);
            affect(
                    old,
                    now,
                    Assignment::span,
                    (one, other) ->
                            one.key().equals(other.key())
                                    && one.hasSameOwnerAs(other)
                                    && one.priority() == other.priority());
        }

        void lease(Optional<Lease> old, Optional<Lease> now) {
            add(Subject.LEASE, old, now, (_, lease) -> DirectoryWords.of(lease), Lease::span);
            affect(
                    old,
                    now,
                    Lease::span,
                    (one, other) ->
                            one.address().equals(other.address()) && one.mac().equals(other.mac()));
        }

        DirectoryChanges collected() {
            return new DirectoryChanges(before, after, changes, affected, 0);
        }

        private <T> void add(
                Subject subject,
                Optional<T> old,
                Optional<T> now,
                BiFunction<DirectorySnapshot, T, String> words,
                Function<T, Span> span) {
            Kind kind;
            if (old.isEmpty()) {
                kind = Kind.ADDED;
            } else if (now.isEmpty()) {
                kind = Kind.REMOVED;
            } else {
                boolean ended =
                        span.apply(now.get()).to().isBefore(span.apply(old.get()).to())
                                && span.apply(now.get())
                                        .from()
                                        .equals(span.apply(old.get()).from());
                kind = ended ? Kind.ENDED : Kind.CHANGED;
            }
            changes.add(
                    new DirectoryChange(
                            kind,
                            subject,
                            old.map(row -> words.apply(before, row)).orElse(""),
                            now.map(row -> words.apply(after, row)).orElse("")));
        }

        /// Where only the time of a row changed, just the difference is affected.
        private <T> void affect(
                Optional<T> old,
                Optional<T> now,
                Function<T, Span> span,
                BiPredicate<T, T> saysTheSame) {
            Optional<Span> was = old.map(span);
            Optional<Span> is = now.map(span);
            boolean onlyTime =
                    was.isPresent()
                            && is.isPresent()
                            && was.get().overlaps(is.get())
                            && saysTheSame.test(old.orElseThrow(), now.orElseThrow());
            if (!onlyTime) {
                was.ifPresent(affected::add);
                is.ifPresent(affected::add);
                return;
            }
            Span all = was.get().hull(is.get());
            Span both = was.get().overlap(is.get());
            if (all.from().isBefore(both.from())) {
                affected.add(new Span(all.from(), both.from()));
            }
            if (both.to().isBefore(all.to())) {
                affected.add(new Span(both.to(), all.to()));
            }
        }
    }
}
