// Checks recorded exchanges against Stripe's OpenAPI description.
// Arguments: the description. Input: one exchange per line, as JSON {method, path, query, body, status, response}; status 0 means no response.
// Output: one violation per line, as JSON {line, method, path, part, message}.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import Ajv from 'ajv';
import qs from 'qs';

const description = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const formType = 'application/x-www-form-urlencoded';
const options = { allErrors: true, strict: false, logger: false, validateFormats: false };
const requests = withComponents(new Ajv({ ...options, coerceTypes: true }), true);
const responses = withComponents(new Ajv(options), false);
const routes = Object.keys(description.paths).map(path => ({
  path,
  places: path.split('{').length,
  pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`),
}));
const resources = new Map(
  Object.entries(description.components.schemas)
    .filter(([, schema]) => schema.properties?.id && schema.properties.object?.enum && !schema.properties.deleted)
    .map(([name, schema]) => [schema.properties.object.enum[0], name]),
);
const compiled = new Map();

let line = 0;
for await (const text of createInterface({ input: process.stdin })) {
  const exchange = JSON.parse(text);
  for (const { part, message } of check(exchange))
    console.log(JSON.stringify({ line, method: exchange.method, path: exchange.path, part, message }));
  line++;
}

function* check({ method, path, query, body, status, response }) {
  const route = routes.filter(one => one.pattern.test(path)).sort((a, b) => a.places - b.places)[0];
  const operation = route && description.paths[route.path][method.toLowerCase()];
  if (!operation) return yield { part: 'request', message: 'This endpoint is not in the description.' };
  const key = `${method} ${route.path}`;
  yield* errors('query', key, parse(query), () => requests.compile(querySchema(operation)));
  const form = operation.requestBody?.content?.[formType]?.schema ?? { type: 'object', additionalProperties: false };
  yield* errors('body', key, parse(body), () => requests.compile(closed(form, true)));
  if (!status) return;
  const answer = operation.responses[status]?.content?.['application/json']?.schema;
  if (!answer) return yield { part: 'response', message: `The status ${status} is not in the description.` };
  const value = JSON.parse(response);
  yield* errors('response', `${key} ${status}`, value, () => responses.compile(closed(answer, false)));
  for (const event of [value, value.data].flat().filter(one => one?.object === 'event')) yield* payload(event);
}

// The description leaves the object of an event open, so it is checked as the resource that it is.
function* payload({ type, data }) {
  const name = resources.get(data.object.object);
  if (!name) return;
  for (const { message } of errors('event', name, data.object, () => responses.compile({ $ref: `#/components/schemas/${name}` })))
    yield { part: 'event', message: `${type}: ${message}` };
}

function* errors(part, key, value, compile) {
  const name = `${part} ${key}`;
  if (!compiled.has(name)) compiled.set(name, compile());
  const validate = compiled.get(name);
  if (validate(value)) return;
  for (const error of validate.errors.slice(0, 5))
    yield { part, message: `${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}` };
}

// Form values are text, so bracket arrays of any length and depth must stay arrays.
function parse(text) {
  return qs.parse(text, { depth: 20, arrayLimit: 1000, parameterLimit: 10000, strictDepth: true });
}

function querySchema(operation) {
  const parameters = (operation.parameters ?? []).filter(parameter => parameter.in === 'query');
  return closed(
    {
      type: 'object',
      properties: Object.fromEntries(parameters.map(parameter => [parameter.name, parameter.schema])),
      required: parameters.filter(parameter => parameter.required).map(parameter => parameter.name),
      additionalProperties: false,
    },
    true,
  );
}

function withComponents(ajv, isRequest) {
  for (const [name, schema] of Object.entries(description.components.schemas))
    ajv.addSchema(closed(schema, isRequest), `#/components/schemas/${name}`);
  return ajv;
}

// OpenAPI 3.0 to JSON Schema: nullable becomes a second type. In requests, objects with known fields accept no others.
function closed(schema, isRequest) {
  if (Array.isArray(schema)) return schema.map(one => closed(one, isRequest));
  if (schema === null || typeof schema !== 'object') return schema;
  const copy = {};
  for (const [name, value] of Object.entries(schema)) {
    if (name === 'nullable' || name === 'example' || name === 'description') continue;
    copy[name] =
      name === 'properties'
        ? Object.fromEntries(Object.entries(value).map(([field, one]) => [field, closed(one, isRequest)]))
        : name === 'enum' || name === 'required'
          ? value
          : closed(value, isRequest);
  }
  if (isRequest && copy.properties && copy.additionalProperties === undefined) copy.additionalProperties = false;
  return schema.nullable === true && !isRequest ? { anyOf: [copy, { type: 'null' }] } : copy;
}
