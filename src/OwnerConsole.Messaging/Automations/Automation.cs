using OwnerConsole.Data;
using OwnerConsole.Messaging.Notifications.Public;

namespace OwnerConsole.Messaging.Automations;

/// <summary>A version of an automation: what starts it, its conditions, its steps, and the events that end it.</summary>
/// <param name="Recipe">Key of the recipe that it was installed from; null for one that a person created.</param>
/// <param name="Events">Types of events that start it; empty if a date or an attribute does.</param>
/// <param name="OffsetDays">Days after the date; negative for before.</param>
/// <param name="Attribute">Name of the attribute whose change starts it; null if events or a date do.</param>
/// <param name="AttributeFrom">Values before the change, separated by commas; null for any.</param>
/// <param name="AttributeTo">Values after the change, separated by commas; null for any.</param>
/// <param name="Goals">Types of events that end a running sequence.</param>
/// <param name="Topic">Key of the topic that members can opt out of.</param>
/// <param name="Operations">Operations that its steps run, which are its only permissions; empty if it only sends messages.</param>
/// <param name="Once">Whether it starts only once for each tenant, or for each member that its trigger is about.</param>
/// <param name="RunsPerDay">Maximum runs of its operations in 24 hours.</param>
/// <param name="RevenuePerDay">Maximum monthly revenue that its operations affect in 24 hours, in whole units of the reporting currency; null for no limit.</param>
/// <param name="OnSince">When it was turned on; null while it is off.</param>
/// <param name="PausedSince">When it was paused; null while it is off or not paused.</param>
public sealed record Automation(
    string Id,
    int Version,
    string? Recipe,
    string Name,
    IReadOnlyList<string> Events,
    AutomationDate? Date,
    int OffsetDays,
    string? Attribute,
    string? AttributeFrom,
    string? AttributeTo,
    IReadOnlyList<AutomationCondition> Conditions,
    IReadOnlyList<AutomationStep> Steps,
    IReadOnlyList<string> Goals,
    string Topic,
    MessagePriority Priority,
    AutomationAudience Audience,
    IReadOnlyList<string> Operations,
    bool Once,
    int RunsPerDay,
    int? RevenuePerDay,
    DateTimeOffset CreatedAt,
    DateTimeOffset ChangedAt,
    DateTimeOffset? OnSince,
    DateTimeOffset? PausedSince
)
{
    internal const string Prefix = "aut",
        EntityKind = "automation";

    internal static readonly StateRows Versions =
            new("automations.automations", "automation_id")
            {
                BelongToPlatform = true,
                Conflict = "other.tenant_id = this.tenant_id and other.automation_id = this.automation_id",
            },
        Activations =
            new("automations.activations", "automation_id")
            {
                BelongToPlatform = true,
                HaveClosedAt = true,
                Conflict = "other.tenant_id = this.tenant_id and other.automation_id = this.automation_id",
            };

    internal static readonly StateRows Pauses = new("automations.pauses", "automation_id")
    {
        BelongToPlatform = true,
        HaveClosedAt = true,
        Conflict = "other.tenant_id = this.tenant_id and other.automation_id = this.automation_id and other.activation = this.activation",
    };

    public bool IsOn => OnSince is not null;

    /// <summary>The change of an attribute that starts it; null if events or a date do.</summary>
    internal AttributeChange? Change => Attribute is null ? null : new(Attribute, AttributeFrom, AttributeTo);

    /// <summary>Whether each of its sequences is about a member.</summary>
    internal bool IsAboutMember => MemberTrigger.IsOne(Attribute, Events);

    /// <summary>Whether its members can't receive messages of it at all without a mail server.</summary>
    internal bool SendsEmail => Steps.Any(step => step.Kind is StepKind.Email);

    /// <returns>The current version; null if it doesn't exist or is deleted.</returns>
    public static async Task<Automation?> Find(string id, UnitOfWork work) => await List([id], work) is [var automation] ? automation : null;

    /// <returns>The current versions.</returns>
    public static Task<IReadOnlyList<Automation>> List(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        Rows("v.closed_by is null and v.automation_id = any(@ids)", "v.automation_id", work, new { ids });

    /// <returns>All that are on and not paused.</returns>
    internal static Task<IReadOnlyList<Automation>> ListOn(UnitOfWork work) =>
        Rows("v.closed_by is null and o.opened_by is not null and p.opened_by is null", "v.automation_id", work, null);

    /// <returns>The versions that a run replaced.</returns>
    internal static Task<IReadOnlyList<Automation>> ListClosedBy(string runId, IReadOnlyCollection<string> ids, UnitOfWork work) =>
        Rows("v.closed_by = @runId and v.automation_id = any(@ids)", "v.automation_id", work, new { runId, ids });

    /// <returns>A version, also an earlier one; it is on if the automation is on.</returns>
    internal static async Task<Automation?> Find(string id, int version, UnitOfWork work) =>
        (await Rows("v.automation_id = @id and v.version = @version", "v.automation_id", work, new { id, version })).SingleOrDefault();

    /// <returns>A page, those that are on first, and then by name.</returns>
    public static async Task<Page<Automation>> List(AutomationFilter filter, UnitOfWork work)
    {
        var after = filter.Cursor is null ? ["", "", ""] : Cursor.Read(filter.Cursor, 3);
        var rows = await Rows(
            $"""
            v.closed_by is null
            {(filter.Text is null ? "" : "and (v.name ilike @infix or v.automation_id = @text)")}
            {(
                filter.State is null ? ""
                : filter.State is AutomationState.On ? "and o.opened_by is not null"
                : "and o.opened_by is null"
            )}
            {(
                filter.Kind is null ? ""
                : filter.Kind is AutomationKind.Lifecycle ? "and cardinality(v.operations) > 0"
                : "and cardinality(v.operations) = 0"
            )}
            {(filter.Cursor is null ? "" : $"and ({Order}) > (@off::boolean, @name, @id)")}
            """,
            $"{Order} limit @limit + 1",
            work,
            new
            {
                text = filter.Text,
                infix = LikePattern.Contains(filter.Text ?? ""),
                off = after[0] == "off",
                name = after[1],
                id = after[2],
                limit = filter.Limit,
            }
        );
        return Paging.ToPage(rows, filter.Limit, last => Cursor.Of(last.IsOn ? "on" : "off", last.Name.ToLowerInvariant(), last.Id));
    }

    private const string Order = "o.opened_by is null, lower(v.name), v.automation_id";

    private static Task<IReadOnlyList<Automation>> Rows(string which, string order, UnitOfWork work, object? arguments) =>
        work.List<Automation>(
            $"""
            select v.automation_id as id, v.version, v.recipe, v.name, v.events, v.date, v.offset_days, v.attribute, v.attribute_from, v.attribute_to,
                   v.conditions, v.steps, v.goals, v.topic, v.priority, v.audience, v.operations, v.once, v.runs_per_day,
                   v.revenue_per_day, f.opened_at as created_at, v.opened_at as changed_at, o.opened_at as on_since, p.opened_at as paused_since
              from automations.automations v
              join automations.automations f on f.automation_id = v.automation_id and f.version = 1
              left join automations.activations o on o.tenant_id = v.tenant_id and o.automation_id = v.automation_id and o.closed_by is null
              left join automations.pauses p on p.tenant_id = o.tenant_id and p.automation_id = o.automation_id and p.activation = o.opened_by and p.closed_by is null
             where v.tenant_id = 'tnt_platform' and {which}
             order by {order}
            """,
            arguments
        );
}
