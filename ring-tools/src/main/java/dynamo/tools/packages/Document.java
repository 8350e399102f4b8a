package dynamo.tools.packages;

import dynamo.version.Bytes;

/**
 * One package.
 *
 * @param path its key as it stands in a URL: name, version and architecture, percent-encoded, between slashes
 * @param json its fields
 */
record Document(String path, Bytes json) {}
