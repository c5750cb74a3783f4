using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Tenants.Access.Public;
using OwnerConsole.Tenants.Members.Public;
using OwnerConsole.Tenants.Notes.Public;

namespace OwnerConsole.Tenants.Members;

/// <summary>Lists and searches the members of all tenants.</summary>
public sealed class MemberSearch : IListCounter
{
    /// <summary>Minimum length for the text index. Shorter texts match too many rows, so they only match the beginning of names.</summary>
    public const int MinIndexedLength = 3;

    /// <summary>Expression of the index members_by_name.</summary>
    private const string NameColumn = "core.search_text(m.name)";

    public string List => MemberAddress.Home;

    public string Permission => MemberAddress.Permission;

    /// <summary>Filter, order and page of a search.</summary>
    /// <param name="Text">A member's id; part of a name, email, external id or support number; or, with fewer than three characters, the beginning of a name.</param>
    /// <param name="Cursor">Position after the last row of the previous page.</param>
    public sealed record Filter(Mode Mode, string? Text = null, string? Cursor = null, int Limit = 50, string? OnlyTenant = null)
    {
        public MemberSort Sort { get; init; } = MemberSort.ByReported;

        public MemberChoice Choice { get; init; } = MemberChoice.None;

        /// <exception cref="Problem">400: a parameter is invalid; the problem names it.</exception>
        public static Filter Read(IQueryCollection query, Mode mode, string? onlyTenant) =>
            new(mode, query.SearchText(), query.Text("cursor"), OnlyTenant: onlyTenant) { Sort = MemberSort.Read(query), Choice = MemberChoice.Read(query) };
    }

    /// <summary>Returns a page of members.</summary>
    /// <remarks>With few matches, it finds them by the text index and sorts them. With many matches, it scans in list order, where the next matches come soon. It counts the
    /// matches to choose, because the planner's estimate is off by a factor of a thousand. A scan by name also reads earlier members with the same name.</remarks>
    public async Task<Page<FoundMember>> Find(Filter filter, UnitOfWork work)
    {
        var text = filter.Text?.Trim() ?? "";
        if (text.Length == 0)
            return filter.Choice.Attributes.Count > 0
                ? await FindByAttribute(filter, MemberTextMatch.None, work)
                : await ToPage(await Rows(filter, work), filter, () => Count(filter, work));
        if (IdGenerator.IsMember(text))
            return await ToPage(await Rows(filter, work, only: [await FollowMerges(text, work)]), filter, () => Task.FromResult(1));
        var (condition, pattern) = ParseText(text);
        var matching = await Narrow(filter, await Matching(filter, condition, pattern, work), work);
        if (matching.Count <= Paging.MaxCounted)
            return await ToPage(matching.Count == 0 ? [] : await Rows(filter, work, only: matching), filter, () => Task.FromResult(matching.Count));
        var led = await FollowMerges(filter, condition, pattern, work);
        if (filter.Choice.Attributes.Count > 0)
            return await FindByAttribute(filter, new($"({condition} or m.member_id = any(@led))", pattern, led), work);
        var rows = await Rows(filter, work, like: $"where ({condition} or m.member_id = any(@led))", pattern: pattern, led: led);
        return await ToPage(rows, filter, () => CountMatching(filter, matching, condition, pattern, led, work));
    }

    /// <remarks>Chooses between index and scan as <see cref="Find"/> does for texts.</remarks>
    private static async Task<Page<FoundMember>> FindByAttribute(Filter filter, MemberTextMatch text, UnitOfWork work)
    {
        var candidates = await FindCandidates(filter, work);
        var matching = candidates is null
            ? await MemberAttributeScan.Match(filter, text, work)
            : await work.List<string>(
                $"select m.member_id {From(filter)}{filter.Choice.Sql} and {MemberSql.IsNotMerged}{AmongCandidates(candidates)} and {text.Condition}",
                Arguments(filter, text.Pattern, text.Led, candidates)
            );
        var rows =
            matching.Count == 0 ? []
            : matching.Count <= Paging.MaxCounted ? await Rows(filter, work, only: matching)
            : await ReadPage(filter, text, work);
        return await ToPage(rows, filter, () => Task.FromResult(matching.Count));
    }

    private static async Task<IReadOnlyList<FoundMember>> ReadPage(Filter filter, MemberTextMatch text, UnitOfWork work)
    {
        var (rows, ids) = await MemberAttributeScan.Page(
            filter,
            text,
            most => Rows(filter, work, like: $"where {text.Condition}", pattern: text.Pattern, led: text.Led, most: most),
            work
        );
        return ids is null ? rows
            : ids.Count == 0 ? []
            : await Rows(filter, work, only: ids);
    }

    /// <summary>Finds members by the index of one attribute, in both modes. Bounds of the same attribute are one range.</summary>
    /// <returns>All members with the attribute; null if more than are counted have each of the attributes, and without attributes.</returns>
    private static async Task<IReadOnlyList<string>?> FindCandidates(Filter filter, UnitOfWork work)
    {
        foreach (var condition in filter.Choice.IndexedConditions)
        {
            var found = await work.List<string>(
                $"select a.member_id from core.member_attributes a where {(filter.OnlyTenant is null ? "" : "a.tenant_id = @onlyTenant and ")}{condition} limit {Paging.MaxCounted + 1}",
                Arguments(filter)
            );
            if (found.Count <= Paging.MaxCounted)
                return found;
        }
        return null;
    }

    private static string AmongCandidates(IReadOnlyList<string>? candidates) => candidates is null ? "" : " and m.member_id = any(@only)";

    /// <returns>IDs of the members on all pages, at most as many as the limit of the filter, in a stable order.</returns>
    public async Task<IReadOnlyList<string>> Ids(Filter filter, UnitOfWork work)
    {
        var text = filter.Text?.Trim() ?? "";
        if (IdGenerator.IsMember(text))
            return [.. (await Rows(filter, work, only: [await FollowMerges(text, work)])).Select(member => member.MemberId)];
        var (condition, pattern) = text.Length == 0 ? ("true", "") : ParseText(text);
        var led = text.Length == 0 ? [] : await FollowMerges(filter, condition, pattern, work);
        var candidates = await FindCandidates(filter, work);
        if (candidates is null && filter.Choice.Attributes.Count > 0)
            return await MemberAttributeScan.Ids(filter, new($"({condition} or m.member_id = any(@led))", pattern, led), work);
        return await work.List<string>(
            $"""
            select m.member_id {From(filter)}{filter.Choice.Sql} and {MemberSql.IsNotMerged}{AmongCandidates(
                candidates
            )} and ({condition} or m.member_id = any(@led))
             order by m.member_id
             limit @limit
            """,
            Arguments(filter, pattern, led, candidates)
        );
    }

    /// <summary>Members whose name contains a word similar to the text, most similar first.</summary>
    public async Task<IReadOnlyList<FoundMember>> FindSimilar(Filter filter, UnitOfWork work)
    {
        TextSearch.AcceptMistakes(work);
        // The first condition uses the text index; the second looks at the name alone, because the email can be hidden.
        var ids = await work.List<string>(
            $"""
            select m.member_id {From(filter)} and {MemberSql.IsNotMerged}
               and {TextSearch.Folded("@text")} <% {MemberSql.SearchText} and {TextSearch.Folded("@text")} <% {NameColumn}
             order by word_similarity({TextSearch.Folded("@text")}, {NameColumn}) desc, m.member_id
             limit @limit
            """,
            Arguments(filter)
        );
        var rows = ids.Count == 0 ? [] : await Rows(filter, work, only: ids);
        return [.. rows.OrderBy(member => ids.ToList().IndexOf(member.MemberId))];
    }

    public async Task<int> Count(Caller caller, Mode within, IQueryCollection query, UnitOfWork work)
    {
        var filter = Filter.Read(query, within, caller.OnlyTenant);
        if (filter.Text is not { } text)
            return await Count(filter, work);
        if (IdGenerator.IsMember(text))
            return (await Rows(filter, work, only: [await FollowMerges(text, work)])).Count;
        var (condition, pattern) = ParseText(text);
        var matching = await Narrow(filter, await Matching(filter, condition, pattern, work), work);
        return matching.Count <= Paging.MaxCounted
            ? matching.Count
            : await CountMatching(filter, matching, condition, pattern, await FollowMerges(filter, condition, pattern, work), work);
    }

    private static (string Condition, string Pattern) ParseText(string text) =>
        text.EnumerateRunes().Count() < MinIndexedLength
            ? ($"{NameColumn} like {TextSearch.Folded("@pattern")}", LikePattern.StartsWith(text))
            : (TextSearch.OfMembers("@pattern"), LikePattern.Contains(text));

    /// <param name="only">Only members with these ids; null for all.</param>
    /// <param name="like">Condition for a scan in list order. It is outside of the subquery with offset 0, so the planner can't use the text index and reads only as many rows in
    /// index order as it needs. An order by next to the condition would make it read all rows. Conditions on attributes then are outside, too.</param>
    /// <param name="led">Members found by the data of records that were merged into them.</param>
    /// <param name="most">Highest number of rows that the scan reads, of which some can be missing on the page. All filters then are outside; null for no limit.</param>
    private static Task<IReadOnlyList<FoundMember>> Rows(
        Filter filter,
        UnitOfWork work,
        IReadOnlyList<string>? only = null,
        string like = "",
        string? pattern = null,
        IReadOnlyList<string>? led = null,
        int? most = null
    ) =>
        work.List<FoundMember>(
            $"""
            with page as (
              select m.tenant_id, m.tenant, m.member_id, m.external_id, m.name, m.email, m.role, m.support_number, m.last_seen_at, m.joined_at, m.left_at, m.language, m.time_zone, m.phone, m.attributes
                from (select m.tenant_id, t.name as tenant, m.member_id, m.external_id, m.name, m.email, m.role, m.support_number, m.last_seen_at, m.joined_at, m.left_at, m.language, m.time_zone, m.phone, m.attributes
                      {From(filter)}{(most is null ? like.Length > 0 ? filter.Choice.SqlWithoutAttributes : filter.Choice.Sql : "")} and {MemberSql.IsNotMerged} {(only is null ? "" : "and m.member_id = any(@only)")} {(
                filter.Cursor is null ? "" : filter.Sort.After
            )}
                      {filter.Sort.Order('m')}
                      {(most is null ? "" : "limit @most")} offset 0) m
              {(most is not null ? like + filter.Choice.Sql : like.Length > 0 ? like + filter.Choice.SqlOfAttributes : "")}
               limit @limit + 1)
            select m.tenant_id, m.tenant, s.status, m.member_id, m.external_id, m.name, m.email, m.role, m.support_number, {MemberSql.LastSeen}, m.joined_at, m.left_at, m.language, m.time_zone, m.phone, m.attributes,
                   x.opened_at as suspended_at, {MemberTagSql.TagsOfMember} as tags
              from page m join core.tenant_status s on s.tenant_id = m.tenant_id
              {MemberSuspensionSql.Join}
             {filter.Sort.Order('m')}
            """,
            Arguments(filter, pattern, led, only, most ?? 0)
        );

    /// <returns>Ids in no particular order, at most one more than are counted. For a merged record, the id of the member it was merged into.</returns>
    private static async Task<IReadOnlyList<string>> Matching(Filter filter, string condition, string pattern, UnitOfWork work)
    {
        var found = await work.List<string>(
            $"select coalesce(w.into_id, m.member_id) {From(filter, MemberSql.MergedIntoJoin("m"))} and {condition} limit {Paging.MaxCounted + 1}",
            Arguments(filter, pattern)
        );
        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    /// <returns>Members found by the data of records that were merged into them.</returns>
    private static Task<IReadOnlyList<string>> FollowMerges(Filter filter, string condition, string pattern, UnitOfWork work) =>
        work.List<string>(
            $"select w.into_id {From(filter, "join core.merges w on w.member_id = m.member_id and w.tenant_id = m.tenant_id and w.to_at is null")} and {condition}",
            Arguments(filter, pattern)
        );

    private static async Task<string> FollowMerges(string memberId, UnitOfWork work) =>
        (await MemberRecords.Merged([memberId], work)).GetValueOrDefault(memberId, memberId);

    /// <returns>Those of a few found members that match the other filters.</returns>
    private static async Task<IReadOnlyList<string>> Narrow(Filter filter, IReadOnlyList<string> found, UnitOfWork work) =>
        !filter.Choice.IsSet || found.Count is 0 or > Paging.MaxCounted
            ? found
            : await work.List<string>($"select m.member_id {From(filter)}{filter.Choice.Sql} and m.member_id = any(@only)", Arguments(filter, only: found));

    /// <param name="matching">Members that match the text: more than are counted.</param>
    private static Task<int> CountMatching(
        Filter filter,
        IReadOnlyList<string> matching,
        string condition,
        string pattern,
        IReadOnlyList<string> led,
        UnitOfWork work
    ) => filter.Choice.IsSet ? Count(filter, new($"({condition} or m.member_id = any(@led))", pattern, led), work) : Task.FromResult(matching.Count);

    private static Task<int> Count(Filter filter, UnitOfWork work) => Count(filter, MemberTextMatch.None, work);

    private static async Task<int> Count(Filter filter, MemberTextMatch text, UnitOfWork work)
    {
        var candidates = await FindCandidates(filter, work);
        if (candidates is null && filter.Choice.Attributes.Count > 0)
            return (await MemberAttributeScan.Match(filter, text, work)).Count;
        return await work.One<int>(
            $"select count(*)::int from (select 1 {From(filter)}{filter.Choice.Sql} and {MemberSql.IsNotMerged}{AmongCandidates(candidates)} and {text.Condition} limit {Paging.MaxCounted + 1}) c",
            Arguments(filter, text.Pattern, text.Led, candidates)
        );
    }

    /// <summary>Parameters of all statements. A statement uses some of them.</summary>
    /// <param name="pattern">Of the text; empty without one.</param>
    /// <param name="led">Members found by the data of records that were merged into them.</param>
    /// <param name="only">Members to choose from.</param>
    /// <param name="most">Highest number of rows that are read.</param>
    internal static object Arguments(Filter filter, string? pattern = null, IReadOnlyList<string>? led = null, IReadOnlyList<string>? only = null, int most = 0)
    {
        var (afterName, afterId) = filter.Sort.Read(filter.Cursor);
        var attributes = filter.Choice.Attributes;
        return new
        {
            mode = filter.Mode,
            onlyTenant = filter.OnlyTenant,
            role = filter.Choice.Role,
            plan = filter.Choice.Plan,
            tag = filter.Choice.Tag,
            names = attributes.Select(attribute => attribute.Name).ToArray(),
            values = attributes.Select(attribute => attribute.Value).ToArray(),
            text = filter.Text,
            pattern,
            led = led ?? [],
            only = only ?? [],
            afterName,
            afterId,
            limit = filter.Limit,
            most,
        };
    }

    internal static string From(Filter filter, string led = "") =>
        $"""
            from core.members m join core.tenants t on t.tenant_id = m.tenant_id {led}
            where t.mode = @mode {(filter.OnlyTenant is null ? "" : "and m.tenant_id = @onlyTenant")}
            """;

    private static async Task<Page<FoundMember>> ToPage(IReadOnlyList<FoundMember> rows, Filter filter, Func<Task<int>> count) =>
        Paging.ToPage(rows, filter.Limit, filter.Sort.Cursor, await Paging.Total(rows, filter.Limit, filter.Cursor, count));
}
