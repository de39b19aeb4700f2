package org.fabricast.ir.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Stream;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every error of the language: code and place. The caret ^ in a source marks the place and is taken out. */
class KernelErrorTest {

    private record Case(ErrorCode code, String source) { }

    private static Case body(ErrorCode code, String body) {
        return new Case(code, "kernel t(in stream f32 x, in stream f16 h, out stream f32 y, u32 n, f32 a, i32 k) {\n"
                + body + "\n}");
    }

    private static Case top(ErrorCode code, String source) {
        return new Case(code, source);
    }

    static Stream<Case> cases() {
        return Stream.of(
                body(ErrorCode.F3001, "f32 v = a +~;~"),
                body(ErrorCode.F3001, "f32 v = a ~#~ a;"),
                top(ErrorCode.F3001, "kernel t(u32 n) { ~"),
                top(ErrorCode.F3001, "kernel ~Big~(u32 n) { }"),
                body(ErrorCode.F3002, "f32 v = ~b~;"),
                body(ErrorCode.F3002, "f32 v = ~sqrt~(a);"),
                body(ErrorCode.F3002, "~v~ = a;"),
                body(ErrorCode.F3002, "for (i : n) { f32 v = a; } f32 w = ~v~;"),
                body(ErrorCode.F3002, "rewind(~z~);"),
                body(ErrorCode.F3003, "f32 ~a~ = 1.0;"),
                body(ErrorCode.F3003, "f32 v = a; for (i : n) { f32 ~v~ = a; }"),
                body(ErrorCode.F3003, "f32 ~exp~ = a;"),
                top(ErrorCode.F3003, "fn f32 ~recip~(f32 x) { return x; }"),
                top(ErrorCode.F3003, "kernel t(u32 n) { } kernel ~t~(u32 n) { }"),
                top(ErrorCode.F3003, "kernel t(u32 n, u32 ~n~) { }"),
                body(ErrorCode.F3004, "i32 v = ~a~;"),
                body(ErrorCode.F3004, "f32 v = ~1~;"),
                body(ErrorCode.F3004, "f32 v = a + ~k~;"),
                body(ErrorCode.F3004, "f32 v = ~n~ ? a : a;"),
                body(ErrorCode.F3004, "f32 v = true ? a : ~k~;"),
                body(ErrorCode.F3004, "for (i : ~k~) { }"),
                body(ErrorCode.F3004, "f32 v = exp(~k~);"),
                body(ErrorCode.F3004, "i32 v = k << ~k~;"),
                body(ErrorCode.F3004, "vector for (i : n) { write(y, ~i~); }"),
                body(ErrorCode.F3005, "f32 v = a ~&~ a;"),
                body(ErrorCode.F3005, "f32 v = a ~<<~ 1;"),
                body(ErrorCode.F3005, "f32 v = ~f32~(n);"),
                body(ErrorCode.F3005, "f16 v = ~f16~(k);"),
                body(ErrorCode.F3005, "f32 v = ~as_f32~(u16(n));"),
                body(ErrorCode.F3005, "bool v = ~!~n == 0;"),
                body(ErrorCode.F3005, "~u65~ v = u65(1);"),
                body(ErrorCode.F3005, "f32 v = ~x~;"),
                body(ErrorCode.F3005, "f32 v = ~a~[0];"),
                top(ErrorCode.F3005, "kernel t(in stream u33 ~x~, u32 n) { }"),
                body(ErrorCode.F3006, "u8 v = ~256~;"),
                body(ErrorCode.F3006, "const u8 K = 1 ~/ 0;"),
                body(ErrorCode.F3006, "i8 v = ~-~129;"),
                body(ErrorCode.F3006, "u8 v = ~-~1;"),
                body(ErrorCode.F3006, "f32 v = ~1e39~;"),
                body(ErrorCode.F3007, "f32 v = ~exp~(a, a);"),
                body(ErrorCode.F3007, "u32 v = ~bits~();"),
                top(ErrorCode.F3008, "fn f32 ~f~(f32 x) { return f(x); }"),
                body(ErrorCode.F3009, "for (i : n) { rewind(~x~); }"),
                body(ErrorCode.F3009, "vector for (i : n) { ~for (j : n) { } }"),
                body(ErrorCode.F3009, "for (i : n) { mem f32 ~m~[4]; }"),
                body(ErrorCode.F3009, "for (i : n) { table u8 ~m~[1] = { 1 }; }"),
                body(ErrorCode.F3009, "~return~ a;"),
                body(ErrorCode.F3009, "for (i : n) reduce(sum, 2) f32 s { for (j : n) { ~s~ <- a; } }"),
                top(ErrorCode.F3009, "fn f32 f(f32 x) { ~for (i : 4) { } return x; }"),
                top(ErrorCode.F3009, "fn f32 f(f32 x) { ~return~ x; return x; }"),
                top(ErrorCode.F3009, "kernel t(result u32 r, u32 n) { for (i : 1) { ~r~ = n; } }"),
                body(ErrorCode.F3010, "f32 v = a; vector for (i : n) { ~v~ = a; }"),
                body(ErrorCode.F3010, "~a~ = 1.0;"),
                body(ErrorCode.F3010, "for (i : n) { ~i~ = 1; }"),
                body(ErrorCode.F3011, "vector for (i : n) { f32 v = read(x) + read(~x~); }"),
                body(ErrorCode.F3011, "vector for (i : n) { write(y, a); write(~y~, a); }"),
                body(ErrorCode.F3011, "vector for (i : n) { if (k < 0) { write(y, a); } else { write(y, a); write(~y~, a); } }"),
                body(ErrorCode.F3011, "vector for (i : n) { if (k < 0) { write(y, a); write(~y~, a); } else { write(y, a); } }"),
                body(ErrorCode.F3011, "vector for (i : n) { write(y, a); } for (j : n) { write(~y~, a); }"),
                body(ErrorCode.F3011, "vector for (i : n) { f32 v = read(~y~); }"),
                body(ErrorCode.F3011, "vector for (i : n) { write(~x~, a); }"),
                body(ErrorCode.F3012, "for (i : n) ~reduce~(mean, 4) f32 s { s <- a; }"),
                body(ErrorCode.F3012, "for (i : n) ~reduce~(sum, 4) i32 s { s <- k; }"),
                body(ErrorCode.F3012, "for (i : n) ~reduce~(max, 4) f32 s { s <- a; }"),
                body(ErrorCode.F3012, "for (i : n) ~reduce~(sum, 3) f32 s { s <- a; }"),
                body(ErrorCode.F3012, "for (i : n) ~reduce~(sum, 512) f32 s { s <- a; }"),
                body(ErrorCode.F3012, "for (i : n) ~reduce~(sum, 4) f32 s { }"),
                body(ErrorCode.F3012, "for (i : n) ~reduce~(sum, 4) f32 s { s <- a; s <- a; }"),
                top(ErrorCode.F3013, "kernel t(result u32 ~r~, u32 n) { }"),
                top(ErrorCode.F3013, "kernel t(result u32 ~r~, u32 n) { r = n; r = n; }"),
                top(ErrorCode.F3013, "fn f32 ~f~(f32 x) { f32 v = x; }"),
                body(ErrorCode.F3014, "mem f32 ~m~[0];"),
                body(ErrorCode.F3014, "mem f32 ~m~[65537];"),
                body(ErrorCode.F3014, "table u8 ~m~[3] = { 1, 2 };"),
                body(ErrorCode.F3014, "table u8 ~m~[70000] = j : j & 255;"),
                body(ErrorCode.F3006, "table u8 m[300] = j : ~j;"),
                body(ErrorCode.F3006, "table f32 m[2] = j : j + ~f16~(1e9);"),
                body(ErrorCode.F3006, "const u8 K = ~256;"),
                body(ErrorCode.F3006, "fx4_4 v = ~8.0;"),
                body(ErrorCode.F3006, "f16 v = ~1e6;"),
                body(ErrorCode.F3007, "const f32 K = ~exp~(1.0, 2.0);"),
                body(ErrorCode.F3003, "const u8 K = 1; u8 ~K~ = 2;"),
                top(ErrorCode.F3003, "const u8 K = 1; const u8 ~K~ = 2;"),
                top(ErrorCode.F3003, "const u8 t = 1; kernel ~t~(u32 n) { }"),
                body(ErrorCode.F3003, "table u8 ~m~[4] = n : 1;"),
                body(ErrorCode.F3010, "const u8 K = 1; ~K~ = 2;"),
                body(ErrorCode.F3005, "~fx40_40~ v = fx40_40(1.0);"),
                body(ErrorCode.F3005, "fx4_4 v = fx4_4(a) ~&~ 1.0;"),
                body(ErrorCode.F3005, "bool v = ~bool~(fx4_4(a));"),
                body(ErrorCode.F3005, "fx20_20 v = ~fx20_20~(a);"),
                body(ErrorCode.F3005, "f16 v = ~f16~(fx4_4(a));"),
                body(ErrorCode.F3004, "fx4_4 v = fx4_4(a) + ~k;"),
                body(ErrorCode.F3004, "fx4_4 v = fx4_4(a) ~+~ 1.0;"),
                body(ErrorCode.F3015, "~#pragma~ pipelin II=2\nfor (i : n) { }"),
                body(ErrorCode.F3015, "~#pragma~ pipeline II=0\nfor (i : n) { }"),
                body(ErrorCode.F3015, "~#pragma~ storage tape\nmem f32 m[4];"),
                body(ErrorCode.F3015, "#pragma partition factor=8\nmem f32 ~m~[4];"),
                body(ErrorCode.F3015, "#pragma partition factor=3\nmem f32 ~m~[4];"),
                body(ErrorCode.F3015, "#pragma partition factor=128\nmem f32 ~m~[4096];"),
                top(ErrorCode.F3016, "const u8 K = 1;\n~#pragma~ unroll\nkernel t(u32 n) { }"),
                body(ErrorCode.F3016, "~#pragma~ unroll\nf32 v = a;"),
                body(ErrorCode.F3016, "~#pragma~ unroll\nvector for (i : n) { }"),
                body(ErrorCode.F3016, "~#pragma~ pipeline off\nvector for (i : n) { }"),
                body(ErrorCode.F3016, "~#pragma~ pipeline off\nvector for (i : n) reduce(sum, 4) f32 s { s <- a; }"),
                body(ErrorCode.F3016, "~#pragma~ pipeline off\nfor (i : n) reduce(sum, 4) f32 s { s <- a; }"),
                body(ErrorCode.F3016, "#pragma pipeline II=2\n~for~ (i : n) { for (j : 4) { } }"),
                body(ErrorCode.F3016, "~#pragma~ storage bram\nfor (i : n) { }"),
                body(ErrorCode.F3016, "f32 v = a; ~#pragma~ unroll\nfor (i : 2) { }"),
                body(ErrorCode.F3016, "for (i : n) {\n~#pragma~ unroll\n}"),
                body(ErrorCode.F3016, "#pragma pipeline II=2\n~#pragma~ pipeline off\nfor (i : n) { }"),
                body(ErrorCode.F3016, "#pragma unroll factor=2\n~#pragma~ unroll factor=4\nfor (i : 4) { }"),
                body(ErrorCode.F3016, "#pragma partition factor=2\n~#pragma~ partition factor=4\nmem f32 m[4];"),
                body(ErrorCode.F3016, "#pragma storage bram\n~#pragma~ storage uram\nmem f32 m[4];"),
                body(ErrorCode.F3016, "~#pragma~ unroll\n#pragma pipeline II=2\nfor (i : 4) { }"),
                body(ErrorCode.F3016, "~#pragma~ pipeline off\n#pragma unroll\nfor (i : 4) { }"),
                body(ErrorCode.F3017, "for (i : n) { if (k < 0) { write(~y~, a); } }"),
                body(ErrorCode.F3017, "for (i : n) { if (k < 0) { f32 v = read(~x~); } }"),
                body(ErrorCode.F3017, "for (i : n) reduce(sum, 4) f32 s { if (k < 0) { } else { ~s~ <- a; } }"),
                body(ErrorCode.F3017, "if (k < 0) { ~for (i : n) { } }"),
                top(ErrorCode.F3017, "kernel t(result u32 r, u32 n) { if (n == 0) { ~r~ = n; } }"),
                body(ErrorCode.F3009, "if (k < 0) { rewind(~x~); }"),
                body(ErrorCode.F3009, "if (k < 0) { mem f32 ~m~[4]; }"),
                body(ErrorCode.F3018, "#pragma unroll\n~for (i : 5000) { }"),
                body(ErrorCode.F3018, "#pragma unroll\nfor (i : 4) { f32 v = read(~x~); }"),
                body(ErrorCode.F3018, "#pragma unroll\nfor (i : 4) { ~for (j : n) { } }"),
                body(ErrorCode.F3018, "#pragma unroll\n~for (i : 4) reduce(sum, 4) f32 s { s <- a; }"),
                top(ErrorCode.F3018, "kernel ~t~(u32 n) {\n#pragma unroll\nfor (i : 4000) {\n#pragma unroll\n"
                        + "for (j : 4000) { u32 v = n; } } }"),
                body(ErrorCode.F3021, "const f32 K = ~a;"),
                body(ErrorCode.F3021, "mem f32 m[~n];"),
                body(ErrorCode.F3021, "#pragma unroll\nfor (i : ~n) { }"),
                body(ErrorCode.F3021, "table f32 t[4] = j : ~recip~(n);"),
                body(ErrorCode.F3022, "fx20_20 v = 1.0; fx20_20 w = fx20_20(v ~*~ v);"),
                body(ErrorCode.F3022, "fx4_4 v = fx4_4(fx8_8(a), ~upward~);"),
                body(ErrorCode.F3022, "fx4_4 v = ~fx4_4~(a, floor);"),
                body(ErrorCode.F3022, "fx1_60 v = ~fx1_60~(fx20_20(1.0));"),
                body(ErrorCode.F3023, "mem f32 m[4]; vector for (i : n) { f32 v = m[~n]; }"),
                body(ErrorCode.F3023, "mem f32 m[4]; vector for (i : n) { m[i ~+~ n] = a; }"),
                body(ErrorCode.F3023, "mem f32 m[4]; vector for (i : n) { f32 v = m[i]; ~m~[i] = v; }"),
                body(ErrorCode.F3023, "mem f32 m[4]; vector for (i : n) { m[i] = a; ~m~[i + 1] = a; }"),
                body(ErrorCode.F3023, "mem f32 m[4]; vector for (i : n) { if (k < 0) { ~m~[i] = a; } }"),
                body(ErrorCode.F3024, "i32 v = k ~/~ 3;"),
                body(ErrorCode.F3024, "f32 v = a ~/~ 2.0;"),
                body(ErrorCode.F3024, "u32 v = 8 ~/~ n;"),
                body(ErrorCode.F3025, "~while (n > 0) { }"));
    }

    private static List<Diagnostic> findings(String source) {
        FabricastException e = catchThrowableOfType(FabricastException.class, () -> KernelCompiler.compile(source, "t.fk"));
        assertThat(e).as("nothing is wrong with %s", source).isNotNull();
        return e.diagnostics();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aMistakeIsNamedWhereItStands(Case mistake) {
        int at = mistake.source.indexOf('~');
        // A lone ~ stands before its place, a pair of them encloses it; the language's own ~ is not used in the cases.
        String source = mistake.source.replace("~", "");
        int line = (int) source.substring(0, at).lines().count() + (at > 0 && source.charAt(at - 1) == '\n' ? 1 : 0);
        int column = at - source.lastIndexOf('\n', at - 1);
        Diagnostic finding = findings(source).getFirst();
        assertThat(finding.code()).as(finding.text()).isEqualTo(mistake.code);
        assertThat(finding.subject()).as(finding.text()).isEqualTo("t.fk:" + line + ":" + column);
        String[] excerpt = finding.hint().split("\n");
        int caret = excerpt[excerpt.length - 1].indexOf('^');
        assertThat(excerpt[excerpt.length - 2].substring(caret)).as(finding.text())
                .isEqualTo(source.substring(at).lines().findFirst().orElse(""));
    }

    @Test
    void everyCodeOfTheLanguageHasACase() {
        List<ErrorCode> all = Stream.of(ErrorCode.values())
                .filter(c -> c.name().compareTo("F3001") >= 0 && c.name().compareTo("F3025") <= 0 && c != ErrorCode.F3020 && c != ErrorCode.F3019).toList();
        assertThat(cases().map(Case::code)).containsAll(all).hasSizeGreaterThan(60);
    }

    @Test
    void aNumberOfAPragmaIsSaidHoweverLongItIs() {
        for (String number : List.of("0", "1025", "99999999999")) {
            assertThat(findings("kernel t(u32 n) {\n#pragma pipeline II=" + number + "\nfor (i : n) { }\n}").getFirst().text())
                    .startsWith("error[F3015] t.fk:2:1: expected an interval of 1 to 1024 cycles, found " + number + ".");
        }
        assertThat(findings("kernel t(u32 n) {\n#pragma unroll factor=0\nfor (i : 4) { }\n}").getFirst().text())
                .startsWith("error[F3015] t.fk:2:1: expected a factor of at least 1, found 0.");
        assertThat(findings("kernel t(u32 n) {\n#pragma partition factor=4294967296\nmem u32 m[64];\n}").getFirst().text())
                .startsWith("error[F3015] t.fk:3:9: expected 1, 2, 4, … banks, a power of two of at most 64, found partition factor=4294967296.");
    }

    @Test
    void allMistakesOfAFileAreSaidAtOnce() {
        assertThat(findings("""
                fn f32 f(f32 x) { return y; }
                kernel t(in stream f32 x, u32 n) {
                    u8 v = 300;
                    i32 w = v;
                    vector for (i : n) { f32 z = read(x) + read(x); }
                }
                """)).extracting(d -> d.code() + " " + d.subject()).containsExactly("F3002 t.fk:1:26", "F3006 t.fk:3:12",
                        "F3004 t.fk:4:13", "F3011 t.fk:5:49");
        assertThat(findings("""
                kernel t(in stream f32 x, out stream f32 y, u32 n, i32 k) {
                    #pragma piepline II=2
                    vector for (i : n) {
                        fx4_4 q = read(x);
                        if (k < 0) { write(y, 1.0); }
                    }
                    while (n > 0) { k = k / 3; }
                }
                """)).as("in the order of the text, whoever found it").extracting(d -> d.code() + " " + d.subject())
                .containsExactly("F3015 t.fk:2:5", "F3004 t.fk:4:24", "F3017 t.fk:5:28", "F3025 t.fk:7:5", "F3010 t.fk:7:21",
                        "F3024 t.fk:7:27");
        assertThat(findings("kernel a(u32) { }\nkernel b(u32 n) { u32 x = ; }\n")).extracting(Diagnostic::code)
                .containsExactly(ErrorCode.F3001, ErrorCode.F3001);
    }

    @Test
    void aFindingShowsItsLineWithACaret() {
        assertThat(findings("kernel t(u32 n) {\n  u32 v = m;\n}").getFirst().text()).isEqualTo(
                "error[F3002] t.fk:2:11: expected a value, found m, which is not declared here. Hint: Streams are read(x) and "
                + "write(y, v); names are visible in their block after their declaration.\n"
                + "  2 |   u32 v = m;\n"
                + "    |           ^");
    }

    @Test
    void pipelineOffSaysWhyAVectorLoopCannotHaveItAndWhatToWrite() {
        assertThat(findings("kernel t(in stream f32 x, out stream f32 y, u32 n) {\n  #pragma pipeline off\n"
                + "  vector for (i : n) { write(y, read(x)); }\n}").getFirst().text()).isEqualTo(
                "error[F3016] t.fk:2:3: expected pipeline off before a scalar loop without reduce, found a vector loop. Hint: Their iterations "
                + "always overlap. Leave the pragma out; to run iterations one after another, write for without vector.\n"
                + "  2 |   #pragma pipeline off\n"
                + "    |   ^");
    }

    private static void tooDeep(String source, String place) {
        assertThat(findings(source)).singleElement().satisfies(d -> {
            assertThat(d.code()).isEqualTo(ErrorCode.F3019);
            assertThat(d.subject()).isEqualTo(place);
            assertThat(d.text()).hasSizeLessThan(1000).endsWith("^");
        });
    }

    @Test
    void aTextNestedTooDeeplyIsRefusedWhereItIsDeepest() {
        // The last of the brackets stands 20,000 characters behind column 11.
        tooDeep("kernel t(u32 n) {\n  u32 w = n;\n  u32 v = " + "(".repeat(20_000) + "n" + ")".repeat(20_000) + ";\n}", "t.fk:3:20010");
        // Signs and sums: the last operator.
        tooDeep("kernel t(i32 n) {\n  i32 v = " + "-".repeat(20_000) + "n;\n}", "t.fk:2:20010");
        tooDeep("kernel t(u32 n, result u32 r) {\n  r = n" + " + n".repeat(20_000) + ";\n}", "t.fk:2:80005");
        tooDeep("kernel t(u32 n) {\n  u32 v = 0;\n" + "for (i : n) {\n".repeat(5_000) + "}".repeat(5_000) + "}", "t.fk:5002:5");
        tooDeep("kernel t(u32 n) {\n  u32 v = 0;\n  if (n == 0) { v = 1; }\n" + "  else if (n == 1) { v = 2; }\n".repeat(20_000) + "}",
                "t.fk:20003:14");
    }

    @Test
    void callsThatNestTooDeeplyAreRefusedWhereTheyBegin() {
        StringBuilder source = new StringBuilder("fn u32 call0(u32 x) { return x; }\n");
        for (int i = 1; i <= 2_500; i++) {
            source.append("fn u32 call").append(i).append("(u32 x) { return call").append(i - 1).append("(x); }\n");
        }
        tooDeep(source + "kernel t(u32 n, result u32 r) {\n  r = call2500(n);\n}", "t.fk:2503:7");
    }

    @Test
    void functionsThatReachThemselvesThroughOthersAreRefused() {
        assertThat(findings("fn f32 f(f32 x) { return g(x); }\nfn f32 g(f32 x) { return true ? x : -f(x); }"))
                .extracting(d -> d.code() + " " + d.subject()).containsExactly("F3008 t.fk:1:8", "F3008 t.fk:2:8");
    }
}
