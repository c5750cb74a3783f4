using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Messaging.Emails.Public;

namespace OwnerConsole.Messaging.Automations;

/// <summary>An automation, or the platform for a new one, as the subject of an operation.</summary>
/// <param name="Automation">Null for a new one and a deleted one.</param>
public sealed record AutomationFacts(string Id, long Revision, Automation? Automation) : ISubject
{
    public string TenantId => IdGenerator.Platform;

    /// <summary>Id of the new automation.</summary>
    public string NewId { get; init; } = "";

    /// <summary>Normalized input of a change; null if the operation has none.</summary>
    public AutomationInput? Input { get; init; }

    /// <summary>Whom it would have reached recently; null if that doesn't matter for the operation.</summary>
    public AutomationReach? Reach { get; init; }

    /// <summary>Whether another automation has the name of a new one.</summary>
    public bool IsNameTaken { get; init; }

    /// <summary>Whether emails can be sent.</summary>
    public bool IsEmailSetUp { get; init; }

    /// <summary>Whether a step sends to a webhook endpoint that doesn't exist or was removed.</summary>
    public bool IsEndpointMissing { get; init; }

    /// <summary>Endpoints of its steps that are disabled or don't receive events of the mode that is shown.</summary>
    public IReadOnlyList<SilentEndpoint> SilentEndpoints { get; init; } = [];

    /// <summary>Whether no tenant has the attribute that starts it, and no application declares it.</summary>
    public bool IsAttributeUnknown { get; init; }

    /// <summary>Whether a message shows an attribute of members that no application declares.</summary>
    public bool IsVariableUnknown { get; init; }

    /// <summary>Whether the caller can run the operations of its steps, without a ceiling.</summary>
    public bool IsPermitted { get; init; } = true;

    public static async Task<IReadOnlyList<AutomationFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        // Locks the current rows, so that a concurrent change is detected as a conflict with the preview.
        foreach (var table in new[] { "automations", "activations", "pauses" })
            await work.List<string>(
                $"select c.opened_by from automations.{table} c where c.tenant_id = 'tnt_platform' and c.automation_id = any(@ids) and c.closed_by is null {work.ForUpdate("c")}",
                new { ids = ids.ToArray() }
            );
        var known = await work.List<RevisionRow>(
            """
            select v.automation_id, count(*) + count(v.closed_by)
                   + (select count(*) + count(o.closed_by) from automations.activations o where o.tenant_id = 'tnt_platform' and o.automation_id = v.automation_id)
                   + (select count(*) + count(p.closed_by) from automations.pauses p where p.tenant_id = 'tnt_platform' and p.automation_id = v.automation_id) as revision
              from automations.automations v
             where v.tenant_id = 'tnt_platform' and v.automation_id = any(@ids)
             group by v.automation_id
             order by v.automation_id
            """,
            new { ids = ids.ToArray() }
        );
        var current = (await Messaging.Automations.Automation.List([.. ids], work)).ToDictionary(automation => automation.Id, StringComparer.Ordinal);
        return [.. known.Select(row => new AutomationFacts(row.AutomationId, row.Revision, current.GetValueOrDefault(row.AutomationId)))];
    }

    /// <summary>Adds whom an automation would have reached recently, whether emails can be sent, and what has no effect.</summary>
    internal async Task<AutomationFacts> WithReach(AutomationInput input, Database database, UnitOfWork work)
    {
        var (isEmailSetUp, isEndpointMissing) = (await EmailText.CanSendEmail(work), await AutomationEndpointSource.IsMissing(input, work));
        await using var reading = await database.Read(work.Stop); // a run on the platform can't read tenants
        var mode = work.Caller is { } caller ? await Modes.Shown(caller, reading) : await Modes.Shown(reading);
        return this with
        {
            Input = input,
            IsEmailSetUp = isEmailSetUp,
            IsEndpointMissing = isEndpointMissing,
            Reach = await AutomationReach.Find(input, mode, reading),
            SilentEndpoints = await SilentEndpoint.List(input, mode, reading),
            IsAttributeUnknown = input.Change is { } change && await change.IsUnknown(reading),
            IsVariableUnknown = await MemberVariables.HaveUndeclaredAttribute(input, reading),
        };
    }

    private sealed record RevisionRow(string AutomationId, long Revision);
}
