using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Messaging.Emails.Public;

namespace OwnerConsole.Messaging.Automations;

/// <summary>Event types that automations can use, and the variables of their texts.</summary>
public sealed class AutomationVariables(EventKinds kinds, PlanNames plans)
{
    /// <summary>The frame of automated emails. Their texts come from the steps.</summary>
    public static readonly EmailTemplate Template = new("automation.message", "Automated email", EmailTemplate.PlainFrame, Example([]))
    {
        IsToMembers = true,
        FramedMessage = new(
            "News from {{platform.name}}",
            "<p>Hello {{recipient.name}},</p>\n<p>this is the text of an automated email.</p>",
            "Hello {{recipient.name}},\n\nthis is the text of an automated email."
        ),
    };

    private const string ExampleDay = "2026-12-01";

    /// <summary>Event types that can start or end a sequence. Those that a sequence sends itself can't: notifications, and events of its steps.</summary>
    public IReadOnlyList<EventKind> Events { get; } =
    [
        .. kinds.All.Where(kind =>
            kind.About is EventSubject.Tenant or EventSubject.Member
            && kind.Name != EndpointEvents.StepReached
            && !kind.Name.StartsWith("notification.", StringComparison.Ordinal)
        ),
    ];

    /// <param name="input">Normalized input.</param>
    /// <returns>The template with the variables of its messages.</returns>
    public EmailTemplate For(AutomationInput input)
    {
        var member = input.IsAboutMember ? MemberVariables.Example(MemberVariables.AttributesOf(input.Steps!)) : null; // not null: it is normalized
        return Template with { Example = Example(FieldsOf(input.Events!), member) };
    }

    /// <param name="input">Normalized input.</param>
    /// <returns>Example values of the variables of its operations.</returns>
    internal JsonElement ForOperations(AutomationInput input) => Json.Element(Example(FieldsOf(input.Events!))); // not null: it is normalized

    /// <returns>Names of the values of these events.</returns>
    public IReadOnlyList<string> FieldsOf(IReadOnlyList<string> events) =>
        [
            .. Events
                .Where(kind => events.Contains(kind.Name))
                .SelectMany(kind => kind.Data.GetProperties())
                .Select(property => SnakeCaseNames.ToSnakeCase(property.Name))
                .Distinct(StringComparer.Ordinal),
        ];

    /// <returns>Names of plans by key, for <see cref="Of"/>.</returns>
    internal Task<IReadOnlyDictionary<string, string>> FindNames(UnitOfWork work) => plans(work);

    /// <returns>Values of the variables for a tenant.</returns>
    /// <param name="facts">Values of the event; an empty object for a date.</param>
    /// <param name="about">Member that the sequence is about; null for none.</param>
    internal static JsonElement Of(TenantProfile tenant, JsonElement facts, IReadOnlyDictionary<string, string> names, SequenceMember? about = null) =>
        Json.Element(
            WithMember(
                new(StringComparer.Ordinal)
                {
                    ["tenant"] = new
                    {
                        tenant.Name,
                        plans = tenant.Plans.Length == 0 ? null : names.JoinNames(tenant.Plans),
                        tenant.SuspensionMessage,
                    },
                    // A trial that ends at midnight lasts until the day before.
                    ["trial"] = new { EndsOn = tenant.TrialEndsAt?.UtcDateTime.AddTicks(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) },
                    ["event"] = facts.EnumerateObject().ToDictionary(value => value.Name, value => Readable(value, names), StringComparer.Ordinal),
                },
                about is null ? null : MemberVariables.Of(about)
            )
        );

    /// <returns>The value, or the name of a plan instead of its key.</returns>
    private static object? Readable(JsonProperty value, IReadOnlyDictionary<string, string> names) =>
        value.Name is "plan" or "requested_plan" && value.Value.ValueKind is JsonValueKind.String
            ? names.GetValueOrDefault(value.Value.GetString()!, value.Value.GetString()!)
            : value.Value;

    private static Dictionary<string, object> Example(IReadOnlyList<string> fields, object? member = null) =>
        WithMember(
            new(StringComparer.Ordinal)
            {
                ["tenant"] = new
                {
                    name = "Acme",
                    plans = "Pro",
                    suspension_message = "Please contact us.",
                },
                ["trial"] = new { ends_on = ExampleDay },
                ["event"] = fields.ToDictionary(field => field, _ => "example", StringComparer.Ordinal),
            },
            member
        );

    private static Dictionary<string, object> WithMember(Dictionary<string, object> values, object? member)
    {
        if (member is not null)
            values["member"] = member;
        return values;
    }
}
