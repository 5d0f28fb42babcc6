package net.flowtally.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.flowtally.app.acceptance.Program;
import net.flowtally.app.acceptance.Program.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryCommandTest {
    @TempDir private Path folder;

    private Outcome run(String words) {
        return Program.here((words + " --home " + folder.resolve("home")).split(" ", -1));
    }

    @Test
    void aDepartmentAndAllBelowItAreShownInsteadOfCharged() {
        run("directory add department Company/Sales/Export").orFail();
        assertThat(run("directory bill Company/Sales showback").orFail())
                .contains(
                        "+ department Company/Sales, showback",
                        "+ department Company/Sales/Export, showback");
        run("directory add department Company/Sales/Import").orFail();
        run("directory bill Company/Sales/Export chargeback").orFail();
        assertThat(run("directory tree").orFail())
                .isEqualToNormalizingNewlines(
                        """
                        Company
                          Sales, showback
                            Export
                            Import, showback
                        """);
        assertThat(run("directory bill Company/Saels showback").err())
                .contains("There is no department Company/Saels.");
        assertThat(run("directory bill Company/Sales free").err()).contains("CHARGEBACK, SHOWBACK");
    }

    @Test
    void theDirectoryIsBuiltShownMovedAndTakenBack() {
        run("directory add department Company/Sales").orFail();
        run("directory add department Company/Works").orFail();
        run("directory add user ann --department Company/Sales").orFail();
        run("directory add workstation files --shared").orFail();
        run("directory add assignment 10.0.0.0/24 --user ann --from 2026-03-01").orFail();
        run("directory add assignment 192.0.2.1#7 --department Company/Works").orFail();
        assertThat(run("directory tree --users").orFail())
                .isEqualToNormalizingNewlines("Company\n  Sales (1)\n    - ann\n  Works\n");
        assertThat(run("directory owner 10.0.0.7 --at 2026-03-20").orFail())
                .contains(
                        "10.0.0.7 at 2026-03-20T00:00:00Z: Company/Sales, user ann",
                        "* 10.0.0.0/24 of Unassigned, user ann, from 2026-03-01T00:00:00Z, static");
        assertThat(run("directory owner 10.0.0.7 --at 2026-03-20 --behind 192.0.2.1#7").orFail())
                .contains("10.0.0.7 at 2026-03-20T00:00:00Z: Company/Works");

        assertThat(run("directory move user ann Company/Works --at 2026-03-15 --preview").orFail())
                .contains(
                        "- membership ann in Company/Sales",
                        "+ membership ann in Company/Works, from 2026-03-15T00:00:00Z",
                        "No open statement moves.");
        assertThat(run("directory owner 10.0.0.7 --at 2026-03-20").orFail())
                .contains("Company/Sales");
        run("directory move user ann Company/Works --at 2026-03-15").orFail();
        assertThat(run("directory owner 10.0.0.7 --at 2026-03-20").orFail())
                .contains("Company/Works");

        run("directory undo").orFail();
        assertThat(run("directory owner 10.0.0.7 --at 2026-03-20").orFail())
                .contains("Company/Sales");
        run("directory redo").orFail();
        assertThat(run("directory owner 10.0.0.7 --at 2026-03-20").orFail())
                .contains("Company/Works");
        assertThat(run("directory history --most 3").orFail())
                .contains("redo ", "undo ", "move user ann to Company/Works")
                .hasLineCount(3);
        assertThat(run("directory list assignments --name 192.0.2.1").orFail())
                .contains("192.0.2.1#7,Company/Works,,,,,static,0,");
    }

    @Test
    void whatCannotBeIsRefusedInASentence() {
        Outcome unknown = run("directory move user zoe Sales --at now");
        assertThat(unknown.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(unknown.err()).contains("There is no user zoe.");
        Outcome key = run("directory add assignment 10.0.0.300 --department X");
        assertThat(key.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(key.err()).contains("'10.0.0.300' is not an address or prefix.");
    }

    @Test
    void anImportIsUndoneLikeAnyEdit() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("d.csv"),
                        "department,user,workstation,address,from,to\nSales,ann,,10.0.0.1,,\n");
        run("import directory " + file).orFail();
        assertThat(run("directory owner 10.0.0.1").orFail()).contains("Sales, user ann");
        run("directory undo").orFail();
        assertThat(run("directory owner 10.0.0.1").orFail()).contains("Unassigned");
        assertThat(run("directory tree").orFail()).isEmpty();
    }
}
