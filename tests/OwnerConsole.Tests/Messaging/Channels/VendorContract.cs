extern alias JsonSchemas;

using System.Text.Json;
using System.Text.Json.Nodes;
using JsonSchemas::Json.Schema;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Messaging.Channels;

/// <summary>Checks requests against the API descriptions that Twilio, Discord, Slack, Resend, SendGrid and Datadog have published, and the documentation of PagerDuty and New Relic.</summary>
public static class VendorContract
{
    /// <summary>Longest total of the blocks of a message, from which Slack refuses it although each block is short enough.</summary>
    private const int MaxSlackBlocks = 12_000;

    private static readonly EvaluationOptions s_options = new() { OutputFormat = OutputFormat.List };

    private static readonly Lazy<Schema> s_discord = new(() => Load("discord", "https://discord.example/api", "IncomingWebhookRequestPartial", form: null));

    private static readonly Lazy<Schema> s_twilio = new(() =>
        Load("twilio", "https://twilio.example/api", "CreateMessageRequest", "/2010-04-01/Accounts/{AccountSid}/Messages.json")
    );

    private static readonly Lazy<Schema> s_resend = new(() => Load("resend", "https://resend.example/api", "SendEmailRequest", form: null));

    private static readonly Lazy<Schema> s_datadog = new(() => Load("datadog", "https://datadog.example/api", "EventCreateRequest", form: null));

    private static readonly Lazy<Schema> s_sendgrid = new(LoadSendgrid);

    private static readonly Lazy<HashSet<string>> s_slack = new(() =>
        Description("slack")["paths"]!["/chat.postMessage"]!["post"]!["parameters"]!.AsArray().Select(parameter => (string)parameter!["name"]!).ToHashSet()
    );

    /// <returns>What contradicts the description of the vendor; null if nothing does.</returns>
    public static string? FindContradiction(string vendor, string body, IReadOnlyDictionary<string, string> form) =>
        vendor switch
        {
            "twilio" => s_twilio.Value.FindContradiction(JsonSerializer.SerializeToElement(form))
                ?? (form.GetValueOrDefault("Body")?.Length > 1_600 ? "Body has more than 1,600 characters." : null)
                ?? (form.ContainsKey("Body") == form.ContainsKey("ContentSid") ? "One of Body and ContentSid is required." : null),
            "discord" => s_discord.Value.FindContradiction(Parse(body)),
            "resend" => s_resend.Value.FindContradiction(Parse(body)),
            "sendgrid" => s_sendgrid.Value.FindContradiction(Parse(body)),
            "datadog" => s_datadog.Value.FindContradiction(Parse(body)),
            "pagerduty" => FindPagerdutyContradiction(Parse(body)),
            "newrelic" => FindNewRelicContradiction(Parse(body)),
            _ => FindSlackContradiction(Parse(body)),
        };

    /// <remarks>Source: the Events API v2 in PagerDuty's documentation, which has no machine-readable description.</remarks>
    private static string? FindPagerdutyContradiction(JsonElement body)
    {
        var action = body.GetProperty("event_action").GetString();
        if (body.GetProperty("routing_key").GetString()!.Length != 32 || body.GetProperty("dedup_key").GetString()!.Length is 0 or > 255)
            return "The routing key or the key of the incident has a wrong length.";
        if (action != "trigger")
            return action is "acknowledge" or "resolve" ? null : $"{action} is no action.";
        var payload = body.GetProperty("payload");
        return payload.GetProperty("summary").GetString()!.Length is 0 or > 1_024 ? "The summary is empty or too long."
            : payload.GetProperty("source").GetString()!.Length == 0 ? "The source is empty."
            : payload.GetProperty("severity").GetString() is not ("critical" or "error" or "warning" or "info") ? "The severity is unknown."
            : null;
    }

    /// <remarks>Source: the Event API in New Relic's documentation: events with a type and flat attributes of at most 4,096 characters.</remarks>
    private static string? FindNewRelicContradiction(JsonElement body) =>
        body.ValueKind is not JsonValueKind.Array || body.GetArrayLength() == 0 ? "The body is no list of events."
        : body.EnumerateArray()
            .SelectMany(stored => stored.GetProperty("eventType").GetString()!)
            .Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or ':'))
            ? "The type of an event has other characters than letters, digits, colons and underscores."
        : body.EnumerateArray()
            .SelectMany(stored => stored.EnumerateObject())
            .Any(attribute => attribute.Value.ValueKind is not JsonValueKind.String || attribute.Value.GetString()!.Length > 4_096)
            ? "An attribute is no text or too long."
        : null;

    /// <remarks>Slack describes the fields of chat.postMessage, which incoming webhooks share. The limits are those of its blocks.</remarks>
    private static string? FindSlackContradiction(JsonElement body)
    {
        if (body.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !s_slack.Value.Contains(name)) is { } unknown)
            return $"{unknown} is unknown.";
        var blocks = body.GetProperty("blocks").EnumerateArray().ToList();
        var texts = blocks
            .Select(block => (Type: block.GetProperty("type").GetString(), Text: block.GetProperty("text").GetProperty("text").GetString()!))
            .ToList();
        return blocks.Count > 50 ? "More than 50 blocks."
            : texts.Any(block => block.Text.Length == 0 || block.Text.Length > (block.Type == "header" ? 150 : 3_000)) ? "A block is empty or too long."
            : texts.Sum(block => block.Text.Length) > MaxSlackBlocks ? $"The blocks have more than {MaxSlackBlocks} characters."
            : texts.Any(block => block.Text.Contains('<') || block.Text.Contains('>')) ? "A block contains an unescaped character."
            : null;
    }

    private static Schema Load(string vendor, string id, string name, string? form)
    {
        var description = Description(vendor);
        var schemas = description["components"]!["schemas"]!.AsObject();
        if (form is not null)
            schemas[name] = description["paths"]![form]!["post"]!["requestBody"]!["content"]!["application/x-www-form-urlencoded"]!["schema"]!.DeepClone();
        return Compile(schemas, "#/components/schemas/", id, name);
    }

    /// <summary>SendGrid's description is of an older format (Swagger 2).</summary>
    private static Schema LoadSendgrid()
    {
        var description = Description("sendgrid");
        var schemas = description["definitions"]!.AsObject();
        schemas["mail"] = description["paths"]!["/mail/send"]!["post"]!["parameters"]![0]!["schema"]!.DeepClone();
        return Compile(schemas, "#/definitions/", "https://sendgrid.example/api", "mail");
    }

    private static Schema Compile(JsonObject schemas, string references, string id, string name)
    {
        RemoveExtensions(schemas, areNames: true);
        schemas[name]!["additionalProperties"] = false; // a field that the description lacks is an error
        JsonSchema.FromText($$"""{"$id":"{{id}}","$defs":{{schemas.ToJsonString().Replace(references, "#/$defs/")}}}""");
        return new(JsonSchema.FromText($$"""{"$ref":"{{id}}#/$defs/{{name}}"}"""));
    }

    /// <summary>Removes keywords that only OpenAPI and the vendor know.</summary>
    private static void RemoveExtensions(JsonNode? node, bool areNames = false)
    {
        if (node is JsonArray items)
            foreach (var item in items)
                RemoveExtensions(item);
        if (node is not JsonObject members)
            return;
        if (!areNames)
            foreach (
                var name in members
                    .Select(member => member.Key)
                    .Where(key =>
                        key is "nullable" or "example" or "discriminator" or "xml" or "externalDocs" || key.StartsWith("x-", StringComparison.Ordinal)
                    )
                    .ToList()
            )
                members.Remove(name);
        foreach (var member in members)
            RemoveExtensions(member.Value, areNames: !areNames && member.Key is "properties");
    }

    private static JsonObject Description(string vendor) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.PathOf("tests", "vendors"), "contract", $"{vendor}.json")))!.AsObject();

    private static JsonElement Parse(string body) => JsonSerializer.Deserialize<JsonElement>(body);

    private sealed record Schema(JsonSchema Of)
    {
        public string? FindContradiction(JsonElement body)
        {
            var result = Of.Evaluate(body, s_options);
            return result.IsValid
                ? null
                : string.Join(
                    '\n',
                    (result.Details ?? [])
                        .Where(detail => detail.Errors is not null)
                        .SelectMany(detail => detail.Errors!.Values.Select(error => $"{detail.InstanceLocation}: {error}"))
                );
        }
    }
}
