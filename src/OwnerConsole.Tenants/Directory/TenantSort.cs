using System.Globalization;
using System.Text.Json;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tenants.Directory;

/// <summary>An order of the directory: one that an index has ready, so that every page of it costs the same, or one by an attribute.</summary>
/// <param name="Word">as an address says it; a minus before it puts the largest first</param>
/// <param name="Table">whose index it is, by its letter in the statement</param>
/// <param name="Key">what is sorted by, with the tenant's id after it</param>
/// <param name="Type">of the key, in the database</param>
public sealed record TenantSort(string Word, string Table, string Key, string Type)
{
    public static readonly TenantSort Name = new("name", "t", "t.sort_name", "text");

    private static readonly TenantSort[] s_all =
    [
        Name,
        new("status", "s", "s.status", "text"),
        new("members", "k", "k.members", "bigint"),
        new("last_seen_at", "k", "k.last_seen_at", "timestamptz"),
        new("contact_email", "t", "coalesce(lower(t.contact_email), '')", "text") { Of = [FieldClass.Contact] },
        new("opened_at", "t", "t.opened_at", "timestamptz"),
    ];

    public static readonly string Words = string.Join(", ", s_all.Select(sort => $"{sort.Word}, -{sort.Word}")) + ", attribute[name], -attribute[name]";

    public bool IsDown { get; private init; }

    /// <summary>What it sorts by.</summary>
    public IReadOnlyList<FieldClass> Of { get; private init; } = [];

    /// <returns>the usual order where what it sorts by is hidden from who asks: a view that others saved opens all the same</returns>
    /// <exception cref="Problem">400: there is no such order</exception>
    public static TenantSort Find(string word) =>
        (s_all.FirstOrDefault(sort => sort.Word == word.TrimStart('-')) ?? OfAttribute(word.TrimStart('-'))) is { } found && word.LastIndexOf('-') <= 0
            ? (Hidden.HasAny(found.Of) ? Name : found) with
            {
                IsDown = word[0] == '-',
            }
            : throw Problem.Invalid("sort", $"is one of {Words}.");

    /// <summary>By an attribute's values as what they are: numbers by how large, days by when, whoever has none before all. No index has that order, so the values are read.</summary>
    private static TenantSort? OfAttribute(string word) =>
        AttributeFilter.NameOf(word) is { } name && word == AttributeFilter.Of(name)
            ? new(
                word,
                "t",
                $"coalesce((select v.value from core.attributes v where v.tenant_id = t.tenant_id and v.name = '{name}' and v.to_at is null), 'null')", // small letters, digits and _ alone
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

    public string Order => IsDown ? $"{Key} desc, {Table}.tenant_id desc" : $"{Key}, {Table}.tenant_id";

    /// <summary>The same of a page's rows, which have their key as text.</summary>
    public string OrderOfPage => IsDown ? $"p.after::{Type} desc, p.tenant_id desc" : $"p.after::{Type}, p.tenant_id";

    public string After => $"and ({Key}, {Table}.tenant_id) {(IsDown ? "<" : ">")} (@after::{Type}, @afterId)";

    /// <returns>the key and the id of the last row of the page before; two empty texts for the first page</returns>
    /// <exception cref="Problem">400: it isn't ours, or belongs to another order</exception>
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
        return isReadable ? after : throw Problem.Invalid("cursor", "belongs to another order of this list.");
    }
}
