using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tenants.Access.Public;
using OwnerConsole.Tenants.Directory.Public;
using OwnerConsole.Tenants.Notes.Public;

namespace OwnerConsole.Tenants.Members;

/// <summary>Filters of the list of members, in addition to its text. The page, the export, the API and bulk operations read the same query parameters.</summary>
/// <param name="Role">Role as the application reports it.</param>
/// <param name="Plan">Key of a plan that the tenant of the member is on.</param>
/// <param name="Tag">Tag of the member, normalized.</param>
public sealed record MemberChoice(MemberState? State = null, string? Role = null, string? Plan = null, string? Tag = null)
{
    /// <summary>Names of the query parameters, with that of the text and without those of attributes.</summary>
    public static readonly IReadOnlyList<string> ParameterNames = ["q", "state", "role", "plan", "tag"];

    public static readonly MemberChoice None = new();

    public IReadOnlyList<AttributeFilter> Attributes { get; init; } = [];

    /// <summary>Whether anything is filtered.</summary>
    public bool IsSet => State is not null || Role is not null || Plan is not null || Tag is not null || Attributes.Count > 0;

    /// <returns>Whether a query parameter filters the list.</returns>
    public static bool IsFilter(string part) => ParameterNames.Contains(part) || AttributeFilter.NameOf(part) is not null;

    /// <exception cref="Problem">400: a parameter is invalid; the problem names it.</exception>
    public static MemberChoice Read(IQueryCollection query) =>
        new(query.Word<MemberState>("state"), Trimmed(query, "role"), Trimmed(query, "plan"), Trimmed(query, "tag") is { } tag ? TagSql.Normalize(tag) : null)
        {
            Attributes = AttributeFilter.List(query),
        };

    /// <summary>Conditions on rows <c>a</c> of core.member_attributes with the order of the rows, one for each attribute, which an index supports.</summary>
    internal IEnumerable<string> IndexedConditions =>
        Attributes
            .Index()
            .GroupBy(filter => filter.Item.Name, StringComparer.Ordinal)
            .Select(same =>
                $"a.name = @names[{same.First().Index + 1}] and {string.Join(" and ", same.Select(filter => filter.Item.Sql($"@values[{filter.Index + 1}]")))}{same.First().Item.Order}"
            );

    /// <summary>
    /// Conditions on the member <c>m</c>, each after an "and"; empty without filters. They use the parameters role, plan, tag, and those of
    /// <see cref="AttributeFilter.SqlOf"/>.
    /// </summary>
    internal string Sql => SqlWithoutAttributes + SqlOfAttributes;

    /// <summary>The part of <see cref="Sql"/> about attributes.</summary>
    internal string SqlOfAttributes => string.Concat(Attributes.Select((attribute, place) => $" and {attribute.SqlOf("m.attributes", place)}"));

    /// <summary>The other part of <see cref="Sql"/>.</summary>
    internal string SqlWithoutAttributes
    {
        get
        {
            string?[] conditions =
            [
                State switch
                {
                    MemberState.Active => $"m.left_at is null and not {MemberSuspensionSql.IsSuspended}",
                    MemberState.Suspended => $"m.left_at is null and {MemberSuspensionSql.IsSuspended}",
                    MemberState.Left => "m.left_at is not null",
                    _ => null,
                },
                Role is null ? null : "m.role = @role",
                Plan is null ? null : "exists (select from core.plan_items i where i.tenant_id = m.tenant_id and i.plan = @plan and i.to_at is null)",
                Tag is null ? null : MemberTagSql.HasTag,
            ];
            return string.Concat(conditions.OfType<string>().Select(condition => $" and {condition}"));
        }
    }

    private static string? Trimmed(IQueryCollection query, string name) => query.Text(name)?.Trim() is { Length: > 0 } text ? text : null;
}
