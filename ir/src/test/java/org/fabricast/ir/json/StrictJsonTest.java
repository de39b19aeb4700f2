package org.fabricast.ir.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    @Test
    void anObjectIsRead() {
        assertThat(StrictJson.parse("{\"a\": [1, 2]}".getBytes(StandardCharsets.UTF_8), "x").path("a").size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "null", "[]", "7", "{", "{\"a\":1}}", "{\"a\":1,\"a\":2}", "{'a':1}", "\u0000\u0001", "{\"a\":NaN}"})
    void everythingElseIsNotJson(String text) {
        refused(() -> StrictJson.parse(text.getBytes(StandardCharsets.UTF_8), "x"), ErrorCode.F2003);
    }

    @Test
    void nestingThatWouldExhaustTheStackIsRefused() {
        refused(() -> StrictJson.parse(("{\"a\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8), "x"), ErrorCode.F2003);
    }

    @Test
    void missingAndOversizedFilesAreRefused(@TempDir Path directory) throws IOException {
        refused(() -> StrictJson.read(directory.resolve("none.json"), 10), ErrorCode.F2001);
        refused(() -> StrictJson.read(directory, 10), ErrorCode.F2001);
        Path file = Files.writeString(directory.resolve("long.json"), "{\"key\": 1}\n");
        refused(() -> StrictJson.read(file, 10), ErrorCode.F2002);
        assertThat(StrictJson.read(file, 11).path("key").asInt()).isEqualTo(1);
    }

    private static void refused(Runnable action, ErrorCode code) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(FabricastException.class,
                e -> assertThat(e.diagnostics().getFirst().code()).isEqualTo(code));
    }
}
