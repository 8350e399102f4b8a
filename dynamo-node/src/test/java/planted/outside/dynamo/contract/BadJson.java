package planted.outside.dynamo.contract;

import com.fasterxml.jackson.databind.JsonNode;

record BadJson(JsonNode tree) {}
