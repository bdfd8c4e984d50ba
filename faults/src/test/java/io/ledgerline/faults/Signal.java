package io.ledgerline.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What Java can't send to processes. */
enum Signal {
    /** Nothing of it goes on, but all that it has it keeps: memory, connections, locks. */
    STOP,
    /** It goes on as if no time had passed. */
    CONT;

    /** Some of them may have ended since. */
    void send(List<ProcessHandle> processes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name()));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        new ProcessBuilder(command).start().waitFor();
    }
}
