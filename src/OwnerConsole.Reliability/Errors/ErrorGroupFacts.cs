using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Errors;

/// <summary>An error as the subject of an operation.</summary>
public sealed record ErrorGroupFacts(string Id, long Revision, ErrorState State) : ISubject
{
    internal static readonly StateRows Decisions = new("errors.decisions", "group_id")
    {
        BelongToPlatform = true,
        Conflict = "other.tenant_id = this.tenant_id and other.group_id = this.group_id",
    };

    public string TenantId => IdGenerator.Platform;

    public static async Task<IReadOnlyList<ErrorGroupFacts>> Load(IReadOnlyList<string> ids, UnitOfWork work)
    {
        // In the order of the intake, so that both don't wait for each other in a circle.
        await work.List<string>(
            $"select g.group_id from errors.groups g where g.tenant_id = 'tnt_platform' and g.group_id = any(@ids) order by g.fingerprint {work.ForUpdate("g")}",
            new { ids = ids.ToArray() }
        );
        return await work.List<ErrorGroupFacts>(
            $"""
            select g.group_id as id, {ErrorGroup.StateSql} as state,
                   1 + coalesce(extract(epoch from g.regressed_at)::bigint, 0)
                   + (select count(*) + count(o.closed_by) from errors.decisions o where o.tenant_id = g.tenant_id and o.group_id = g.group_id) as revision
            {ErrorGroup.From} and g.group_id = any(@ids)
             order by g.group_id
            """,
            new { ids = ids.ToArray() }
        );
    }

    /// <summary>Replaces the current decisions about errors.</summary>
    /// <param name="release">Release with the correction; null for none.</param>
    internal static async Task Decide(IReadOnlyList<ErrorGroupFacts> accepted, ErrorState state, string? release, UnitOfWork work)
    {
        var ids = accepted.Select(subject => subject.Id).ToArray();
        await Decisions.Close(ids, work);
        await work.Execute(
            """
            insert into errors.decisions (tenant_id, group_id, state, release, opened_by, opened_at)
            select 'tnt_platform', id, @state, @release, @run, clock_timestamp() from unnest(@ids) id
            """,
            new
            {
                ids,
                state,
                release,
                run = work.RunId,
            }
        );
    }
}
