package org.fabricast.compiler.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.ExitStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void all_tools_are_fakes_that_are_good_enough() throws IOException {
        environment.put("FABRICAST_CACHE", directory.resolve("cache").toString());
        fake("FABRICAST_VERILATOR", "verilator", "echo 'Verilator 5.006 rev (Debian 5.006-3)'");
        fake("FABRICAST_MAKE", "make", "echo 'GNU Make 4.3'");
        fake("FABRICAST_YOSYS", "yosys", "echo 'Yosys 0.23 (git sha1 7ce5011c24b)'");
        fake("FABRICAST_IVERILOG", "iverilog", "echo 'Icarus Verilog version 11.0 (stable) ()'");
        // A compiler that makes its output a program which prints a version.
        fake("FABRICAST_CXX", "g++", """
                if [ "$1" = --version ]; then echo 'g++ (Debian 12.2.0-14) 12.2.0'; exit 0; fi
                printf '#!/bin/sh\\necho 1.2.13\\n' > "$2" && chmod +x "$2"
                """);
    }

    private void fake(String variable, String name, String body) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        environment.put(variable, file.toString());
    }

    private ToolFinding finding(String name) {
        return Doctor.examine(environment).findings().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void tools_of_the_oldest_tried_versions_are_found() {
        Diagnosis diagnosis = Doctor.examine(environment);

        assertThat(diagnosis.diagnostics()).isEmpty();
        assertThat(diagnosis.ok()).isTrue();
        assertThat(diagnosis.exit()).isEqualTo(ExitStatus.OK);
        assertThat(finding("verilator").version()).startsWith("Verilator 5.006");
        assertThat(finding("zlib").version()).isEqualTo("1.2.13");
        assertThat(diagnosis.json().get("tools")).hasSize(10);
    }

    @Test
    void an_old_verilator_is_too_old_though_its_digits_look_greater() throws IOException {
        fake("FABRICAST_VERILATOR", "verilator", "echo 'Verilator 4.226 rev v4.226'");

        assertThat(finding("verilator").state()).isEqualTo(ToolState.TOO_OLD);
        assertThat(Doctor.examine(environment).exit()).isEqualTo(ExitStatus.TOOL_MISSING);
        assertThat(Doctor.examine(environment).diagnostics()).extracting(d -> d.code()).containsExactly(ErrorCode.F7002);
    }

    @Test
    void yosys_0_9_is_older_than_0_23() throws IOException {
        fake("FABRICAST_YOSYS", "yosys", "echo 'Yosys 0.9'");

        assertThat(finding("yosys").state()).isEqualTo(ToolState.TOO_OLD);
    }

    @Test
    void a_tool_that_fails_is_unusable_and_its_words_are_quoted() throws IOException {
        fake("FABRICAST_IVERILOG", "iverilog", "echo 'error: no licence for that'; exit 1");

        assertThat(finding("iverilog").state()).isEqualTo(ToolState.UNUSABLE);
        assertThat(finding("iverilog").version()).contains("exit status 1", "no licence for that");
    }

    @Test
    void a_tool_that_is_not_there_is_missing_with_the_line_that_installs_it() {
        environment.put("FABRICAST_MAKE", directory.resolve("absent").toString());

        assertThat(finding("make").state()).isEqualTo(ToolState.MISSING);
        assertThat(finding("make").mend()).isEqualTo("apt install make");
        assertThat(Doctor.examine(environment).diagnostics()).extracting(d -> d.code()).containsExactly(ErrorCode.F7001);
    }

    @Test
    void without_the_header_the_quoted_error_is_the_compilers() throws IOException {
        fake("FABRICAST_CXX", "g++", """
                if [ "$1" = --version ]; then echo 'g++ 12.2.0'; exit 0; fi
                echo 'probe.cpp:1:10: fatal error: zlib.h: No such file or directory'; exit 1
                """);

        assertThat(finding("zlib").state()).isEqualTo(ToolState.MISSING);
        assertThat(finding("zlib").version()).contains("zlib.h: No such file");
        assertThat(finding("g++").state()).isEqualTo(ToolState.FOUND);
    }

    @Test
    void a_cache_below_a_file_cannot_be_written() throws IOException {
        environment.put("FABRICAST_CACHE", Files.writeString(directory.resolve("file"), "").resolve("cache").toString());

        assertThat(finding("cache").state()).isEqualTo(ToolState.UNUSABLE);
    }
}
