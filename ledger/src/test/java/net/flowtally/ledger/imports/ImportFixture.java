package net.flowtally.ledger.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.directory.DirectoryWords;
import net.flowtally.ledger.directory.Owner;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.Micros;

/// A home with an empty directory, and files to be imported into it.
final class ImportFixture implements AutoCloseable {
    static final ImportOptions GOOD_ROWS =
            new ImportOptions("", false, false, new Telling.History());

    private final Path folder;
    final Store store;
    final DirectoryImport imports;

    ImportFixture(Path folder) {
        this.folder = folder;
        store = Store.open(Home.open(folder.resolve("home")));
        imports = new DirectoryImport(store, AccountingZone.of("Europe/Berlin"));
    }

    Path file(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ImportOptions asOf(String instant, boolean complete) {
        return new ImportOptions(
                "", false, false, new Telling.State(Instant.parse(instant), true, complete, false));
    }

    static ImportOutcome.Compared compared(ImportOutcome outcome) {
        assertThat(outcome).isInstanceOf(ImportOutcome.Compared.class);
        return (ImportOutcome.Compared) outcome;
    }

    static List<String> errors(ImportOutcome outcome) {
        assertThat(outcome).isInstanceOf(ImportOutcome.Rejected.class);
        return ((ImportOutcome.Rejected) outcome)
                .errors().stream().map(RowError::toString).toList();
    }

    DirectorySnapshot directory() {
        return new Directory(store).current();
    }

    String ownerAt(String address, String instant) {
        DirectorySnapshot now = directory();
        Owner owner = now.ownerOf(Address.parse(address), Micros.of(Instant.parse(instant)));
        return DirectoryWords.owner(now, owner.department(), owner.user(), owner.workstation());
    }

    boolean isEmpty() {
        return store.revision() == 0 && directory().assignments().isEmpty();
    }

    @Override
    public void close() {
        store.close();
    }
}
