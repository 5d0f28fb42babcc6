package net.flowtally.ledger.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.directory.DirectoryChange.Kind;
import net.flowtally.ledger.directory.DirectoryChange.Subject;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Micros;
import net.flowtally.ledger.time.Span;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTest {
    private static final Instant NOW = Instant.parse("2026-03-20T12:00:00Z");
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant MID = Instant.parse("2026-03-15T00:00:00Z");
    private static final Instant LATE = Instant.parse("2026-03-25T00:00:00Z");

    @TempDir private Path folder;
    private Store store;
    private Directory directory;

    @BeforeEach
    void open() {
        store = Store.open(Home.open(folder), Clock.fixed(NOW, ZoneOffset.UTC));
        directory = new Directory(store);
        edit(draft -> {
            draft.addDepartment("Company/Sales");
            draft.addDepartment("Company/Works");
            join(draft, "ann", "Company/Sales", Span.ALWAYS);
            join(draft, "ben", "Company/Works", Span.ALWAYS);
            assign(draft, "10.0.0.1", "ann", Span.ALWAYS);
            assign(draft, "10.0.0.2", "ben", Span.ALWAYS);
        });
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aUserWhoMovesTakesAddressesAlongFromThenOnUntilTheMoveThatIsKnownAlready() {
        edit(draft -> draft.moveUser("ann", "Company/Works", LATE));
        DirectoryChanges moved = edit(draft -> draft.moveUser("ann", "Company", MID));
        assertThat(ownerAt("10.0.0.1", MID.minusNanos(1_000))).isEqualTo("Company/Sales, user ann");
        assertThat(ownerAt("10.0.0.1", MID)).isEqualTo("Company, user ann");
        assertThat(ownerAt("10.0.0.1", LATE)).isEqualTo("Company/Works, user ann");
        assertThat(moved.affected()).containsExactly(new Span(MID, LATE), new Span(MID, LATE));
        assertThat(moved.changes())
                .containsExactly(
                        new DirectoryChange(
                                Kind.ENDED,
                                Subject.MEMBERSHIP,
                                "ann in Company/Sales, to 2026-03-25T00:00:00Z",
                                "ann in Company/Sales, to 2026-03-15T00:00:00Z"),
                        new DirectoryChange(
                                Kind.ADDED,
                                Subject.MEMBERSHIP,
                                "",
                                "ann in Company, from 2026-03-15T00:00:00Z, to"
                                        + " 2026-03-25T00:00:00Z"));
    }

    @Test
    void whatNobodyAsksForIsNoRevision() {
        long revision = store.revision();
        edit(draft -> draft.ensureUser("ann"));
        assertThat(store.revision()).isEqualTo(revision);
        assertThat(directory.history()).hasSize(1);
    }

    @Test
    void aPreviewTellsTheSameAsTheEditAndWritesNothing() {
        Consumer<DirectoryDraft> end = draft -> draft.endUser("ann", MID);
        DirectorySnapshot before = directory.current();
        DirectoryChanges preview = directory.preview(end);
        assertThat(directory.current().assignments()).isEqualTo(before.assignments());
        DirectoryChanges made = edit(end);
        assertThat(preview.changes()).isEqualTo(made.changes()).hasSize(2);
        assertThat(preview.affected()).isEqualTo(made.affected());
        assertThat(ownerAt("10.0.0.1", MID)).isEqualTo("Unassigned");
        assertThat(ownerAt("10.0.0.1", MARCH)).isEqualTo("Company/Sales, user ann");
    }

    @Test
    void aDepartmentEndsWithAllBelowItAndTakesNothingOnAfterwards() {
        edit(draft -> draft.endDepartment("Company", MID));
        assertThat(ownerAt("10.0.0.2", MARCH)).isEqualTo("Company/Works, user ben");
        // the assignment is of ben, who is in no department any more
        assertThat(ownerAt("10.0.0.2", MID)).isEqualTo("Unassigned, user ben");
        assertThatExceptionOfType(BadDirectoryEdit.class)
                .isThrownBy(
                        () -> edit(draft -> join(draft, "cam", "Company/Sales", Span.since(MID))))
                .withMessage(
                        "Department Sales has ended at 2026-03-15T00:00:00Z; nothing can belong to it"
                                + " longer.");
        edit(draft -> join(draft, "cam", "Company/Sales", new Span(MARCH, MID)));
    }

    @Test
    void aDepartmentCannotBeHungBelowItself() {
        assertThatExceptionOfType(BadDirectoryEdit.class)
                .isThrownBy(() -> edit(draft -> draft.moveDepartment("Company", "Company/Sales")))
                .withMessageContaining("which is below it");
        edit(draft -> draft.moveDepartment("Company/Sales", "Company/Works"));
        assertThat(ownerAt("10.0.0.1", MID)).isEqualTo("Company/Works/Sales, user ann");
        edit(draft -> draft.moveDepartment("Company/Works/Sales", ""));
        assertThat(ownerAt("10.0.0.1", MID)).isEqualTo("Sales, user ann");
    }

    @Test
    void mergedDepartmentsAreOneFromThenOn() {
        edit(draft -> {
            draft.addDepartment("Company/Sales/North");
            assignTo(draft, "10.0.1.0/24", "Company/Sales", Span.ALWAYS);
            assignTo(draft, "10.0.2.0/24", "Company/Sales", Span.since(LATE));
        });
        edit(draft -> draft.mergeDepartments("Company/Sales", "Company/Works", MID));
        assertThat(ownerAt("10.0.0.1", MARCH)).isEqualTo("Company/Sales, user ann");
        assertThat(ownerAt("10.0.0.1", MID)).isEqualTo("Company/Works, user ann");
        assertThat(ownerAt("10.0.1.7", MARCH)).isEqualTo("Company/Sales");
        assertThat(ownerAt("10.0.1.7", MID)).isEqualTo("Company/Works");
        assertThat(ownerAt("10.0.2.7", LATE)).isEqualTo("Company/Works");
        assertThat(directory.current().department("Company/Works/North")).isPresent();
        assertThat(directory.current().conflicts()).isEmpty();
    }

    @Test
    void twoNamesOfOneUserBecomeOne() {
        edit(draft -> assign(draft, "10.0.0.3", "Ann Smith", Span.ALWAYS));
        edit(draft -> draft.mergeUsers("Ann Smith", "ann"));
        assertThat(ownerAt("10.0.0.3", MID)).isEqualTo("Company/Sales, user ann");
        assertThat(directory.current().user("Ann Smith")).isEmpty();
    }

    @Test
    void aSharedServerHasNoUser() {
        edit(draft -> draft.addWorkstation("files", true));
        assertThatExceptionOfType(BadDirectoryEdit.class)
                .isThrownBy(() ->
                        edit(draft ->
                                draft.assign(
                                        new Assignment(
                                                0,
                                                AssignmentKey.parse("10.0.0.9"),
                                                draft.ensureWorkstation("files").id(),
                                                draft.ensureUser("ann").id(),
                                                0,
                                                Span.ALWAYS,
                                                0,
                                                Evidence.STATIC,
                                                ""))))
                .withMessage("A shared server has no user; give 10.0.0.9 to its department alone.");
    }

    @Test
    void anEditIsTakenBackAndMadeAgain() {
        DirectoryChanges made = edit(draft -> draft.moveUser("ann", "Company/Works", MID));
        DirectoryChanges undone = directory.undo("eve", made.revision());
        assertThat(ownerAt("10.0.0.1", LATE)).isEqualTo("Company/Sales, user ann");
        assertThat(directory.newestEdit().orElseThrow().revision()).isEqualTo(1);
        assertThat(directory.newestUndo().orElseThrow().revision()).isEqualTo(undone.revision());
        assertThatExceptionOfType(BadDirectoryEdit.class)
                .isThrownBy(() -> directory.undo("eve", made.revision()))
                .withMessage("Edit 2 has been taken back already.");

        directory.undo("eve", undone.revision());
        assertThat(ownerAt("10.0.0.1", LATE)).isEqualTo("Company/Works, user ann");
        assertThat(directory.newestEdit().orElseThrow().revision()).isEqualTo(made.revision());
        assertThat(directory.newestUndo()).isEmpty();
        assertThat(directory.history())
                .extracting(each -> each.actor() + " " + each.what() + " " + each.undone())
                .containsExactly(
                        "eve redo 2: test false",
                        "eve undo 2: test true",
                        "anna test false",
                        "anna test false");
        assertThat(directory.changesOf(2).changes()).isEqualTo(made.changes());
    }

    @Test
    void anEditThatOthersGoOnFromStays() {
        DirectoryChanges added = edit(draft -> draft.addDepartment("Company/Lab"));
        DirectoryChanges joined = edit(draft -> join(draft, "cam", "Company/Lab", Span.ALWAYS));
        assertThatExceptionOfType(BadDirectoryEdit.class)
                .isThrownBy(() -> directory.undo("eve", added.revision()))
                .withMessage(
                        "Edit 2 cannot be taken back: later ones use a name that it added, or one that"
                                + " it freed.");
        directory.undo("eve", joined.revision());
        directory.undo("eve", added.revision());
        assertThat(directory.current().department("Company/Lab")).isEmpty();
    }

    @Test
    void anEditOfWhatHasChangedSinceStays() {
        DirectoryChanges first = edit(draft -> draft.endUser("ann", LATE));
        edit(draft -> draft.endUser("ann", MID));
        assertThatExceptionOfType(BadDirectoryEdit.class)
                .isThrownBy(() -> directory.undo("eve", first.revision()))
                .withMessage(
                        "Edit 2 cannot be taken back: later ones have changed a membership and 1"
                                + " more.");
    }

    @Test
    void everyEditTakenBackInTurnLeadsThroughTheSameDirectories() {
        long seed = System.nanoTime();
        System.out.println("directory edits: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<String> states = new ArrayList<>(List.of(state()));
        List<Long> edits = new ArrayList<>();
        while (edits.size() < 25) {
            try {
                DirectoryChanges made = edit(draft -> randomEdit(draft, random));
                if (!made.isEmpty()) {
                    edits.add(made.revision());
                    states.add(state());
                }
            } catch (BadDirectoryEdit _) {
                // some of what is drawn cannot be: then nothing has changed
                assertThat(state()).isEqualTo(states.getLast());
            }
        }
        for (long edit : edits.reversed()) {
            states.removeLast();
            directory.undo("eve", edit);
            assertThat(state()).isEqualTo(states.getLast());
        }
    }

    private static void randomEdit(DirectoryDraft draft, SplittableRandom random) {
        String user = "user " + random.nextInt(4);
        String other = "user " + random.nextInt(4);
        String path = random.nextBoolean() ? "D" + random.nextInt(4) : "Company/Sales";
        Instant at = MARCH.plusSeconds(86_400L * random.nextInt(30));
        switch (random.nextInt(9)) {
            case 0 -> draft.ensureDepartment(path);
            case 1 -> join(draft, user, path, Span.since(at));
            case 2 -> assign(draft, "10.0.0." + random.nextInt(5), user, Span.since(at));
            case 3 -> draft.moveUser(user, path, at);
            case 4 -> draft.endUser(user, at);
            case 5 -> draft.renameUser(user, other);
            case 6 -> draft.mergeUsers(user, other);
            case 7 -> draft.mergeDepartments(path, "D" + random.nextInt(4), at);
            default -> draft.endDepartment(path, at);
        }
    }

    private String state() {
        DirectorySnapshot now = directory.current();
        List<String> rows = new ArrayList<>();
        now.departments().forEach(each -> rows.add(DirectoryWords.of(now, each)));
        now.users().forEach(each -> rows.add(each.toString()));
        now.memberships().forEach(each -> rows.add(each.toString()));
        now.assignments().forEach(each -> rows.add(each.toString()));
        rows.sort(null);
        return String.join("\n", rows);
    }

    private static void join(DirectoryDraft draft, String user, String path, Span span) {
        draft.join(
                new Membership(
                        0,
                        draft.ensureUser(user).id(),
                        draft.ensureDepartment(path).id(),
                        span,
                        ""));
    }

    private static void assign(DirectoryDraft draft, String key, String user, Span span) {
        draft.assign(
                new Assignment(
                        0,
                        AssignmentKey.parse(key),
                        0,
                        draft.ensureUser(user).id(),
                        0,
                        span,
                        0,
                        Evidence.STATIC,
                        ""));
    }

    private static void assignTo(DirectoryDraft draft, String key, String path, Span span) {
        draft.assign(
                new Assignment(
                        0,
                        AssignmentKey.parse(key),
                        0,
                        0,
                        draft.ensureDepartment(path).id(),
                        span,
                        0,
                        Evidence.RULE,
                        ""));
    }

    private DirectoryChanges edit(Consumer<DirectoryDraft> edit) {
        return directory.edit("anna", "test", edit);
    }

    private String ownerAt(String address, Instant at) {
        DirectorySnapshot now = directory.current();
        Owner owner = now.ownerOf(Address.parse(address), Micros.of(at));
        return DirectoryWords.owner(now, owner.department(), owner.user(), owner.workstation());
    }
}
