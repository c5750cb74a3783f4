using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Team;

/// <summary>Describes permissions in words.</summary>
public sealed class PermissionDescriber(OperationCatalogue catalogue)
{
    /// <summary>Nouns without a plural.</summary>
    private static readonly string[] s_alone = ["demo", "log", "mail", "platform", "reporting"];

    /// <summary>Permissions grouped by subject, in alphabetical order.</summary>
    public IReadOnlyList<PermissionGroup> Describe(IEnumerable<string> grants) =>
        [
            .. grants
                .Order(StringComparer.Ordinal)
                .GroupBy(word => word.Split('.')[0], StringComparer.Ordinal)
                .Select(group => new PermissionGroup(group.Key == "*" ? "Everything" : Wording.Heading(group.Key), [.. group.Select(DescribeWord)])),
        ];

    /// <returns>A description such as "Suspend tenant", "View members" or "All reversible operations on plans".</returns>
    public string DescribeWord(string word)
    {
        if (word == "*")
            return "All permissions";
        if (catalogue.FindOrDefault(word) is { } operation)
            return Wording.Translate(operation.Definition.Title);
        var (noun, verb) = (word.Split('.')[0], word.Split('.')[1]);
        var whom = Wording
            .Translate(s_alone.Contains(noun, StringComparer.Ordinal) ? noun : Nouns.Pluralize(noun.Replace('_', ' ')))
            .Replace("api ", "API ", StringComparison.Ordinal);
        return verb switch
        {
            "*" => $"All reversible operations on {whom}",
            "read" => $"View {whom}",
            _ => $"{Wording.Heading(verb)} {whom}",
        };
    }
}

/// <param name="About">Subject of the permissions, as a heading.</param>
/// <param name="Descriptions">Descriptions of the permissions.</param>
public sealed record PermissionGroup(string About, IReadOnlyList<string> Descriptions);
