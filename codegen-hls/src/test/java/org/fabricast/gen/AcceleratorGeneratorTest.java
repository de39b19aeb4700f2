package org.fabricast.gen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fabricast.ir.hw.HardwareConfig;
import org.junit.jupiter.api.Test;

class AcceleratorGeneratorTest {

    private static final Pattern MODULE = Pattern.compile("(?m)^module\\s+(\\w+)");
    private static final Pattern INSTANCE = Pattern.compile("(?m)^\\s*(?:\\)\\s*)?([a-z]\\w*)\\s*(?:#\\([^;]*?\\)\\s*)?u_\\w+\\s*\\(");

    @Test
    void theSameConfigurationGivesTheSameBytes() {
        for (HardwareConfig config : List.of(HardwareConfig.sim64(), HardwareConfig.sim256())) {
            assertThat(AcceleratorGenerator.generate(config)).isEqualTo(AcceleratorGenerator.generate(config));
        }
    }

    @Test
    void everyFileHoldsTheOneModuleOfItsNameAndTheDesignIsClosed() {
        GeneratedRtl rtl = AcceleratorGenerator.generate(HardwareConfig.sim256());
        assertThat(rtl.top()).isEqualTo("fabricast_top");
        Set<String> instantiated = new TreeSet<>(Set.of(rtl.top()));
        rtl.files().forEach((file, text) -> {
            assertThat(MODULE.matcher(text).results().map(m -> m.group(1) + ".v")).as(file).containsExactly(file);
            assertThat(text).as(file).contains("`default_nettype none", "`default_nettype wire");
            Matcher instance = INSTANCE.matcher(text);
            while (instance.find()) {
                instantiated.add(instance.group(1));
            }
        });
        assertThat(instantiated.stream().map(module -> module + ".v")).as("modules used").allMatch(rtl.files()::containsKey);
        assertThat(instantiated).contains("control", "engine", "special_function_unit", "load_unit", "fp32_add");
    }

    @Test
    void aConfigurationIsWrittenIntoItsMachine() {
        HardwareConfig config = HardwareConfig.sim64();
        String hash = String.format("32'h%08x", config.hash32());
        assertThat(AcceleratorGenerator.generate(config).files().get("control.v")).contains(hash);
        assertThat(AcceleratorGenerator.generate(HardwareConfig.sim256()).files().get("control.v")).doesNotContain(hash);
    }

    @Test
    void aDesignWithoutItsTopOrWithAFileOfAnotherNameIsRefused() {
        assertThatThrownBy(() -> new GeneratedRtl("a", new TreeMap<>(Map.of("b.v", "module b; endmodule"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GeneratedRtl("a", new TreeMap<>(Map.of("a.v", "module b; endmodule"))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
