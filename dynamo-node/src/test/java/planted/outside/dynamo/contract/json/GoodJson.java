package planted.outside.dynamo.contract.json;

import com.fasterxml.jackson.databind.JsonNode;

record GoodJson(JsonNode tree) {}
