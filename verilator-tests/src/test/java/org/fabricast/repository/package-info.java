/**
 * Rules about the repository as a whole, each with a test that shows it fail on a planted violation.
 *
 * <p>Comes in: the files of a checkout, or the classes of all modules. Goes out: findings. Must not import anything of ours but
 * {@code org.fabricast.diag}.
 */
package org.fabricast.repository;
