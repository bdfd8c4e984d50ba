package io.ledgerline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Dockerfile's instructions, stage by stage. */
record Dockerfile(List<List<Instruction>> stages) {

    private static final Set<String> KNOWN = Set.of(
            "FROM", "RUN", "COPY", "WORKDIR", "USER", "VOLUME", "EXPOSE", "ENV", "HEALTHCHECK", "ENTRYPOINT", "LABEL");

    private static final Pattern VARIABLE = Pattern.compile("([A-Z_]+)=(\\S+)");

    record Instruction(String name, String argument) {

        @Override
        public String toString() {
            return name + " " + argument;
        }
    }

    /** @throws IllegalArgumentException if a line is no instruction, or none of a stage */
    static Dockerfile parse(String text) {
        List<List<Instruction>> stages = new ArrayList<>();
        String lines = text.replaceAll("(?m)^\\s*#.*\\R", "").replaceAll("\\\\\\R\\s*", "");
        lines.lines().filter(line -> !line.isBlank()).forEach(line -> {
            String[] parts = line.split(" ", 2);
            if (!KNOWN.contains(parts[0]) || parts.length < 2) {
                throw new IllegalArgumentException("No instruction: " + line);
            }
            if (parts[0].equals("FROM")) {
                stages.add(new ArrayList<>());
            }
            if (stages.isEmpty()) {
                throw new IllegalArgumentException("Before the first FROM: " + line);
            }
            stages.get(stages.size() - 1).add(new Instruction(parts[0], parts[1].strip()));
        });
        return new Dockerfile(stages);
    }

    /** The argument of the final stage's last instruction of this name. */
    String last(String name) {
        return stages.get(stages.size() - 1).stream()
                .filter(instruction -> instruction.name().equals(name))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new AssertionError("The final stage has no " + name))
                .argument();
    }

    /** What {@code ENV} sets in the final stage. */
    Map<String, Object> environment() {
        Map<String, Object> environment = new TreeMap<>();
        Matcher variables = VARIABLE.matcher(last("ENV"));
        while (variables.find()) {
            environment.put(variables.group(1), variables.group(2));
        }
        return environment;
    }
}
