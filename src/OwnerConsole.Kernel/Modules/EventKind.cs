using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Modules;

/// <summary>A kind of event that endpoints are told.</summary>
/// <param name="Name">hierarchical: <c>tenant.suspended</c></param>
/// <param name="Says">when it is told, in a sentence</param>
/// <param name="Data">what stands in its data, beside whom it is about</param>
public sealed record EventKind(string Name, string Says, EventAbout About, Type Data)
{
    private static readonly JsonSchemaExporterOptions s_how = new() { TreatNullObliviousAsNonNullable = true };

    /// <param name="data">of the type that is told; its values say nothing</param>
    public static EventKind Of<T>(string name, string says, EventAbout about, T data)
        where T : notnull => new(name, says, about, data.GetType());

    /// <summary>JSON Schema of the whole message as it is sent.</summary>
    public JsonElement Schema
    {
        get
        {
            var data = Json.Options.GetJsonSchemaAsNode(Data, s_how).AsObject();
            var properties = data["properties"] as JsonObject ?? [];
            var required = new JsonArray([.. properties.Select(one => JsonValue.Create(one.Key))]);
            void Add(string name, JsonObject schema, bool isRequired)
            {
                properties[name] = schema;
                if (isRequired)
                    required.Add(name);
            }
            if (About is not EventAbout.Endpoint)
            {
                Add("tenant", Named(), isRequired: true);
                Add("sequence", new() { ["type"] = "integer" }, About is not EventAbout.Task);
            }
            if (About is EventAbout.Member or EventAbout.Task)
                Add("member", Named(), About is EventAbout.Member);
            (data["type"], data["properties"], data["required"]) = ("object", properties, required);
            return Json.Element(
                new JsonObject
                {
                    ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
                    ["title"] = Name,
                    ["description"] = Says,
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

/// <summary>Whom an event is about, and what therefore stands beside its own data.</summary>
public enum EventAbout
{
    /// <summary>A tenant; with a sequence, as all but a test and a preview's question.</summary>
    Tenant,

    /// <summary>A person, and their tenant.</summary>
    Member,

    /// <summary>A tenant, or a person of it. The question of a preview has no sequence.</summary>
    Task,

    /// <summary>The endpoint itself.</summary>
    Endpoint,
}
