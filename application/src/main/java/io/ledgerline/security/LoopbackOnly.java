package io.ledgerline.security;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** Refuses to start, before anything is touched, where others could come in and nobody has to log in. */
final class LoopbackOnly implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final String SERVER = "server.address";
    private static final String MANAGEMENT = "management.server.address";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Environment environment = context.getEnvironment();
        if (LoginConfigured.in(environment)) {
            return;
        }
        check(SERVER, environment);
        if (actuatorHasItsOwnPort(environment)) {
            check(MANAGEMENT, environment);
        }
    }

    private static boolean actuatorHasItsOwnPort(Environment environment) {
        Integer port = environment.getProperty("management.server.port", Integer.class);
        return port != null && port >= 0 && !port.equals(environment.getProperty("server.port", Integer.class));
    }

    private static void check(String key, Environment environment) {
        InetAddress address =
                Binder.get(environment).bind(key, InetAddress.class).orElse(null);
        if (address == null || !address.isLoopbackAddress()) {
            throw new LoginMissing(key, shown(address));
        }
    }

    private static String shown(@Nullable InetAddress address) {
        return address == null ? "all addresses" : address.getHostAddress();
    }
}
