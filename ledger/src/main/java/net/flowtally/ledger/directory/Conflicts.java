package net.flowtally.ledger.directory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Finds what contradicts itself in a directory.
final class Conflicts {
    private Conflicts() {}

    static List<OwnershipConflict> among(
            List<Assignment> assignments, Map<Long, List<Prevailing<Membership>>> departments) {
        Map<AssignmentKey, List<Assignment>> byKey = new HashMap<>();
        for (Assignment assignment : assignments) {
            byKey.computeIfAbsent(assignment.key(), _ -> new ArrayList<>(1)).add(assignment);
        }
        List<OwnershipConflict> conflicts = new ArrayList<>();
        byKey.values().removeIf(claims -> claims.size() < 2);
        byKey.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(AssignmentKey.ORDER))
                .forEach(claims -> addOwners(claims.getValue(), conflicts));
        new TreeMap<>(departments)
                .values()
                .forEach(stretches -> addDepartments(stretches, conflicts));
        return conflicts;
    }

    private static void addOwners(List<Assignment> claims, List<OwnershipConflict> conflicts) {
        record Pair(Assignment winner, Assignment loser) {}
        Set<Pair> told = new HashSet<>();
        for (Prevailing<Assignment> stretch :
                Prevailing.among(claims, Assignment::span, Assignment.STRONGEST_FIRST)) {
            Assignment winner = stretch.winner();
            for (Assignment loser : stretch.losers()) {
                if (loser.priority() == winner.priority()
                        && !loser.hasSameOwnerAs(winner)
                        && told.add(new Pair(winner, loser))) {
                    conflicts.add(
                            new OwnershipConflict.TwoOwners(
                                    winner.key(),
                                    winner.span().overlap(loser.span()),
                                    winner,
                                    loser));
                }
            }
        }
    }

    private static void addDepartments(
            List<Prevailing<Membership>> stretches, List<OwnershipConflict> conflicts) {
        record Pair(Membership winner, Membership loser) {}
        Set<Pair> told = new HashSet<>();
        for (Prevailing<Membership> stretch : stretches) {
            Membership winner = stretch.winner();
            for (Membership loser : stretch.losers()) {
                if (loser.department() != winner.department()
                        && told.add(new Pair(winner, loser))) {
                    conflicts.add(
                            new OwnershipConflict.TwoDepartments(
                                    winner.user(),
                                    winner.span().overlap(loser.span()),
                                    winner,
                                    loser));
                }
            }
        }
    }
}
