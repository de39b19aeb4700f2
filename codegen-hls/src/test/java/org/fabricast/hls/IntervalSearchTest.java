package org.fabricast.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.Node;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.junit.jupiter.api.Test;

class IntervalSearchTest {

    private static KernelHardware hardware(String loops) {
        return KernelHls.generate(KernelCompiler.compile("kernel k(in stream f32 x, out stream f32 y, in stream u32 c, u32 n) {\n"
                + "mem u32 m[16];\n" + loops + "}\n", "test.fk").getFirst(), HlsOptions.lanes(1));
    }

    private static List<Integer> intervals(KernelHardware h) {
        return h.blocks().stream().filter(b -> b.form() == ScheduledBlock.Form.PIPELINE).map(ScheduledBlock::interval).toList();
    }

    @Test
    void everyIntervalThatCannotBeMetIsNamedWithItsRecurrenceAndWhatCouldBeMet() {
        // The adder has 4 stages; a load takes a cycle, and a load may follow a store by one.
        assertThatThrownBy(() -> hardware("""
                f32 t = 0.0;
                #pragma pipeline II=3
                for (i : n) { t = t + read(x); write(y, t); }
                #pragma pipeline II=1
                for (i : n) { u4 k = u4(read(c)); m[k] = m[k] + 1; }
                """)).isInstanceOf(FabricastException.class)
                .hasMessageContainingAll("error[F3103] kernel k", "at least 4 cycles", "the recurrence FADD", "Ask for II=4",
                        "at least 2 cycles", "load m", "store m", "Ask for II=2");
    }

    @Test
    void anIntervalThatIsLongerThanNeededIsKept() {
        assertThat(intervals(hardware("""
                f32 t = 0.0;
                #pragma pipeline II=7
                for (i : n) { t = t + read(x); write(y, t); }
                """))).containsExactly(7);
    }

    @Test
    void aLoopThatIsToldSoRunsItsIterationsOneAfterAnother() {
        assertThat(intervals(hardware("""
                f32 t = 0.0;
                #pragma pipeline off
                for (i : n) { t = t + read(x); write(y, t); }
                """))).isEmpty();
    }

    @Test
    void aSumNeedsIntervalOne() {
        assertThatThrownBy(() -> hardware("#pragma pipeline II=2\n"
                + "vector for (i : n) reduce(sum, 8) f32 s { s <- read(x); }\nwrite(y, s);\n")).isInstanceOf(FabricastException.class)
                .hasMessageContainingAll("F3102", "a sum in a loop with II=2");
    }

    private static void refused(String loop, String... said) {
        assertThatThrownBy(() -> hardware(loop)).isInstanceOf(FabricastException.class).hasMessageContainingAll(said);
    }

    @Test
    void storesToOneMemoryAreAPortConflictThatNamesIt() {
        refused("#pragma pipeline II=1\nfor (i : n) { u32 v = read(c); m[0] = v; m[1] = v + 1; }\nfor (i : n) { write(y, f32(i32(m[u4(i)]))); }\n",
                "error[F3104] kernel k, LOOP_1", "at most 1 store of an iteration to the one write port of memory m, for pipeline II=1",
                "2 stores", "Ask for II=2", "#pragma partition factor=N");
    }

    @Test
    void everyMemoryWhoseStoresShareAPortIsNamedInTheOrderOfTheStores() {
        StringBuilder memories = new StringBuilder();
        StringBuilder stores = new StringBuilder();
        StringBuilder loads = new StringBuilder("r = n");
        for (char name = 'g'; name >= 'a'; name--) {
            memories.append("mem u32 ").append(name).append("[16];\n");
            stores.append(name).append("[0] = i; ").append(name).append("[1] = n; ");
            loads.append(" + ").append(name).append("[0] + ").append(name).append("[1]");
        }
        String kernel = "kernel k(result u32 r, u32 n) {\n" + memories + "#pragma pipeline II=1\nfor (i : n) { " + stores + "}\n" + loads + ";\n}\n";
        assertThatThrownBy(() -> KernelHls.generate(KernelCompiler.compile(kernel, "test.fk").getFirst(), HlsOptions.lanes(1)))
                .isInstanceOfSatisfying(FabricastException.class, e -> assertThat(e.diagnostics())
                        .extracting(d -> d.code() + d.expected().replaceFirst(".*memory (.),.*", " $1"))
                        .containsExactly("F3104 g", "F3104 f", "F3104 e", "F3104 d", "F3104 c", "F3104 b", "F3104 a"));
    }

    @Test
    void banksThatDoNotTellStoresApartAreAPortConflictToo() {
        String kernel = "kernel k(in stream u32 c, result u32 r, u32 n) {\n#pragma partition factor=4\nmem u32 b[16];\n#pragma pipeline II=1\n"
                + "for (i : n) { u32 v = read(c); b[u4(v)] = v; b[u4(i)] = v + 1; }\nr = b[0];\n}\n";
        assertThatThrownBy(() -> KernelHls.generate(KernelCompiler.compile(kernel, "test.fk").getFirst(), HlsOptions.lanes(1)))
                .isInstanceOf(FabricastException.class).hasMessageContainingAll("error[F3104] kernel k, LOOP_1",
                        "the banks of memory b, whose indices do not tell them apart", "2 stores", "Ask for II=2");
        String same = kernel.replace("u4(v)] = v", "i * 4] = v").replace("u4(i)]", "i * 4 + 8]");
        assertThatThrownBy(() -> KernelHls.generate(KernelCompiler.compile(same, "test.fk").getFirst(), HlsOptions.lanes(1)))
                .isInstanceOf(FabricastException.class).hasMessageContainingAll("bank 0 of memory b", "2 stores");
    }

    /** The kernel with all its accesses on the first stream: the language and the optimiser allow one per iteration. */
    private static List<Node> onFirstStream(List<Node> nodes) {
        return nodes.stream().<Node>map(node -> switch (node) {
            case Node.Read r -> new Node.Read(r.result(), 0);
            case Node.Write w -> new Node.Write(0, w.value());
            case Node.Loop l -> new Node.Loop(l.induction(), l.bound(), l.vector(), l.pipelining(), l.carried(), l.reductions(),
                    onFirstStream(l.body()));
            case Node.Op o -> o;
            case Node.Rewind r -> r;
            case Node.Load l -> l;
            case Node.Store s -> s;
            case Node.SetResult r -> r;
        }).toList();
    }

    private static void refusedOnOneStream(String body, String... said) {
        Kernel k = KernelCompiler.compile("kernel k(in stream f32 x0, in stream f32 x1, out stream f32 y0, out stream f32 y1, "
                + "out stream f32 y2, u32 n) {\n" + body + "}\n", "test.fk").getFirst();
        Kernel one = new Kernel(k.name(), k.inputs(), k.outputs(), k.args(), k.results(), k.memories(), k.tables(), k.types(),
                onFirstStream(k.body()));
        assertThatThrownBy(() -> KernelHls.generate(one, one, HlsOptions.lanes(1))).isInstanceOf(FabricastException.class)
                .hasMessageContainingAll(said);
    }

    @Test
    void readsAndWritesOfOneStreamAreNamed() {
        refusedOnOneStream("#pragma pipeline II=1\nfor (i : n) { write(y0, read(x0) + read(x1)); }\n", "error[F3103] kernel k, LOOP_1",
                "an interval of at least 2 cycles", "pipeline II=1, but the port shared by read x0, read x0 needs 2.", "Ask for II=2");
        refusedOnOneStream("#pragma pipeline II=2\nfor (i : n) { f32 v = read(x0); write(y0, v); write(y1, v * v); write(y2, v + v); }\n",
                "an interval of at least 3 cycles", "pipeline II=2, but the port shared by write y0, write y0, write y0 needs 3.");
    }

    @Test
    void aRecurrenceOfOperatorsThatDoNotFitACycleIsSaidToBeOne() {
        // Of 3.3 ns, two additions of 64 bits (1.46 ns each) and the gate between them would take 3.42: an addition per cycle.
        refused("""
                u64 t = 0;
                u64 q = u64(n);
                #pragma pipeline II=1
                for (i : n) { u64 p = u64(read(c)); t = ((((t + p) ^ q) + p) ^ q) + p; }
                write(y, f32(i32(t)));
                """, "an interval of at least 3 cycles", "the recurrence ADD", "whose chained operators do not fit fewer cycles, needs 3.");
    }

    /** Two additions that wait for each other's result of the iteration before: 8 cycles in 2 iterations, but in one slot of 4. */
    private static String crossed(String pragma, String more) {
        return "f32 p = 0.0; f32 q = 1.0;\n" + pragma + "\nfor (i : n) { f32 v = read(x); f32 o = q; q = p + v; p = o + v; write(y, o);"
                + more + " }\n";
    }

    @Test
    void anIntervalAboveTheBoundIsOfferedWithItsProof() {
        refused(crossed("#pragma pipeline II=4", ""), "an interval of at least 5 cycles",
                "pipeline II=4, at which its units and ports leave no schedule.", "Ask for II=5");
        refused(crossed("#pragma pipeline II=3", ""), "an interval of at least 5 cycles", "pipeline II=3, but the recurrence FADD",
                "needs 4, and its units and ports leave no schedule below 5.");
    }

    @Test
    void anIntervalWithoutProofIsCalledTheFirstFound() {
        StringBuilder many = new StringBuilder("u32 w = read(c);");
        for (int i = 0; i < 40; i++) {
            many.append(" w = (w + i) ^ (w >> ").append(1 + i % 7).append(");");
        }
        refused(crossed("#pragma pipeline II=4", many + " m[u4(i)] = w;") + "for (i : n) { write(y, f32(i32(m[u4(i)]))); }\n",
                "an interval of 5 cycles, the first at which a schedule was found (none has fewer than 4)",
                "pipeline II=4, at which no schedule was found.", "Ask for II=5");
    }

    private static List<String> reasons(KernelHardware h) {
        return h.blocks().stream().flatMap(b -> b.reason().stream()).map(IntervalReason::text).toList();
    }

    @Test
    void theScheduleSaysWhatBoundsEveryInterval() {
        assertThat(reasons(hardware("vector for (i : n) { write(y, read(x)); }\n"))).containsExactly("nothing needs more than 1");
        assertThat(reasons(hardware("#pragma pipeline II=3\nvector for (i : n) { write(y, read(x)); }\n")))
                .containsExactly("asked for; nothing needs more than 1");
        assertThat(reasons(hardware("f32 t = 0.0;\nfor (i : n) { t = t + read(x); write(y, t); }\n"))).singleElement().asString()
                .matches("the recurrence FADD %(\\d+) -> FADD %\\1 needs 4");
        assertThat(reasons(hardware(crossed("", "")))).singleElement().asString()
                .matches("the recurrence FADD %\\d+ -> FADD %\\d+ -> FADD %\\d+ needs 4; its units and ports leave no schedule below 5");
    }
}
