package org.fabricast.ir.tokenizer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds reference data outside the repository; a test that needs it is not run where it is absent, and says so. */
public final class SharedFiles {

    private SharedFiles() {
    }

    /** A file of the project itself. */
    public static Path project(String path) {
        return root().resolve(path);
    }

    /** A file under the directory of shared reference data. */
    public static Path shared(String path) {
        String named = System.getenv("FABRICAST_SHARED");
        if (named != null) {
            return existing(Path.of(named).resolve(path));
        }
        for (Path at = root(); at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared");
            if (Files.isDirectory(candidate.resolve("models"))) {
                return existing(candidate.resolve(path));
            }
        }
        assumeTrue(false, "no directory shared/models beside the project: set FABRICAST_SHARED to run this test");
        throw new IllegalStateException("unreachable");
    }

    private static Path existing(Path file) {
        assumeTrue(Files.exists(file), "reference data absent: " + file);
        return file;
    }

    private static Path root() {
        return Path.of(System.getProperty("fabricast.root", "")).toAbsolutePath().normalize();
    }
}
