package org.fabricast.ir.isa.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.Operands;
import org.fabricast.ir.isa.text.Assembler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On an array of 8 with 4 lanes; buffers of 256 elements, 64 words, 16 scales. */
class OperandRulesTest {

    private static final HardwareConfig CONFIG =
            new HardwareConfig("rules", 8, 4, 4, 16, 1024, 1024, 256, 256, 64, 16, 512, 4, 4, 2, 64, 1);

    private static List<String> broken(String line) {
        return broken(line, CONFIG);
    }

    private static List<String> broken(String line, HardwareConfig config) {
        return OperandRules.broken(Operands.of(Assembler.assemble("t", line).getFirst(), new int[Opcode.REGISTERS]), config);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " bits=3 x=16", " x=8 bits=6"})
    void a_sparse_stream_wants_slices_that_select(String rest) {
        String run = "MV.RUN rows=5 cols=100 group=128 vectors=1 pattern=3" + rest;
        HardwareConfig wide = HardwareConfig.sim256();
        assertThat(broken(run, wide.with(HardwareConfig.Products.SPARSE_DSP48E2))).isEmpty();
        assertThat(broken(run, wide.with(HardwareConfig.Products.DSP48E2))).singleElement().asString().contains("SPARSE_DSP48E2");
        assertThat(broken(run, wide)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "MV.RUN rows=5 cols=8 group=128 vectors=1 pattern=7 ring=1", "MV.RUN rows=5 cols=8 group=16 vectors=1 pattern=1 unscaled=1",
        "MV.RUN rows=5 cols=8 group=16 vectors=1 pattern=1 transpose=1", "MV.RUN rows=5 cols=8 group=48 vectors=1 pattern=1",
        "MV.RUN rows=5 cols=8 group=256 vectors=1 pattern=1", "MV.RUN rows=5 cols=100 group=128 vectors=1 pattern=2 x=4",
        "MV.RUN rows=5 cols=60 group=64 vectors=1 pattern=2 x=2", "MM.RUN rows=5 cols=60 group=64 vectors=2 pattern=2 xstride=6",
        "MV.RUN rows=5 cols=60 group=64 vectors=1 pattern=2 bits=7"})
    void a_sparse_stream_has_rules_of_its_own(String line) {
        HardwareConfig config = HardwareConfig.sim256().with(HardwareConfig.Products.SPARSE_DSP48E2);
        assertThat(broken(line, config)).as(line).hasSize(1);
        assertThat(broken(line.replaceAll("pattern=.", "pattern=0").replaceAll("bits=.", "bits=0"), config)).as(line).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "LD.RING mem=4 bytes=64 region=2 ring=1", "LD.ACT mem=4 n=5 act=248", "LD.ACT mem=3 n=0 act=999",
        "ST.I8 mem=8 act=4 piece=8 pieces=3 stride=64", "ST.I8 mem=15 act=3 piece=1 pieces=1", "ST.F16 mem=2 act=255 piece=1 pieces=1",
        "ST.F16 mem=0 act=0 piece=8 pieces=4 stride=16", "ST.F32 mem=64 res=252 n=4",
        "MV.RUN res=4 rows=5 cols=100 group=8 vectors=1", "MV.RUN res=4 rows=5 cols=7 group=7 vectors=1",
        "MV.RUN rows=5 cols=8 group=8 vectors=1 bits=3", "MM.RUN rows=5 cols=8 group=8 vectors=1 bits=6",
        "MM.RUN rows=5 cols=64 group=64 vectors=4 resstride=8 xstride=8 xsstride=1",
        "MV.LOADX act=4 n=60 group=4", "MV.LOADX act=4 n=7 group=7", "MV.LOADX factor=3 act=0 n=8 group=8",
        "MISC.ROPE n=16 d=8 g0=4 a0=4 a1=8 out=4", "MISC.QUANTISE_KV n=9 d=4 scales=253", "SYS.SHR shift=31", "SYS.ARG imm=4",
        "SYS.BRANCH cond=4"})
    void these_keep_the_rules(String line) {
        assertThat(broken(line)).as(line).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "LD.RING mem=2 bytes=64", "LD.RING bytes=65", "LD.RING bytes=64 region=3", "LD.ACT mem=4 n=5 act=252", "LD.ACT n=4 act=2",
        "ST.I8 mem=9 act=4 piece=8 pieces=3 stride=64", "ST.I8 mem=0 act=3 piece=2 pieces=1",
        "ST.I8 mem=8 act=0 piece=8 pieces=2 stride=4", "ST.F16 mem=1 act=0 piece=1 pieces=1",
        "ST.F16 mem=0 act=252 piece=8 pieces=1 stride=16", "ST.F32 mem=4 res=0 n=4", "ST.F32 res=2 n=4", "ST.F32 res=252 n=5",
        "MV.RUN res=3 rows=5 cols=8 group=8 vectors=1", "MV.RUN rows=257 cols=8 group=8 vectors=1",
        "MV.RUN rows=5 cols=100 group=12 vectors=1", "MV.RUN rows=5 cols=8 group=0 vectors=1", "MV.RUN rows=5 cols=8 group=8",
        "MV.RUN rows=5 cols=8 group=8 vectors=1 bits=7", "MV.RUN rows=5 cols=8 group=8 vectors=1 bits=8",
        "MV.RUN rows=5 cols=8 group=8 vectors=1 bits=4 ring=1", "MV.RUN rows=5 cols=8 group=8 vectors=1 bits=4 unscaled=1",
        "MV.RUN rows=5 cols=8 group=8 vectors=1 bits=4 transpose=1",
        "MV.RUN rows=5 cols=8 group=8 vectors=2", "MM.RUN rows=5 cols=8 group=8 vectors=5",
        "MM.RUN rows=5 cols=8 group=8 vectors=2 resstride=2", "MV.RUN x=64 rows=5 cols=8 group=8 vectors=1",
        "MV.RUN rows=5 cols=1024 group=1024 vectors=1", "MM.RUN rows=5 cols=8 group=8 vectors=2 resstride=252",
        "MV.RUN xs=16 rows=5 cols=8 group=8 vectors=1", "MV.LOADX act=2 n=8 group=8", "MV.LOADX n=8 group=6",
        "MV.LOADX n=8 group=0", "MV.LOADX factor=3 scaled=1 n=8 group=8", "MV.LOADX n=68 group=4", "MV.LOADX x=63 n=9 group=16",
        "MISC.ROPE n=16 d=4", "MISC.ROPE n=20 d=8", "MISC.ROPE n=16 d=0", "MISC.QUANTISE_KV n=9 d=4 scales=254",
        "MISC.QUANTISE_KV n=9 d=6", "MISC.CAST g0=2 n=1", "MISC.ADD a0=1 n=1", "MISC.SOFTMAX out=2 n=4 g0=0",
        "MISC.SILU_MUL g1=254 n=4", "MISC.RMSNORM n=257", "MISC.ARGMAX n=4294967295", "SYS.SHR shift=32", "SYS.ARG imm=5",
        "SYS.BRANCH cond=5"})
    void these_break_one(String line) {
        assertThat(broken(line)).as(line).isNotEmpty();
    }
}
