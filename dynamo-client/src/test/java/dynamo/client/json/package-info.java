@NullMarked
package dynamo.client.json;

import org.jspecify.annotations.NullMarked;
