package org.fabricast.ir.hash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Sha256Test {

    /** FIPS 180-2, appendix B.1. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path directory;

    @Test
    void hashes_are_those_of_the_standard() throws IOException {
        Path file = Files.writeString(directory.resolve("abc"), "abc");
        assertThat(Sha256.of("abc".getBytes(StandardCharsets.US_ASCII))).isEqualTo(ABC);
        assertThat(Sha256.of("abc")).isEqualTo(ABC);
        assertThat(Sha256.of(file)).isEqualTo(ABC);
    }

    @Test
    void a_list_is_hashed_with_the_lengths_of_its_parts() {
        assertThat(new Sha256().add("a", "bc").add("d", "").hex()).isEqualTo(Sha256.of("1:a2:bc1:d0:"));
        assertThat(new Sha256().add("ab", "c").hex()).isNotEqualTo(new Sha256().add("a", "bc").hex());
    }
}
