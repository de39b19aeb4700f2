package org.fabricast.rtl;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;
import org.apache.velocity.Template;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;
import org.apache.velocity.exception.VelocityException;
import org.apache.velocity.runtime.RuntimeConstants;

/**
 * Prints a record with the template of the same name: record {@code CommandDecoder} with resource
 * {@code org/fabricast/rtl/templates/command_decoder.v.vm}. Java decides, templates print.
 *
 * <p>Strict mode, one key {@code m}, no macro library; a directive alone on its line leaves no line behind. A template or
 * record that does not fit is a bug of ours and throws {@link IllegalArgumentException}; nothing is printed by half.
 */
public final class TemplateRenderer {

    /** Where the templates are, on the class path. */
    static final String DIRECTORY = "org/fabricast/rtl/templates/";
    /** How their names end. */
    static final String SUFFIX = ".v.vm";
    /** The one key of the context. */
    static final String KEY = "m";

    private final VelocityEngine engine = new VelocityEngine(settings());

    /** Settings of Velocity that all templates are written for. */
    static Properties settings() {
        Properties settings = new Properties();
        settings.setProperty(RuntimeConstants.RUNTIME_REFERENCES_STRICT, "true");
        settings.setProperty(RuntimeConstants.SPACE_GOBBLING, "lines");
        settings.setProperty(RuntimeConstants.VM_LIBRARY, "");
        settings.setProperty(RuntimeConstants.RESOURCE_LOADERS, "class");
        settings.setProperty("resource.loader.class.class",
                "org.apache.velocity.runtime.resource.loader.ClasspathResourceLoader");
        settings.setProperty(RuntimeConstants.INPUT_ENCODING, "UTF-8");
        return settings;
    }

    /** Name of the template of a model: its simple name in snake case. */
    public static String templateName(Class<? extends Record> model) {
        return model.getSimpleName()
                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }

    /** Text that the model's template prints. The class of the model must be public. */
    public String render(Record model) {
        String name = DIRECTORY + templateName(model.getClass()) + SUFFIX;
        try (InputStream present = getClass().getClassLoader().getResourceAsStream(name)) {
            if (present == null) {
                throw new IllegalArgumentException("no template " + name + " for " + model.getClass().getName());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!Modifier.isPublic(model.getClass().getModifiers())) {
            throw new IllegalArgumentException(model.getClass().getName() + " is not public, so its template sees nothing");
        }
        VelocityContext context = new VelocityContext();
        context.put(KEY, model);
        try {
            Template template = engine.getTemplate(name, StandardCharsets.UTF_8.name());
            StringWriter text = new StringWriter();
            template.merge(context, text);
            return text.toString();
        } catch (VelocityException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }
}
