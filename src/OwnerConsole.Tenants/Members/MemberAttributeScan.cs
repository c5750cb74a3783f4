using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Members;

/// <summary>Finds members by attributes that more members have than are counted.</summary>
/// <remarks>
/// Two ranges can each match half of all members and together none, so neither the index of one attribute nor the order of the list alone fills a page quickly,
/// and the planner's estimate of the combination is off by a factor of a thousand. Reads are therefore limited, and the limit grows until the page is full or
/// covers all members with one of the attributes. The cost is at most a small multiple of the cheaper of both: the rows of the list that fill the page, or the
/// members with the rarest attribute. Other conditions are checked on the row of each member.
/// </remarks>
internal static class MemberAttributeScan
{
    private const int FirstLimit = Paging.MaxCounted + 1,
        Growth = 4;

    /// <returns>IDs in no particular order, at most one more than are counted.</returns>
    public static async Task<IReadOnlyList<string>> Match(MemberSearch.Filter filter, MemberTextMatch text, UnitOfWork work)
    {
        for (var most = FirstLimit; ; most *= Growth)
            foreach (var attribute in filter.Choice.IndexedConditions)
            {
                var matched = await work.One<ScanResult>(
                    $"""
                    with named as materialized (
                      {Named(filter, attribute)} limit @most)
                    select (select count(*)::int from named) as read,
                           array(select m.member_id from named n {Checked(filter, text)} limit {Paging.MaxCounted + 1}) as members
                    """,
                    Arguments(filter, text, most)
                );
                if (matched!.Members.Length > Paging.MaxCounted || matched.Read < most) // not null: it always has a row
                    return matched.Members;
            }
    }

    /// <summary>Finds the members of a page by the order of the list or by the rarest attribute.</summary>
    /// <param name="scan">Reads the page from the rows of the list up to a limit.</param>
    /// <returns>Rows of the page and one more, if the scan has filled it. Otherwise the ids on the page, and one more if another page follows.</returns>
    public static async Task<(IReadOnlyList<FoundMember> Rows, IReadOnlyList<string>? Ids)> Page(
        MemberSearch.Filter filter,
        MemberTextMatch text,
        Func<int, Task<IReadOnlyList<FoundMember>>> scan,
        UnitOfWork work
    )
    {
        for (var most = FirstLimit; ; most *= Growth)
        {
            var rows = await scan(most);
            if (rows.Count > filter.Limit)
                return (rows, null);
            if (await FindRare(filter, text, most, work) is { } rare)
                return ([], await List(filter, text, rare, $"{filter.Sort.Order('m')} limit @limit + 1", filter.Cursor is null ? "" : filter.Sort.After, work));
        }
    }

    /// <returns>IDs on all pages, at most as many as the limit of the filter, in a stable order.</returns>
    public static async Task<IReadOnlyList<string>> Ids(MemberSearch.Filter filter, MemberTextMatch text, UnitOfWork work)
    {
        for (var most = FirstLimit; ; most *= Growth)
            if (await FindRare(filter, text, most, work) is { } rare)
                return await List(filter, text, rare, "order by m.member_id limit @limit", "", work);
    }

    /// <returns>Condition on an attribute that fewer members have than the limit; null for none.</returns>
    private static async Task<string?> FindRare(MemberSearch.Filter filter, MemberTextMatch text, int most, UnitOfWork work)
    {
        foreach (var attribute in filter.Choice.IndexedConditions)
            if (await work.One<int>($"select count(*)::int from ({Named(filter, attribute)} limit @most) c", Arguments(filter, text, most)) < most)
                return attribute;
        return null;
    }

    private static Task<IReadOnlyList<string>> List(
        MemberSearch.Filter filter,
        MemberTextMatch text,
        string attribute,
        string order,
        string after,
        UnitOfWork work
    ) => work.List<string>($"select m.member_id from ({Named(filter, attribute)} offset 0) n {Checked(filter, text, after)} {order}", Arguments(filter, text));

    private static string Named(MemberSearch.Filter filter, string attribute) =>
        $"select a.tenant_id, a.member_id from core.member_attributes a where {(filter.OnlyTenant is null ? "" : "a.tenant_id = @onlyTenant and ")}{attribute}";

    /// <summary>Joins the member <c>m</c> of each row <c>n</c> if it matches. The offset prevents that the planner joins in another order, in which it would read more.</summary>
    private static string Checked(MemberSearch.Filter filter, MemberTextMatch text, string after = "") =>
        $"""
            cross join lateral (
              select m.member_id, m.name
              {MemberSearch.From(filter)} and m.tenant_id = n.tenant_id and m.member_id = n.member_id{filter.Choice.Sql}
                 and {MemberSql.IsNotMerged} and {text.Condition} {after}
              offset 0) m
            """;

    private static object Arguments(MemberSearch.Filter filter, MemberTextMatch text, int most = 0) =>
        MemberSearch.Arguments(filter, text.Pattern, text.Led, most: most);

    private sealed record ScanResult(int Read, string[] Members);
}

/// <summary>Condition of a text on the member <c>m</c>.</summary>
/// <param name="Pattern">Value of its parameter; empty without a text.</param>
/// <param name="Led">Members found by the data of records that were merged into them.</param>
internal sealed record MemberTextMatch(string Condition, string Pattern, IReadOnlyList<string> Led)
{
    /// <summary>All members.</summary>
    public static readonly MemberTextMatch None = new("true", "", []);
}
