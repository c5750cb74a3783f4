using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Lookups;

/// <summary>Operations as commands of the palette. Each opens a preview; none runs directly.</summary>
public sealed class CommandList(Catalogue catalogue, IEnumerable<IFinder> finders)
{
    /// <summary>Operations that can be called by name: those that do not need values from a page.</summary>
    public IEnumerable<Declaration> All =>
        catalogue
            .All.Where(operation => !operation.AllFields.Any(one => one is { IsGiven: true, Required: true }))
            .Select(operation => operation.Is)
            .Where(declared => declared.Subject == "platform" || finders.Any(finder => finder.Finds(declared.Subject)));

    /// <summary>Operations on a kind of entity whose title has words that start with the given words.</summary>
    public IEnumerable<Declaration> Of(IFinder finder, IReadOnlyCollection<string> words) =>
        All.Where(declared => finder.Finds(declared.Subject) && Typed.Fits(words, Wording.Say(declared.Title)));

    /// <summary>All commands; a command that needs a target continues with its name.</summary>
    /// <param name="denied">Operations that the reader can't run.</param>
    public IEnumerable<Offer> For(IReadOnlyList<Denied> denied, string back) =>
        All.Select(declared =>
            declared.Subject == "platform"
                ? Of(denied, declared, IdSource.Platform, Wording.Say(declared.Title), "", back)
                : new Offer(
                    "command",
                    declared.Name,
                    Wording.Say(declared.Title),
                    Wording.Say($"then type the name of a {declared.Subject}"),
                    null,
                    $">{Wording.Say(declared.Title)} ",
                    Refusal(denied, declared)
                )
        );

    /// <summary>A command with its target.</summary>
    public static Offer Of(IReadOnlyList<Denied> denied, Declaration declared, Hit whom, string back) =>
        Of(
            denied,
            declared,
            whom.Id,
            declared.Act == declared.Verb ? $"{declared.Verb} {whom.Name}" : $"{PlatformWords.Now.SayOf(whom.Role, declared.Act)}: {whom.Name}",
            whom.Says,
            back
        );

    private static Offer Of(IReadOnlyList<Denied> denied, Declaration declared, string subject, string title, string says, string back)
    {
        var refusal = Refusal(denied, declared);
        var address = refusal is null ? OperationAddress.Of(declared.Name, [subject], back) : null;
        return new("command", $"{declared.Name} {subject}", title, says, address, Refused: refusal);
    }

    private static string? Refusal(IReadOnlyList<Denied> denied, Declaration declared) => denied.FirstOrDefault(one => one.Is.Name == declared.Name)?.Says;
}
