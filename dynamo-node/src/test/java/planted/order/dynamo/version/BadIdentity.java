package planted.order.dynamo.version;

import java.util.IdentityHashMap;

record BadIdentity(IdentityHashMap<String, String> seen) {}
