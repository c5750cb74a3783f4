using System.Globalization;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Words;

/// <summary>Shows sentences: puts in the names as they are now. A name that is gone reads as the kind and the end of its id.</summary>
public sealed class SentenceReader
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Looks up every name that the sentences refer to, in one statement.</summary>
    public static async Task<SentenceReader> For(IEnumerable<Sentence> sentences, Work work)
    {
        var reader = new SentenceReader();
        var ids = sentences.SelectMany(sentence => sentence.Parts).Select(part => part.Ref).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        if (ids.Length == 0)
            return reader;
        var found = await work.List<Named>(
            """
            select tenant_id as id, name from core.tenants where tenant_id = any(@ids)
            union all
            select member_id, coalesce(name, support_number) from core.members where member_id = any(@ids)
            union all
            select id, name from core.things where id = any(@ids)
            """,
            new { ids }
        );
        foreach (var named in found)
            reader._names[named.Id] = named.Name;
        return reader;
    }

    /// <returns>the pieces of the sentence in order; names are marked, so that a page can isolate their direction</returns>
    public IReadOnlyList<(string Text, bool IsName)> Pieces(Sentence sentence)
    {
        var pieces = new List<(string, bool)>();
        var template = sentence.Template;
        for (var at = 0; at < template.Length; )
        {
            var hole = template.IndexOf('{', at);
            if (hole < 0)
                hole = template.Length;
            if (hole > at)
                pieces.Add((template[at..hole].Replace("}}", "}", StringComparison.Ordinal), false));
            if (hole == template.Length)
                break;
            if (template[hole + 1] == '{')
            {
                pieces.Add(("{", false));
                at = hole + 2;
                continue;
            }
            var end = template.IndexOf('}', hole);
            var part = sentence.Parts[int.Parse(template.AsSpan(hole + 1, end - hole - 1), CultureInfo.InvariantCulture)];
            pieces.Add((Show(part), part.Ref is not null));
            at = end + 1;
        }
        return pieces;
    }

    public string Text(Sentence sentence) => string.Concat(Pieces(sentence).Select(piece => piece.Text));

    public string Name(string id) => _names.TryGetValue(id, out var name) ? name : Unnamed(id);

    private string Show(Sentence.Part part) =>
        part.Ref is { } id ? Name(id)
        : part.Number is { } number ? number.ToString("N0", CultureInfo.InvariantCulture)
        : part.Money is { } money ? money.ToString()
        : part.Word is { } word ? word.Replace('_', ' ')
        : part.At?.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? "";

    private static string Unnamed(string id) =>
        id switch
        {
            "system" => "The console",
            IdSource.Platform => "The platform",
            _ when id.StartsWith("tnt_", StringComparison.Ordinal) => $"Tenant {id[^4..]}",
            _ when id.StartsWith("mbr_", StringComparison.Ordinal) => $"Member {id[^4..]}",
            _ when id.StartsWith("usr_", StringComparison.Ordinal) => $"Team member {id[^4..]}",
            _ when id.StartsWith("key_", StringComparison.Ordinal) => $"API key {id[^4..]}",
            _ => $"Item {id[^4..]}",
        };

    private sealed record Named(string Id, string Name);
}
