using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.Directory;

/// <summary>Everything the directory shows stands in its address, so that a link is the view.</summary>
/// <param name="Sort">the column's word; a minus before it puts the largest first</param>
public sealed record DirectoryAddress(
    string? Text = null,
    TenantStatus? Status = null,
    string Sort = DirectoryAddress.ByName,
    string? Cursor = null,
    string? Tag = null
)
{
    public const string Home = "/tenants";

    private const string ByName = "name";

    private static readonly Dictionary<string, TenantSort> Sorts = new(StringComparer.Ordinal)
    {
        [ByName] = TenantSort.Name,
        ["-name"] = TenantSort.NameDown,
        ["opened_at"] = TenantSort.Opened,
        ["-opened_at"] = TenantSort.OpenedDown,
    };

    /// <exception cref="Problem">400 that names the part of the address it can't read</exception>
    public static DirectoryAddress Of(IQueryCollection query)
    {
        var text = query["q"].ToString().Trim();
        var sort = query["sort"].ToString() is { Length: > 0 } asked ? asked : ByName;
        if (!Sorts.ContainsKey(sort))
            throw Problem.Invalid("sort", $"is one of {string.Join(", ", Sorts.Keys)}.");
        return new(
            text.Length > 0 ? text : null,
            StatusOf(query["status"].ToString()),
            sort,
            query["cursor"].ToString() is { Length: > 0 } cursor ? cursor : null,
            query["tag"].ToString().Trim() is { Length: > 0 } tag ? tag : null
        );
    }

    /// <summary>The filters alone, as a preview of everything that matches takes them.</summary>
    public IReadOnlyDictionary<string, string> Query
    {
        get
        {
            var query = new Dictionary<string, string>(StringComparer.Ordinal);
            if (Text is not null)
                query["q"] = Text;
            if (Status is { } status)
                query["status"] = status.ToText();
            if (Tag is not null)
                query["tag"] = Tag;
            return query;
        }
    }

    /// <summary>The filters alone, as a form sends them on: with the question mark also when there are none.</summary>
    public string Matching => Query.Count == 0 ? "?" : new QueryBuilder(Query).ToString();

    public TenantList.Filter Filter(Population population, string? onlyTenant) =>
        new(population, Text, Status, Sorts[Sort], Cursor, OnlyTenant: onlyTenant, Tag: Tag);

    public string Path
    {
        get
        {
            var query = new QueryBuilder(Query);
            if (Sort != ByName)
                query.Add("sort", Sort);
            if (Cursor is not null)
                query.Add("cursor", Cursor);
            return Home + query;
        }
    }

    /// <summary>The same list with a tenant's Command Center open on it.</summary>
    public string Open(string tenantId) => $"{Path}{(Path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}open={tenantId}";

    private static TenantStatus? StatusOf(string word) =>
        word.Length == 0
            ? null
            : Enum.GetValues<TenantStatus>().Where(status => status.ToText() == word).Select(status => (TenantStatus?)status).FirstOrDefault()
                ?? throw Problem.Invalid("status", $"is one of {string.Join(", ", Enum.GetValues<TenantStatus>().Select(status => status.ToText()))}.");
}
