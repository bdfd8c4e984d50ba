package io.ledgerline.roles;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** What this instance does, as {@code ledgerline.roles} has it; everything if that isn't set. */
public record Roles(Set<Role> played) {

    static final String KEY = "ledgerline.roles";

    /** @throws RolesRefused if there is no such role, or these make no instance */
    static Roles of(Environment environment) {
        List<String> names = Binder.get(environment)
                .bind(KEY, Bindable.listOf(String.class))
                .orElse(Arrays.stream(Role.values()).map(Role::name).toList());
        Set<Role> played = EnumSet.noneOf(Role.class);
        names.forEach(name -> played.add(role(name)));
        if (played.isEmpty()) {
            throw new RolesRefused(KEY + " is empty: an instance without a role does nothing.");
        }
        boolean commandsTravel = "axon-server".equals(environment.getProperty("ledgerline.event-store"));
        if (played.contains(Role.PROCESS) && !played.contains(Role.COMMAND) && !commandsTravel) {
            throw new RolesRefused(
                    KEY + " has process without command. With the event store in PostgreSQL commands stay"
                            + " within their instance, so one that runs processes handles commands, too.");
        }
        return new Roles(played);
    }

    private static Role role(String name) {
        for (Role role : Role.values()) {
            if (role.name().equalsIgnoreCase(name.strip())) {
                return role;
            }
        }
        throw new RolesRefused("%s has '%s', which is no role. Roles are %s."
                .formatted(
                        KEY,
                        name.strip(),
                        Arrays.stream(Role.values())
                                .map(role -> role.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    public boolean include(Role role) {
        return played.contains(role);
    }
}
