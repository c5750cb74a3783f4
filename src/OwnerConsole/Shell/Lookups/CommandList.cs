using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Lookups;

/// <summary>Operations as they are called up by words: each leads to its preview, and none is carried out.</summary>
public sealed class CommandList(Catalogue catalogue, IEnumerable<IFinder> finders)
{
    // What a page has to give can't be typed.
    private IEnumerable<Declaration> All =>
        catalogue
            .All.Where(operation => !operation.AllFields.Any(one => one is { IsGiven: true, Required: true }))
            .Select(operation => operation.Is)
            .Where(declared => declared.Subject == "platform" || finders.Any(finder => finder.Finds(declared.Subject)));

    /// <summary>Those on what is found so, whose title has words that begin so.</summary>
    public IEnumerable<Declaration> Of(IFinder finder, IReadOnlyCollection<string> words) =>
        All.Where(declared => finder.Finds(declared.Subject) && Typed.Fits(words, Wording.Say(declared.Title)));

    /// <summary>All of them; what is done to somebody goes on by a name.</summary>
    public IEnumerable<Offer> For(Caller caller, string back) =>
        All.Select(declared =>
            declared.Subject == "platform"
                ? Of(caller, declared, IdSource.Platform, Wording.Say(declared.Title), "", back)
                : new Offer(
                    "command",
                    declared.Name,
                    Wording.Say(declared.Title),
                    Wording.Say($"and the name of a {declared.Subject}"),
                    null,
                    $">{Wording.Say(declared.Title)} ",
                    Refusal(caller, declared)
                )
        );

    /// <summary>One, done to somebody.</summary>
    public static Offer Of(Caller caller, Declaration declared, Hit whom, string back) =>
        Of(
            caller,
            declared,
            whom.Id,
            declared.Act == declared.Verb ? $"{declared.Verb} {whom.Name}" : $"{Wording.Say(declared.Act)}: {whom.Name}",
            whom.Says,
            back
        );

    private static Offer Of(Caller caller, Declaration declared, string subject, string title, string says, string back)
    {
        var refusal = Refusal(caller, declared);
        var address = refusal is null ? OperationAddress.Of(declared.Name, [subject], back) : null;
        return new("command", $"{declared.Name} {subject}", title, says, address, Refused: refusal);
    }

    private static string? Refusal(Caller caller, Declaration declared) => caller.May(declared) ? null : $"You need the permission {declared.Name}";
}
