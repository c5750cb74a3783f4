using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Team;

/// <summary>Describes permissions in words.</summary>
public sealed class PermissionWords(Catalogue catalogue)
{
    /// <summary>Nouns without a plural.</summary>
    private static readonly string[] s_alone = ["demo", "log", "mail", "platform", "reporting"];

    /// <summary>Permissions grouped by subject, in alphabetical order.</summary>
    public IReadOnlyList<PermissionGroup> Of(IEnumerable<string> grants) =>
        [
            .. grants
                .Order(StringComparer.Ordinal)
                .GroupBy(word => word.Split('.')[0], StringComparer.Ordinal)
                .Select(group => new PermissionGroup(group.Key == "*" ? "Everything" : Wording.Said(group.Key), [.. group.Select(Say)])),
        ];

    /// <returns>A description such as "Suspend tenant", "View members" or "All reversible operations on plans".</returns>
    public string Say(string word)
    {
        if (word == "*")
            return "All permissions";
        if (catalogue.Known(word) is { } operation)
            return Wording.Say(operation.Is.Title);
        var (noun, verb) = (word.Split('.')[0], word.Split('.')[1]);
        var whom = Wording
            .Say(s_alone.Contains(noun, StringComparer.Ordinal) ? noun : Nouns.Several(noun.Replace('_', ' ')))
            .Replace("api ", "API ", StringComparison.Ordinal);
        return verb switch
        {
            "*" => $"All reversible operations on {whom}",
            "read" => $"View {whom}",
            _ => $"{Wording.Said(verb)} {whom}",
        };
    }
}

/// <param name="About">Subject of the permissions, as a heading.</param>
/// <param name="Says">Descriptions of the permissions.</param>
public sealed record PermissionGroup(string About, IReadOnlyList<string> Says);
