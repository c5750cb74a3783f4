using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>The records that are one person: the one that stands, and those that were merged into it.</summary>
public static class MemberRecords
{
    /// <returns>the ids of a person's records, their own first</returns>
    public static Task<IReadOnlyList<string>> Of(string tenantId, string memberId, Work work) =>
        work.List<string>(
            """
            select @memberId
            union all
            (select g.member_id from core.merges g where g.into_id = @memberId and g.tenant_id = @tenantId and g.to_at is null order by g.from_at, g.member_id)
            """,
            new { tenantId, memberId }
        );

    /// <returns>of those that lead on to somebody, to whom</returns>
    public static async Task<Dictionary<string, string>> Merged(IReadOnlyCollection<string> memberIds, Work work) =>
        (
            await work.List<Led>(
                "select g.member_id, g.into_id from core.merges g where g.member_id = any(@memberIds) and g.to_at is null",
                new { memberIds = memberIds.ToArray() }
            )
        ).ToDictionary(led => led.MemberId, led => led.IntoId, StringComparer.Ordinal);

    private sealed record Led(string MemberId, string IntoId);
}
