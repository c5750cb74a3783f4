using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Architecture;

namespace OwnerConsole.Tests.Docs;

/// <summary>Reads the summary, errors and webhooks of an operation from its source, including base classes and shared refusals.</summary>
internal sealed partial record OperationSource(string Summary, IReadOnlyList<string> Refusals, IReadOnlyList<string> Events, IReadOnlyList<string> EventsUndone)
{
    public static OperationSource Of(Operation operation)
    {
        var (lines, declared) = Lines(operation.GetType());
        var summary = string.Join(
            ' ',
            lines[..declared]
                .Reverse()
                .SkipWhile(line => !line.StartsWith("///", StringComparison.Ordinal))
                .TakeWhile(line => line.StartsWith("///", StringComparison.Ordinal))
                .Reverse()
        );
        var body = Body(operation.GetType());
        return new(
            WebUtility.HtmlDecode(Tag().Replace(Summarised().Match(summary).Groups[1].Value.Replace("///", "", StringComparison.Ordinal), "")).Trim(),
            Words(Refused().Matches(WithShared(WithOwn(Member(body, "Refusal?"), body), operation))),
            Words(Told().Matches(Member(body, "Decision "))),
            Words(Told().Matches(Member(body, "Message[]")))
        );
    }

    private static (string[] Lines, int Declared) Lines(Type type)
    {
        var lines = File.ReadAllLines(Path.Combine(Product.Root, s_files.Value[$"{type.Name}.cs"].Single()));
        return (lines, Array.FindIndex(lines, line => line.Contains($" class {type.Name}")));
    }

    private static string Body(Type type)
    {
        var (lines, declared) = Lines(type);
        var own = string.Join('\n', lines[declared..]).Replace("public sealed override", "public override", StringComparison.Ordinal);
        return type.BaseType is { IsGenericType: false } extended ? own + '\n' + Body(extended) : own;
    }

    /// <returns>The text of the member of this type, up to the next member.</returns>
    private static string Member(string body, string type)
    {
        var from = body.IndexOf($"public override {type}", StringComparison.Ordinal);
        if (from < 0)
            return "";
        var to = body.IndexOf("\n    public ", from + 1, StringComparison.Ordinal);
        return to < 0 ? body[from..] : body[from..to];
    }

    /// <returns>The text, with the refusals in the operation's own members.</returns>
    private static string WithOwn(string refuse, string body) =>
        Own()
            .Matches(body)
            .Where(found => refuse.Contains($"{found.Groups[1].Value}(", StringComparison.Ordinal))
            .Aggregate(refuse, (said, found) => said + '\n' + UpToNext().Split(body[(found.Index + 1)..])[0]);

    /// <returns>The text, with shared refusals: those named with their class, and those of its subject or of a variable named like its class.</returns>
    private static string WithShared(string body, Operation operation)
    {
        var subject = Inherited(operation.GetType()).First(type => type.IsGenericType).GetGenericArguments()[0].Name;
        var said = body;
        foreach (var (isStatic, member, wing, type, text) in s_shared.Value)
            if (
                (isStatic || wing == operation.GetType().Assembly.GetName().Name)
                && Uses(member)
                    .Matches(body)
                    .Select(found => found.Groups[1].Value)
                    .Any(of =>
                        isStatic ? of == type : type.EndsWith(of, StringComparison.OrdinalIgnoreCase) || (type == subject && of is not "PlanVersionWriter")
                    )
            )
                said += '\n' + text;
        return said;
    }

    private static IEnumerable<Type> Inherited(Type type)
    {
        for (var at = type.BaseType; at is not null; at = at.BaseType)
            yield return at;
    }

    private static Regex Uses(string member) => s_uses.GetOrAdd(member, static name => new($@"\b(\w+)\.{name}\b", RegexOptions.None, TimeSpan.FromSeconds(1)));

    private static readonly ConcurrentDictionary<string, Regex> s_uses = new(StringComparer.Ordinal);

    /// <summary>All source files by name, because finding one walks through all folders.</summary>
    private static readonly Lazy<ILookup<string, string>> s_files = new(() =>
        Product.Files("*.cs").ToLookup(file => Path.GetFileName(file), StringComparer.Ordinal)
    );

    private static readonly Lazy<IReadOnlyList<(bool IsStatic, string Member, string Wing, string Type, string Text)>> s_shared = new(() =>
        [
            .. from file in Product.Files("*.cs")
            where file.StartsWith("src/", StringComparison.Ordinal)
            let text = File.ReadAllText(Path.Combine(Product.Root, file))
            from found in Shared().Matches(text)
            select (
                found.Groups[1].Length > 0,
                found.Groups[2].Value,
                file.Split('/')[1],
                Path.GetFileNameWithoutExtension(file),
                UpToNext().Split(text[(found.Index + 1)..])[0]
            ),
        ]
    );

    private static List<string> Words(MatchCollection found) => [.. found.Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex("<summary>(.*?)</summary>", RegexOptions.None, 1000)]
    private static partial Regex Summarised();

    [GeneratedRegex("</?[a-z]+[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex("new(?: Refusal)?\\(\\s*\"([a-z_]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Refused();

    [GeneratedRegex("\n    (?:public|internal) (static )?Refusal\\??\\s+(\\w+)(?= =>|\\()", RegexOptions.None, 1000)]
    private static partial Regex Shared();

    [GeneratedRegex("\n    private (?:static )?Refusal\\??\\s+(\\w+)(?= =>|\\()", RegexOptions.None, 1000)]
    private static partial Regex Own();

    [GeneratedRegex("\n    (?:///|public|internal|private)", RegexOptions.None, 1000)]
    private static partial Regex UpToNext();

    [GeneratedRegex("Message\\.Event\\(\\s*\"([a-z_.]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Told();
}
