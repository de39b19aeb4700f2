package org.fabricast.driver;

import java.nio.file.Path;
import java.util.Map;

/** The user's cache: {@code $FABRICAST_CACHE}, else {@code fabricast} in {@code $XDG_CACHE_HOME}, else in {@code ~/.cache}. */
public final class CacheDirectory {

    /** Environment variable with another cache directory. */
    public static final String VARIABLE = "FABRICAST_CACHE";

    private CacheDirectory() {
    }

    /** The directory that {@code environment} names; it need not exist. */
    public static Path of(Map<String, String> environment) {
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isEmpty()) {
            return Path.of(named).toAbsolutePath();
        }
        String user = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path base = user.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(user);
        return base.toAbsolutePath().resolve("fabricast");
    }
}
