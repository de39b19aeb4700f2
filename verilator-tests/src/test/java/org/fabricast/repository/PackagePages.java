package org.fabricast.repository;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Every Java package has a {@code package-info}, beside its code or, if it has tests only, beside them. */
final class PackagePages implements Rule {

    private static final Pattern SOURCE = Pattern.compile(".*/src/(main|test)/java/(.+)/([^/]+)\\.java");

    @Override
    public List<Finding> check(Checkout checkout) {
        List<Matcher> sources = checkout.ending(".java").map(SOURCE::matcher).filter(Matcher::matches).toList();
        Set<String> described = sources.stream().filter(source -> source.group(3).equals("package-info"))
                .map(source -> source.group(2)).collect(Collectors.toSet());
        return sources.stream().map(source -> source.group(2)).filter(name -> !described.contains(name))
                .collect(Collectors.toCollection(TreeSet::new)).stream()
                .map(name -> new Finding(name.replace('/', '.'), 0, "has no package-info")).toList();
    }
}
