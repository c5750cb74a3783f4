using System.Net;
using System.Text.RegularExpressions;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Architecture;

namespace OwnerConsole.Tests.Docs;

/// <summary>What an operation's own file, and that of what it extends, says that the program doesn't carry along: its summary, why it refuses and whom it tells.</summary>
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
            Words(Refused().Matches(Member(body, "Refusal?"))),
            Words(Told().Matches(Member(body, "Decision "))),
            Words(Told().Matches(Member(body, "Message[]")))
        );
    }

    private static (string[] Lines, int Declared) Lines(Type type)
    {
        var lines = File.ReadAllLines(Path.Combine(Product.Root, Product.Files($"{type.Name}.cs").Single()));
        return (lines, Array.FindIndex(lines, line => line.Contains($" class {type.Name}")));
    }

    private static string Body(Type type)
    {
        var (lines, declared) = Lines(type);
        var own = string.Join('\n', lines[declared..]).Replace("public sealed override", "public override", StringComparison.Ordinal);
        return type.BaseType is { IsGenericType: false } extended ? own + '\n' + Body(extended) : own;
    }

    /// <returns>the text of the member of this type, up to the next one</returns>
    private static string Member(string body, string type)
    {
        var from = body.IndexOf($"public override {type}", StringComparison.Ordinal);
        if (from < 0)
            return "";
        var to = body.IndexOf("\n    public ", from + 1, StringComparison.Ordinal);
        return to < 0 ? body[from..] : body[from..to];
    }

    private static List<string> Words(MatchCollection found) => [.. found.Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex("<summary>(.*?)</summary>", RegexOptions.None, 1000)]
    private static partial Regex Summarised();

    [GeneratedRegex("</?[a-z]+[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex("new(?: Refusal)?\\(\\s*\"([a-z_]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Refused();

    [GeneratedRegex("Message\\.Event\\(\\s*\"([a-z_.]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Told();
}
