using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Tenants.Directory.Public;

namespace OwnerConsole.Tenants.Directory;

/// <summary>Sort order of the directory. Orders by a column use an index, so every page costs the same; orders by an attribute don't.</summary>
/// <param name="Word">Name in the query string; a leading minus sorts in descending order.</param>
/// <param name="Table">Alias of the table that has the index.</param>
/// <param name="Key">SQL expression to sort by; the tenant's ID breaks ties.</param>
/// <param name="Type">PostgreSQL type of the key.</param>
public sealed record TenantSort(string Word, string Table, string Key, string Type)
{
    public static readonly TenantSort Name = new("name", "t", "t.sort_name", "text");

    /// <summary>Most urgent issue first, then highest MRR, then name: the default of the page.</summary>
    /// <remarks>One text, because an index can be read from a row on only if all its columns have one direction.</remarks>
    public const string Attention = "attention";

    private static readonly TenantSort[] s_all =
    [
        Name,
        new(Attention, "t", "t.urgency::text || lpad((1000000000000000 - t.mrr)::text, 16, '0') || t.sort_name", "text") { Of = [FieldClass.Money] },
        new("mrr", "t", "t.mrr", "bigint") { Of = [FieldClass.Money] },
        new("status", "s", "s.status", "text"),
        new("members", "k", "k.members", "bigint"),
        new("last_seen_at", "k", "k.last_seen_at", "timestamptz"),
        new("contact_email", "t", "coalesce(lower(t.contact_email), '')", "text") { Of = [FieldClass.Contact] },
        new("opened_at", "t", "t.opened_at", "timestamptz"),
    ];

    public static readonly string Help = string.Join(", ", s_all.Select(sort => $"{sort.Word}, -{sort.Word}")) + ", attribute[name], -attribute[name]";

    public bool IsDescending { get; private init; }

    /// <summary>Classes of personal data that the order reveals.</summary>
    public IReadOnlyList<FieldClass> Of { get; private init; } = [];

    /// <returns>The order; the default order if it would reveal data that is hidden from the caller, so that shared views still open.</returns>
    /// <exception cref="Problem">400: no such order.</exception>
    public static TenantSort Find(string word) =>
        (s_all.FirstOrDefault(sort => sort.Word == word.TrimStart('-')) ?? OfAttribute(word.TrimStart('-'))) is { } found && word.LastIndexOf('-') <= 0
            ? (HiddenFields.HasAny(found.Of) ? Name : found) with
            {
                IsDescending = word[0] == '-',
            }
            : throw Problem.Invalid("sort", $"must be one of {Help}.");

    /// <summary>Sorts by an attribute: numbers by size, dates by time, tenants without a value first. No index has this order.</summary>
    private static TenantSort? OfAttribute(string word) =>
        AttributeFilter.NameOf(word) is { } name && word == AttributeFilter.Of(name)
            ? new(
                word,
                "t",
                $"coalesce((select v.value from core.attributes v where v.tenant_id = t.tenant_id and v.name = '{name}' and v.to_at is null), 'null')", // the name has only lowercase letters, digits and _
                "jsonb"
            )
            : null;

    private static bool IsJson(string text)
    {
        try
        {
            return JsonElement.Parse(text).ValueKind is not JsonValueKind.Undefined;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Key with its direction in the address.</summary>
    public string Parameter => IsDescending ? $"-{Word}" : Word;

    public string Order => IsDescending ? $"{Key} desc, {Table}.tenant_id desc" : $"{Key}, {Table}.tenant_id";

    /// <summary>The same order for the rows of one page, whose key is text.</summary>
    public string OrderOfPage => IsDescending ? $"p.after::{Type} desc, p.tenant_id desc" : $"p.after::{Type}, p.tenant_id";

    public string After => $"and ({Key}, {Table}.tenant_id) {(IsDescending ? "<" : ">")} (@after::{Type}, @afterId)";

    /// <returns>Key and ID of the last row of the previous page; two empty strings for the first page.</returns>
    /// <exception cref="Problem">400: the cursor is invalid or belongs to another sort order.</exception>
    public string[] Read(string? cursor)
    {
        if (cursor is null)
            return ["", ""];
        var after = Cursor.Read(cursor, 2);
        var isReadable = Type switch
        {
            "bigint" => long.TryParse(after[0], NumberStyles.None, CultureInfo.InvariantCulture, out _),
            "jsonb" => IsJson(after[0]),
            "timestamptz" => after[0] == "-infinity" || DateTimeOffset.TryParse(after[0], CultureInfo.InvariantCulture, out _),
            _ => true,
        };
        return isReadable ? after : throw Problem.Invalid("cursor", "belongs to another sort order. Start again without a cursor.");
    }
}
