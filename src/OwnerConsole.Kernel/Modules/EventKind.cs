using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>An event type that webhook endpoints can subscribe to.</summary>
/// <param name="Name">Hierarchical name: <c>tenant.suspended</c>.</param>
/// <param name="Description">When the event is sent, in one sentence.</param>
/// <param name="Data">Type of the event's data, not counting the fields that identify its subject.</param>
public sealed record EventKind(string Name, string Description, EventSubject About, Type Data)
{
    private static readonly JsonSchemaExporterOptions s_how = new() { TreatNullObliviousAsNonNullable = true };

    /// <param name="data">Any value of the data type; only its type is used.</param>
    public static EventKind Of<T>(string name, string says, EventSubject about, T data)
        where T : notnull => new(name, says, about, data.GetType());

    /// <summary>JSON Schema of the complete message.</summary>
    public JsonElement Schema
    {
        get
        {
            var data = Json.Options.GetJsonSchemaAsNode(Data, s_how).AsObject();
            var properties = data["properties"] as JsonObject ?? [];
            var required = new JsonArray([.. properties.Select(pair => JsonValue.Create(pair.Key))]);
            void Add(string name, JsonObject schema, bool isRequired)
            {
                properties[name] = schema;
                if (isRequired)
                    required.Add(name);
            }
            if (About is not EventSubject.Endpoint)
            {
                Add("tenant", Named(), isRequired: true);
                Add("sequence", new() { ["type"] = "integer" }, About is not EventSubject.Task);
            }
            if (About is EventSubject.Member or EventSubject.TenantOrMember or EventSubject.Task)
                Add("member", Named(), About is EventSubject.Member);
            (data["type"], data["properties"], data["required"]) = ("object", properties, required);
            return Json.Element(
                new JsonObject
                {
                    ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
                    ["title"] = Name,
                    ["description"] = Description,
                    ["type"] = "object",
                    ["required"] = new JsonArray("type", "timestamp", "data"),
                    ["properties"] = new JsonObject
                    {
                        ["type"] = new JsonObject { ["const"] = Name },
                        ["timestamp"] = new JsonObject { ["type"] = "string", ["format"] = "date-time" },
                        ["data"] = data,
                    },
                }
            );
        }
    }

    private static JsonObject Named() =>
        new()
        {
            ["type"] = "object",
            ["required"] = new JsonArray("id", "external_id"),
            ["properties"] = new JsonObject
            {
                ["id"] = new JsonObject { ["type"] = "string" },
                ["external_id"] = new JsonObject { ["type"] = "string" },
            },
        };
}

/// <summary>Subject of an event, which determines the fields that are added to its data.</summary>
public enum EventSubject
{
    /// <summary>A tenant. Has a sequence number, except for test events and preview requests.</summary>
    Tenant,

    /// <summary>A member and their tenant.</summary>
    Member,

    /// <summary>A tenant or one of its members, with a sequence number.</summary>
    TenantOrMember,

    /// <summary>A tenant or one of its members. Preview requests have no sequence number.</summary>
    Task,

    /// <summary>The webhook endpoint itself.</summary>
    Endpoint,
}
