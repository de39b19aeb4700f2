package org.fabricast.ir.kernel.text;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.fabricast.diag.ErrorCode;
import org.fabricast.ir.kernel.ScalarType;

/** Builds the syntax trees of expressions, literals and types. */
final class ExpressionBuilder {

    private static final int MAX_DIGITS = 400;
    private static final Map<String, Type> NAMED =
            Map.of("f32", Type.F32, "f16", Type.F16, "bf16", Type.BF16, "bool", Type.BOOL);

    private final SourceFile file;
    private final Findings findings;

    ExpressionBuilder(SourceFile file, Findings findings) {
        this.file = file;
        this.findings = findings;
    }

    SourceFile.Position at(Token token) {
        return new SourceFile.Position(file, token.getLine(), token.getCharPositionInLine() + 1);
    }

    SourceFile.Position at(ParserRuleContext context) {
        return at(context.getStart());
    }

    Ast.Expression expression(KernelLanguageParser.ExpressionContext context) {
        return switch (context) {
            case KernelLanguageParser.IntegerContext e -> new Ast.IntegerLiteral(at(e), integer(e.getStart()));
            case KernelLanguageParser.FloatContext e -> floatLiteral(e);
            case KernelLanguageParser.BooleanContext e -> new Ast.BooleanLiteral(at(e), e.getText().equals("true"));
            case KernelLanguageParser.NameContext e -> new Ast.Name(at(e), e.getText());
            case KernelLanguageParser.ReadContext e -> new Ast.Read(at(e.NAME().getSymbol()), e.NAME().getText());
            case KernelLanguageParser.ConvertContext e ->
                    new Ast.Convert(at(e), type(e.TYPE().getSymbol()), expression(e.expression()), mode(e));
            case KernelLanguageParser.CallContext e -> new Ast.Call(at(e), e.NAME().getText(),
                    e.expression().stream().map(this::expression).toList());
            case KernelLanguageParser.IndexContext e ->
                    new Ast.Index(at(e), e.NAME().getText(), expression(e.expression()));
            case KernelLanguageParser.GroupContext e -> expression(e.expression());
            case KernelLanguageParser.UnaryContext e -> new Ast.Unary(at(e),
                    Arrays.stream(Ast.UnaryOperator.values()).filter(o -> o.symbol().equals(e.operator.getText()))
                            .findFirst().orElseThrow(), expression(e.expression()));
            case KernelLanguageParser.BinaryContext e -> new Ast.Binary(at(e.operator),
                    Arrays.stream(Ast.BinaryOperator.values()).filter(o -> o.symbol().equals(e.operator.getText()))
                            .findFirst().orElseThrow(), expression(e.expression(0)), expression(e.expression(1)));
            case KernelLanguageParser.ConditionalContext e -> new Ast.Conditional(at(e), expression(e.expression(0)),
                    expression(e.expression(1)), expression(e.expression(2)));
            default -> throw new AssertionError("alternative of expression without a case");
        };
    }

    private Ast.Expression floatLiteral(KernelLanguageParser.FloatContext context) {
        float value = Float.parseFloat(context.getText());
        if (Float.isInfinite(value)) {
            findings.add(ErrorCode.F3006, at(context), "a number within binary32", context.getText(),
                    "Infinity is as_f32(0x7f800000).");
        }
        return new Ast.FloatLiteral(at(context), value, Double.parseDouble(context.getText()));
    }

    private Mode mode(KernelLanguageParser.ConvertContext context) {
        List<Mode.Rounding> roundings = new ArrayList<>();
        List<Mode.Overflow> overflows = new ArrayList<>();
        context.NAME().forEach(name -> {
            Optional<Mode.Rounding> rounding = named(Mode.Rounding.values(), name.getText());
            Optional<Mode.Overflow> overflow = named(Mode.Overflow.values(), name.getText());
            rounding.ifPresent(roundings::add);
            overflow.ifPresent(overflows::add);
            if (rounding.isEmpty() && overflow.isEmpty() || roundings.size() > 1 || overflows.size() > 1) {
                findings.add(ErrorCode.F3022, at(name.getSymbol()), "one of even, up, floor and one of saturate, wrap",
                        name.getText(), "Write for example fx8_8(x, floor, wrap); even and saturate hold if nothing is said.");
            }
        });
        return new Mode(roundings.isEmpty() ? Mode.Rounding.EVEN : roundings.getFirst(),
                overflows.isEmpty() ? Mode.Overflow.SATURATE : overflows.getFirst(), !context.NAME().isEmpty());
    }

    private static <E extends Enum<E>> Optional<E> named(E[] values, String name) {
        return Arrays.stream(values).filter(v -> v.name().toLowerCase(Locale.ROOT).equals(name)).findFirst();
    }

    /** The number of an integer token; one with too many digits is reported, since reading it would take for ever. */
    BigInteger integer(Token token) {
        String text = token.getText();
        if (text.length() > MAX_DIGITS) {
            findings.add(ErrorCode.F3006, at(token), "a number of at most " + MAX_DIGITS + " digits",
                    text.length() + " digits", "The widest integer has 64 bits.");
            return BigInteger.ZERO;
        }
        if (text.startsWith("0x")) {
            return new BigInteger(text.substring(2), 16);
        }
        return text.startsWith("0b") ? new BigInteger(text.substring(2), 2) : new BigInteger(text);
    }

    Type type(Token token) {
        Optional<Type> type = type(token.getText());
        if (type.isEmpty()) {
            findings.add(ErrorCode.F3005, at(token), "a type of 1 to 64 bits", token.getText(),
                    "The types are f32 f16 bf16 bool, u1 to u64, i1 to i64, fxI_F and ufxI_F with I + F of 1 to 64.");
        }
        return type.orElse(Type.U32);
    }

    /** The type of a name; empty if there is none of this name and width. */
    static Optional<Type> type(String text) {
        if (NAMED.containsKey(text)) {
            return Optional.of(NAMED.get(text));
        }
        boolean signed = !text.startsWith("u");
        if (text.matches("u?fx[0-9]+_[0-9]+")) {
            String[] parts = text.substring(text.indexOf('x') + 1).split("_");
            int whole = number(parts[0]);
            int fraction = number(parts[1]);
            boolean fits = whole + fraction >= 1 && whole + fraction <= Long.SIZE;
            return fits ? Optional.of(Type.fixed(signed, whole, fraction)) : Optional.empty();
        }
        if (text.matches("[ui][1-9][0-9]*") && number(text.substring(1)) <= Long.SIZE) {
            int bits = number(text.substring(1));
            return Optional.of(Type.of(signed ? ScalarType.signed(bits) : ScalarType.unsigned(bits)));
        }
        return Optional.empty();
    }

    private static int number(String digits) {
        return digits.length() > 3 ? 1000 : Integer.parseInt(digits);
    }
}
