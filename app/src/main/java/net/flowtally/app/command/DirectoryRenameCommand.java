package net.flowtally.app.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "rename",
        description = {
            "Gives a department, user or workstation another name, in all open months at once.",
            "Sealed statements keep the name that they were sealed with."
        })
final class DirectoryRenameCommand implements Callable<Integer> {
    enum What {
        DEPARTMENT,
        USER,
        WORKSTATION
    }

    @Mixin private DirectoryEditing editing;

    @Parameters(index = "0", paramLabel = "WHAT", description = "One of: ${COMPLETION-CANDIDATES}.")
    private What what;

    @Parameters(
            index = "1",
            paramLabel = "OLD",
            description = "Its name; of a department its path.")
    private String old;

    @Parameters(index = "2", paramLabel = "NEW", description = "Its new name, without a path.")
    private String name;

    @Override
    public Integer call() {
        return editing.edit(
                "rename " + old + " to " + name,
                _ ->
                        draft -> {
                            switch (what) {
                                case DEPARTMENT -> draft.renameDepartment(old, name);
                                case USER -> draft.renameUser(old, name);
                                case WORKSTATION -> draft.renameWorkstation(old, name);
                            }
                        });
    }
}
