using System.Globalization;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Kernel.Vocabulary;

/// <summary>Displays sentences with current names. An erased name is shown as the kind and the last characters of its id.</summary>
public sealed class SentenceRenderer
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _roles = new(StringComparer.Ordinal);

    /// <summary>Looks up all names that the sentences refer to, in one query.</summary>
    public static Task<SentenceRenderer> For(IEnumerable<Sentence> sentences, UnitOfWork work) =>
        For(sentences.SelectMany(sentence => sentence.Parts).Select(part => part.Ref).OfType<string>(), work);

    /// <param name="references">Ids; ids without a name are allowed.</param>
    public static async Task<SentenceRenderer> For(IEnumerable<string> references, UnitOfWork work)
    {
        var reader = new SentenceRenderer();
        var ids = references.Distinct(StringComparer.Ordinal).ToArray();
        if (ids.Length == 0)
            return reader;
        var found = await work.List<NameRow>(
            """
            select tenant_id as id, name, null as role from core.tenants where tenant_id = any(@ids)
            union all
            select member_id, coalesce(name, support_number), role from core.members where member_id = any(@ids)
            union all
            select subject_id, coalesce(title, external_id), null from core.application_subjects where subject_id = any(@ids)
            union all
            select id, name, null from core.entity_names where id = any(@ids)
            """,
            new { ids }
        );
        foreach (var named in found)
            reader.Add(named.Id, named.Name, named.Role);
        return reader;
    }

    /// <returns>A reader with the names of all the given readers.</returns>
    public static SentenceRenderer Of(IEnumerable<SentenceRenderer> others)
    {
        var reader = new SentenceRenderer();
        foreach (var other in others.Distinct())
        foreach (var (id, name) in other._names)
            reader.Add(id, name, other._roles.GetValueOrDefault(id));
        return reader;
    }

    /// <summary>Text about one subject; for a member it uses their role: <c>Act as coach</c>.</summary>
    /// <param name="id">Id of the subject; null when there is none.</param>
    public string About(string? id, string text) => PlatformWords.Current.TranslateFor(id is null ? null : _roles.GetValueOrDefault(id), text);

    private void Add(string id, string name, string? role)
    {
        _names[id] = name;
        if (role is not null)
            _roles[id] = role;
    }

    /// <returns>The pieces of the sentence in order. Names are marked so that a page can isolate their text direction.</returns>
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
                pieces.Add((PlatformWords.Current.Translate(template[at..hole].Replace("}}", "}", StringComparison.Ordinal)), false));
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

    /// <summary>Formats a field value: ids as names, lists and objects on one line.</summary>
    public string Value(JsonElement? value) =>
        value switch
        {
            { ValueKind: JsonValueKind.String } text => Value(text.GetString()!),
            { ValueKind: JsonValueKind.Number } number => number.TryGetInt64(out var whole)
                ? whole.ToString("N0", CultureInfo.InvariantCulture)
                : number.GetRawText(),
            { ValueKind: JsonValueKind.True } => "yes",
            { ValueKind: JsonValueKind.False } => "no",
            { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() > 0 => string.Join("; ", list.EnumerateArray().Select(each => Value(each))),
            { ValueKind: JsonValueKind.Object } money when HiddenFieldFilter.IsMoney(money) => Show(new(Money: money.Deserialize<Money>(Json.Options))),
            { ValueKind: JsonValueKind.Object } row => string.Join(
                ", ",
                row.EnumerateObject().Select(each => $"{each.Name.Replace('_', ' ')} {Value(each.Value)}")
            ),
            _ => "–",
        };

    private string Value(string text) =>
        _names.TryGetValue(text, out var name) ? name
        : text.Length > 18 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var at) ? Show(new(At: at))
        : text.All(letter => char.IsAsciiLetterLower(letter) || letter == '_') ? text.Replace('_', ' ')
        : text;

    /// <returns>The current name; null if there is none.</returns>
    public string? NameOrNull(string id) => _names.GetValueOrDefault(id);

    public string Name(string id) => _names.TryGetValue(id, out var name) ? name : Unnamed(id);

    private string Show(Sentence.Part part) =>
        part.Ref is { } id ? Name(id)
        : part.Number is { } number ? number.ToString("N0", CultureInfo.InvariantCulture)
        : part.Money is { } money
            ? HiddenFields.Has(FieldClass.Money) ? "an amount"
                : money.ToString()
        : part.Word is { } word ? word.Replace('_', ' ')
        : part.At?.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? "";

    private static string Unnamed(string id) =>
        id switch
        {
            "system" => "The console",
            "nobody" => "Unknown person",
            "application" => "The application",
            IdGenerator.Platform => "The platform",
            _ when IdGenerator.IsTenant(id) => PlatformWords.Current.Translate($"Tenant {id[^4..]}"),
            _ when IdGenerator.IsMember(id) => PlatformWords.Current.Translate($"Member {id[^4..]}"),
            _ when id.StartsWith("usr_", StringComparison.Ordinal) => $"Team member {id[^4..]}",
            _ when id.StartsWith("key_", StringComparison.Ordinal) => $"API key {id[^4..]}",
            _ when id.StartsWith("ext:", StringComparison.Ordinal) => id, // as the application or a person has entered it
            { Length: > 4 } => $"Item {id[^4..]}",
            _ => id,
        };

    private sealed record NameRow(string Id, string Name, string? Role);
}
