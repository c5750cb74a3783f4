using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Finds all records of one person: the main record and those merged into it.</summary>
public static class MemberRecords
{
    /// <returns>Ids of the person's records, the main record first.</returns>
    public static Task<IReadOnlyList<string>> Of(string tenantId, string memberId, UnitOfWork work) =>
        work.List<string>(
            """
            select @memberId
            union all
            (select g.member_id from core.merges g where g.into_id = @memberId and g.tenant_id = @tenantId and g.to_at is null order by g.from_at, g.member_id)
            """,
            new { tenantId, memberId }
        );

    /// <returns>Id of the person's main record, whichever of their records is named.</returns>
    /// <exception cref="Problem">404: the member doesn't exist.</exception>
    public static async Task<string> FindMain(string tenantId, string memberId, UnitOfWork work) =>
        await FindMain(tenantId, memberId, "true", work) ?? throw Problem.NotFound("member", memberId);

    /// <returns>Id of the person's main record, whichever of their records is named; null when the member doesn't exist or is anonymised.</returns>
    public static Task<string?> FindMainUnlessAnonymised(string tenantId, string memberId, UnitOfWork work) =>
        FindMain(tenantId, memberId, "m.anonymised_at is null", work);

    private static Task<string?> FindMain(string tenantId, string memberId, string condition, UnitOfWork work) =>
        work.One<string>(
            $"""
            select coalesce(w.into_id, m.member_id)
              from core.members m {MemberSql.MergedIntoJoin("m")}
             where m.tenant_id = @tenantId and m.member_id = @memberId and {condition}
            """,
            new { tenantId, memberId }
        );

    /// <returns>Ids of merged records, each with the id of the record it was merged into.</returns>
    public static async Task<Dictionary<string, string>> Merged(IReadOnlyCollection<string> memberIds, UnitOfWork work) =>
        (
            await work.List<MergeRow>(
                "select g.member_id, g.into_id from core.merges g where g.member_id = any(@memberIds) and g.to_at is null",
                new { memberIds = memberIds.ToArray() }
            )
        ).ToDictionary(led => led.MemberId, led => led.IntoId, StringComparer.Ordinal);

    private sealed record MergeRow(string MemberId, string IntoId);
}
