using System.Text.RegularExpressions;

namespace OwnerConsole.Shell.Help;

/// <summary>The order of the documentation: each kind lists its pages in its README, by heading. Pages that it doesn't list follow by title.</summary>
public sealed partial class DocContents
{
    private readonly Dictionary<DocKind, IReadOnlyList<DocGroup>> _groups;
    private readonly List<Doc> _order;

    public DocContents(DocList docs)
    {
        _groups = DocKind.All.ToDictionary(kind => kind, kind => Read(kind, docs));
        _order = [.. DocKind.All.SelectMany(kind => Pages(kind).Prepend(docs.Find(kind.Folder))).OfType<Doc>()];
    }

    public IReadOnlyList<DocGroup> Groups(DocKind kind) => _groups[kind];

    public IEnumerable<Doc> Pages(DocKind kind) => _groups[kind].SelectMany(group => group.Docs);

    /// <summary>The pages before and after a page; null at both ends and for guides of pages.</summary>
    public (Doc? Previous, Doc? Next) Around(Doc doc) =>
        _order.IndexOf(doc) is var at and >= 0 ? (_order.ElementAtOrDefault(at - 1), _order.ElementAtOrDefault(at + 1)) : (null, null);

    private static IReadOnlyList<DocGroup> Read(DocKind kind, DocList docs)
    {
        var all = docs.All.Where(doc => doc.Kind == kind && doc.Name != kind.Folder).OrderBy(doc => doc.Title, StringComparer.Ordinal).ToList();
        var groups = new List<DocGroup>();
        var title = "";
        foreach (var line in docs.Find(kind.Folder)?.Body.Split('\n') ?? [])
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                title = line[3..].Trim();
            else if (Entry().Match(line) is { Success: true } entry && docs.Find($"{kind.Folder}/{entry.Groups[1].Value}") is { } listed && all.Remove(listed))
                Add(groups, title, listed);
        }
        foreach (var doc in all)
            Add(groups, "", doc);
        return groups;
    }

    private static void Add(List<DocGroup> groups, string title, Doc doc)
    {
        if (groups is not [.., { } last] || last.Title != title)
            groups.Add(new(title, []));
        groups[^1] = groups[^1] with { Docs = [.. groups[^1].Docs, doc] };
    }

    [GeneratedRegex(@"^- \[[^\]]+\]\(([\w-]+)\.md\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Entry();
}

/// <summary>Pages below one heading of a kind's contents.</summary>
/// <param name="Title">The heading; empty if there is none.</param>
public sealed record DocGroup(string Title, IReadOnlyList<Doc> Docs);
