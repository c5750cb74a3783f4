using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Messaging.Automations;

/// <summary>What conditions and texts of an automation can use of a tenant.</summary>
/// <param name="Plans">Keys of its current plans.</param>
/// <param name="Attributes">Current attributes by name, including its country.</param>
/// <param name="MemberAttributes">
/// Up to 1,000 different values of its current members by attribute, of the attributes that were asked for. In a sequence about a member, the attributes of this
/// member, see <see cref="SequenceProfiles"/>.
/// </param>
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
    JsonElement MemberAttributes,
    DateTimeOffset? TrialEndsAt,
    string? SuspensionMessage
)
{
    private const string Country = "country";

    /// <param name="ids">IDs of tenants.</param>
    /// <param name="conditions">Conditions that the tenants are compared with; attributes of their members are read only for these.</param>
    /// <param name="work">Can read the tenants.</param>
    public static async Task<IReadOnlyDictionary<string, TenantProfile>> Load(
        IEnumerable<string> ids,
        IEnumerable<AutomationCondition> conditions,
        UnitOfWork work
    ) =>
        (
            await work.List<TenantProfile>(
                $$"""
                select t.tenant_id, t.mode, t.name, s.status, s.lifecycle,
                       array(select i.plan from core.plan_items i where i.tenant_id = t.tenant_id and i.to_at is null order by i.plan) as plans,
                       array(select g.tag from notes.tags g where g.tenant_id = t.tenant_id and g.closed_by is null) as tags,
                       coalesce((select jsonb_object_agg(a.name, a.value) from core.attributes a where a.tenant_id = t.tenant_id and a.to_at is null), '{}') as attributes,
                       coalesce((select jsonb_object_agg(n.name, v.list)
                                   from unnest(@names) n(name)
                                  cross join lateral (select jsonb_agg(d.value) as list
                                                        from (select distinct m.attributes -> n.name as value from core.members m
                                                               where m.tenant_id = t.tenant_id and m.left_at is null and m.attributes ? n.name and {{MemberSql.IsNotMerged}}
                                                               limit 1000) d) v
                                  where v.list is not null), '{}') as member_attributes,
                       {{TrialEnds.CurrentEnd}} as trial_ends_at,
                       (select x.message from access.suspensions x where x.tenant_id = t.tenant_id and x.closed_by is null) as suspension_message
                  from core.tenants t join core.tenant_status s on s.tenant_id = t.tenant_id
                 where t.tenant_id = any(@ids)
                """,
                new { ids = ids.Distinct(StringComparer.Ordinal).ToArray(), names = MemberAttributeName.List(conditions).ToArray() }
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
            ConditionField.Attribute => MemberAttributeName.Read(condition.Name) is { } name
                ? Texts(MemberAttributes, name)
                : Texts(Attributes, condition.Name ?? ""),
            _ => Texts(facts, condition.Name ?? ""),
        };

    /// <returns>Values of an attribute; empty for none.</returns>
    internal static IReadOnlyList<string> Texts(JsonElement values, string name) =>
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
