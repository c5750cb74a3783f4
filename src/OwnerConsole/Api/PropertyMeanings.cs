using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;

namespace OwnerConsole.Api;

/// <summary>Describes properties that mean the same everywhere, unless the code's comment says more.</summary>
internal static class PropertyMeanings
{
    /// <summary>Name of the schema of any value.</summary>
    public const string AnyValue = nameof(JsonElement);

    private static readonly FrozenDictionary<string, string> s_meanings = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["id"] = "Unique ID.",
        ["external_id"] = "Your own ID.",
        ["name"] = "Name shown in the console.",
        ["title"] = "Name shown in the console.",
        ["data"] = "Items of this page.",
        ["mode"] = "Whether it belongs to live or test data.",
        ["state"] = "Current state.",
        ["status"] = "Current status.",
        ["tenant_id"] = "ID of the tenant.",
        ["member_id"] = "ID of the member.",
        ["run"] = "Run that caused it.",
        ["run_id"] = "Run that caused it.",
        ["event_id"] = "ID of the event.",
        ["operation"] = "Name of the operation.",
        ["at"] = "When it happened.",
        ["created_at"] = "When it was created.",
        ["opened_at"] = "When it started.",
        ["closed_at"] = "When it ended; null while it is open.",
        ["started_at"] = "When it started.",
        ["ended_at"] = "When it ended; null if it hasn't.",
        ["expires_at"] = "When it expires.",
        ["changed_at"] = "When it was last changed.",
        ["changed_by"] = "Who last changed it.",
        ["requested_at"] = "When it was requested.",
        ["requested_by"] = "Who requested it.",
        ["reported_at"] = "When your application last reported it.",
        ["last_seen_at"] = "When they were last active.",
        ["joined_at"] = "When the member joined.",
        ["left_at"] = "When the member left; null while they belong to the tenant.",
        ["reason"] = "Reason that was given; null if there is none.",
        ["attempts"] = "Number of attempts.",
        ["amount"] = "Amount.",
        ["quantity"] = "Quantity.",
        ["currency"] = "ISO 4217 currency in capital letters, such as USD.",
        ["mrr"] = "Monthly recurring revenue.",
        ["interval"] = "Billing interval.",
        ["email"] = "Email address.",
        ["role"] = "Role, as your application names it.",
        ["support_number"] = "Public support number, such as #U123456789.",
        ["contact_email"] = "Email address of the tenant's contact.",
        ["owner_external_id"] = "Your own ID of the tenant's owner.",
        ["owner_name"] = "Name of the tenant's owner.",
        ["lifecycle"] = "Whether the tenant is in a trial, active or cancelled.",
        ["trial_ends_at"] = "When the trial ends; null without one.",
        ["time_zone"] = "IANA time zone, such as Europe/Zurich.",
        ["country"] = "ISO 3166-1 country, such as CH.",
        ["plan_items"] = "Subscribed plans.",
        ["stripe_customer_ids"] = "Stripe customers of the tenant (cus_…).",
        ["attributes"] = "Custom attributes by name.",
        ["plan"] = "Key of the plan.",
        ["feature"] = "Key of the feature.",
        ["template"] = "Name of the email template.",
        ["before"] = "Value before.",
        ["after"] = "Value after.",
        ["month"] = "First day of the month.",
        ["new"] = "MRR of new tenants.",
        ["expansion"] = "Additional MRR of tenants that already paid.",
        ["reactivation"] = "MRR of tenants that pay again.",
        ["contraction"] = "Lost MRR of tenants that still pay.",
        ["churn"] = "Lost MRR of tenants that stopped paying.",
        ["adjustment"] = "Corrections of earlier months.",
        ["fx"] = "Effect of exchange rates.",
        ["ending"] = "MRR at the end.",
        ["sync"] = "Whether the copy is current; null if the caller can't see events.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Allows null as an item of lists and maps whose type allows it, which the framework doesn't see.</summary>
    public static void AllowNullItems(OpenApiSchema schema, JsonPropertyInfo? property)
    {
        if (
            property?.AttributeProvider is PropertyInfo { PropertyType.IsGenericType: true, DeclaringType.IsGenericType: false } declared
            && new NullabilityInfoContext().Create(declared).GenericTypeArguments is [.., { ReadState: NullabilityState.Nullable }]
            && (schema.Items ?? schema.AdditionalProperties) is OpenApiSchema item
        )
            item.Type |= JsonSchemaType.Null;
    }

    /// <summary>Leaves null to the places where a word can be missing, because the schema of the words is shared by all of them.</summary>
    public static void RemoveNullWord(OpenApiSchema schema)
    {
        if (schema.Enum is { Count: > 0 } words && words.All(word => word is null || word.GetValueKind() is JsonValueKind.String or JsonValueKind.Null))
        {
            schema.Enum = [.. words.Where(word => word?.GetValueKind() is JsonValueKind.String)];
            schema.Type = JsonSchemaType.String;
        }
    }

    /// <summary>Describes the properties of a schema that have no description yet.</summary>
    public static void Describe(OpenApiSchema schema)
    {
        foreach (var (name, property) in (schema.Properties ?? new Dictionary<string, IOpenApiSchema>()).ToList())
            switch (property)
            {
                case OpenApiSchemaReference { Reference.Id: AnyValue } any:
                    schema.Properties![name] = new OpenApiSchema { Description = any.Reference.Description ?? s_meanings.GetValueOrDefault(name) };
                    break;
                // Null is a value too, so the choice between null and any value would never be unambiguous.
                case OpenApiSchema { OneOf: { } values } optional
                    when values.OfType<OpenApiSchemaReference>().FirstOrDefault() is { Reference.Id: AnyValue } any:
                    (optional.OneOf, optional.Description) = (null, optional.Description ?? any.Reference.Description ?? s_meanings.GetValueOrDefault(name));
                    break;
                // What a nullable reference means stands at the reference; tools show it only at the property.
                case OpenApiSchema { Description: null, OneOf: { } choices } nullable
                    when choices.OfType<OpenApiSchemaReference>().FirstOrDefault() is { Reference.Description: { } meaning } reference:
                    nullable.Description = meaning;
                    reference.Reference.Description = null;
                    break;
                case OpenApiSchema { Description: null } plain:
                    plain.Description = s_meanings.GetValueOrDefault(name);
                    break;
                case OpenApiSchemaReference { Reference.Description: null } reference:
                    reference.Reference.Description = s_meanings.GetValueOrDefault(name);
                    break;
            }
    }
}
