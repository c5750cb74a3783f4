using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Stores which member records are merged. Updated when the application confirms that it has merged two members or separated them again.</summary>
public static class MemberMerges
{
    /// <returns>Members whose record was merged by this run.</returns>
    public static async Task<IReadOnlySet<string>> FindMerged(IReadOnlyList<string> ids, string runId, UnitOfWork work) =>
        (
            await work.List<string>(
                "select g.member_id from core.merges g where g.member_id = any(@ids) and g.opened_by = @runId and g.to_at is null",
                new { ids, runId }
            )
        ).ToHashSet(StringComparer.Ordinal);

    /// <summary>Merges a record, and the records merged into it, into the record that the run's task names.</summary>
    public static async Task<SurvivingMember> Merge(string tenantId, string memberId, string runId, UnitOfWork work)
    {
        var into = await work.One<SurvivingMember>(
            """
            select m.member_id, m.anonymised_at is not null as is_anonymised
              from core.tasks t join core.members m on m.tenant_id = t.tenant_id and m.member_id = t.other_id
             where t.tenant_id = @tenantId and t.run_id = @runId and t.subject_id = @memberId
            """,
            new
            {
                tenantId,
                runId,
                memberId,
            }
        );
        var led = await work.List<string>(
            "update core.merges set to_at = now(), closed_by = @runId where tenant_id = @tenantId and into_id = @memberId and to_at is null returning member_id",
            new
            {
                tenantId,
                memberId,
                runId,
            }
        );
        await work.Execute(
            "insert into core.merges (tenant_id, member_id, into_id, opened_by, from_at) select @tenantId, r.id, @into, @runId, now() from unnest(@records) r(id)",
            new
            {
                tenantId,
                runId,
                into = into!.MemberId, // member rows are never deleted
                records = led.Prepend(memberId).ToArray(),
            }
        );
        return into;
    }

    /// <summary>Separates the record again and restores the records that were merged into it.</summary>
    /// <param name="undo">The run that undoes the merge.</param>
    public static async Task Separate(string tenantId, string memberId, string undo, UnitOfWork work)
    {
        var was = await work.List<PreviousMerge>(
            """
            select g.member_id, g.opened_by from core.merges g join core.runs u on u.run_id = @undo
             where g.tenant_id = @tenantId and g.into_id = @memberId and g.closed_by = u.undo_of
            """,
            new
            {
                tenantId,
                memberId,
                undo,
            }
        );
        await work.Execute(
            """
            update core.merges g set to_at = now(), closed_by = @undo from core.runs u
             where u.run_id = @undo and g.tenant_id = @tenantId and g.member_id = any(@records) and g.opened_by = u.undo_of and g.to_at is null
            """,
            new
            {
                tenantId,
                undo,
                records = was.Select(row => row.MemberId).Prepend(memberId).ToArray(),
            }
        );
        await work.Execute(
            """
            insert into core.merges (tenant_id, member_id, into_id, opened_by, from_at)
            select @tenantId, r.member_id, @memberId, r.opened_by, now() from unnest(@members, @runs) r(member_id, opened_by)
            """,
            new
            {
                tenantId,
                memberId,
                members = was.Select(row => row.MemberId).ToArray(),
                runs = was.Select(row => row.OpenedBy).ToArray(),
            }
        );
    }

    /// <summary>The record that remains after a merge.</summary>
    public sealed record SurvivingMember(string MemberId, bool IsAnonymised);

    private sealed record PreviousMerge(string MemberId, string OpenedBy);
}
