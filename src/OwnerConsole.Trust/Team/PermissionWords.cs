using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Team;

/// <summary>What the words of the permission grammar mean, as people say it.</summary>
public sealed class PermissionWords(Catalogue catalogue)
{
    /// <summary>Nouns that have no other number.</summary>
    private static readonly string[] s_alone = ["demo", "log", "mail", "platform", "reporting"];

    /// <summary>By what they are about, in the alphabet's order.</summary>
    public IReadOnlyList<PermissionGroup> Of(IEnumerable<string> grants) =>
        [
            .. grants
                .Order(StringComparer.Ordinal)
                .GroupBy(word => word.Split('.')[0], StringComparer.Ordinal)
                .Select(group => new PermissionGroup(group.Key == "*" ? "Everything" : Wording.Said(group.Key), [.. group.Select(Say)])),
        ];

    /// <returns>such as "Suspend tenant", "See members", "Everything about plans that can be taken back"</returns>
    public string Say(string word)
    {
        if (word == "*")
            return "Everything there is";
        if (catalogue.Known(word) is { } operation)
            return Wording.Say(operation.Is.Title);
        var (noun, verb) = (word.Split('.')[0], word.Split('.')[1]);
        var whom = Wording
            .Say(s_alone.Contains(noun, StringComparer.Ordinal) ? noun : Nouns.Several(noun.Replace('_', ' ')))
            .Replace("api ", "API ", StringComparison.Ordinal);
        return verb switch
        {
            "*" => $"Everything about {whom} that can be taken back",
            "read" => $"See {whom}",
            _ => $"{Wording.Said(verb)} {whom}",
        };
    }
}

/// <param name="About">a noun, as a heading</param>
/// <param name="Says">what may be done, one by one</param>
public sealed record PermissionGroup(string About, IReadOnlyList<string> Says);
