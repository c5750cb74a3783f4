using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Lookups;

/// <summary>Operations as commands of the palette. Each opens a preview; none runs directly.</summary>
public sealed class CommandList(OperationCatalogue catalogue, IEnumerable<IFinder> finders)
{
    /// <summary>Operations that can be called by name: those that do not need values from a page.</summary>
    public IEnumerable<OperationDefinition> All =>
        catalogue
            .All.Where(operation => !operation.AllFields.Any(allField => allField is { IsGiven: true, Required: true }))
            .Select(operation => operation.Definition)
            .Where(declared => declared.Subject == "platform" || finders.Any(finder => finder.Finds(declared.Subject)));

    /// <summary>Operations on a kind of entity whose title has words that start with the given words.</summary>
    public IEnumerable<OperationDefinition> Of(IFinder finder, IReadOnlyCollection<string> words) =>
        All.Where(declared => finder.Finds(declared.Subject) && LookupQuery.Matches(words, Wording.Translate(declared.Title)));

    /// <summary>All commands; a command that needs a target continues with its name.</summary>
    /// <param name="denied">Operations that the reader can't run.</param>
    public IEnumerable<LookupResult> For(IReadOnlyList<PermissionDenial> denied, string back) =>
        All.Select(declared =>
            declared.Subject == "platform"
                ? Of(denied, declared, IdGenerator.Platform, Wording.Translate(declared.Title), "", back)
                : new LookupResult(
                    "command",
                    declared.Name,
                    Wording.Translate(declared.Title),
                    Wording.Translate($"then type the name of a {declared.Subject}"),
                    null,
                    $">{Wording.Translate(declared.Title)} ",
                    Refusal(denied, declared)
                )
        );

    /// <summary>A command with its target.</summary>
    public static LookupResult Of(IReadOnlyList<PermissionDenial> denied, OperationDefinition declared, SearchHit whom, string back) =>
        Of(
            denied,
            declared,
            whom.Id,
            declared.ActionLabel == declared.Verb
                ? $"{declared.Verb} {whom.Name}"
                : $"{PlatformWords.Current.TranslateFor(whom.Role, declared.ActionLabel)}: {whom.Name}",
            whom.Description,
            back
        );

    private static LookupResult Of(IReadOnlyList<PermissionDenial> denied, OperationDefinition declared, string subject, string title, string says, string back)
    {
        var refusal = Refusal(denied, declared);
        var address = refusal is null ? OperationAddress.Of(declared.Name, [subject], back) : null;
        return new("command", $"{declared.Name} {subject}", title, says, address, Refused: refusal);
    }

    private static string? Refusal(IReadOnlyList<PermissionDenial> denied, OperationDefinition declared) =>
        denied.FirstOrDefault(permissionDenial => permissionDenial.Definition.Name == declared.Name)?.Message;
}
