using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Messaging.Automations;

/// <summary>What conditions and texts of an automation can use of a tenant.</summary>
/// <param name="Plans">Keys of its current plans.</param>
/// <param name="Attributes">Current attributes by name, including its country.</param>
/// <param name="SuspensionMessage">Text for its users while it is suspended; null for none.</param>
internal sealed record TenantProfile(
    string TenantId,
    Mode Mode,
    string Name,
    TenantStatus Status,
    TenantLifecycle Lifecycle,
    string[] Plans,
    string[] Tags,
    JsonElement Attributes,
    DateTimeOffset? TrialEndsAt,
    string? SuspensionMessage
)
{
    private const string Country = "country";

    public static async Task<IReadOnlyDictionary<string, TenantProfile>> Load(IEnumerable<string> ids, UnitOfWork work) =>
        (
            await work.List<TenantProfile>(
                $$"""
                select t.tenant_id, t.mode, t.name, s.status, s.lifecycle,
                       array(select i.plan from core.plan_items i where i.tenant_id = t.tenant_id and i.to_at is null order by i.plan) as plans,
                       array(select g.tag from notes.tags g where g.tenant_id = t.tenant_id and g.closed_by is null) as tags,
                       coalesce((select jsonb_object_agg(a.name, a.value) from core.attributes a where a.tenant_id = t.tenant_id and a.to_at is null), '{}') as attributes,
                       {{TrialEnds.CurrentEnd}} as trial_ends_at,
                       (select x.message from access.suspensions x where x.tenant_id = t.tenant_id and x.closed_by is null) as suspension_message
                  from core.tenants t join core.tenant_status s on s.tenant_id = t.tenant_id
                 where t.tenant_id = any(@ids)
                """,
                new { ids = ids.Distinct(StringComparer.Ordinal).ToArray() }
            )
        ).ToDictionary(profile => profile.TenantId, StringComparer.Ordinal);

    /// <summary>Whether it meets all conditions. An anonymised tenant never does.</summary>
    /// <param name="facts">Values of the event; an empty object for a date.</param>
    public bool Meets(IReadOnlyList<AutomationCondition> conditions, JsonElement facts) =>
        Lifecycle is not TenantLifecycle.Anonymised && conditions.All(condition => condition.IsMet(Values(condition, facts)));

    /// <returns>The tenant's values of the condition's field.</returns>
    public IReadOnlyList<string> Values(AutomationCondition condition, JsonElement facts) =>
        condition.Field switch
        {
            ConditionField.Plan => Plans,
            ConditionField.Status => [Status.ToText()],
            ConditionField.Lifecycle => [Lifecycle.ToText()],
            ConditionField.Tag => Tags,
            ConditionField.Country => Texts(Attributes, Country),
            ConditionField.Attribute => Texts(Attributes, condition.Name ?? ""),
            _ => Texts(facts, condition.Name ?? ""),
        };

    private static IReadOnlyList<string> Texts(JsonElement values, string name) =>
        !values.TryGetProperty(name, out var value) ? []
        : value.ValueKind is JsonValueKind.Array ? [.. value.EnumerateArray().Select(element => element.ToString())]
        : value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => [],
            JsonValueKind.True => ["true"],
            JsonValueKind.False => ["false"],
            _ => [value.ToString()],
        };
}
