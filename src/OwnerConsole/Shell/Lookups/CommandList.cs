using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Texts;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Lookups;

/// <summary>Operations as commands of the palette. Each opens a preview; none runs directly.</summary>
public sealed class CommandList(OperationCatalogue catalogue, IEnumerable<IFinder> finders, DenialExplainer denials)
{
    private const string Label = "Action";

    private const int Bonus = 6;

    /// <summary>Operations that can be called by name: those that do not need values from a page.</summary>
    public IEnumerable<OperationDefinition> All =>
        catalogue
            .All.Where(operation => !operation.AllFields.Any(allField => allField is { IsGiven: true, Required: true }))
            .Select(operation => operation.Definition)
            .Where(declared => declared.Subject == "platform" || finders.Any(finder => finder.Finds(declared.Subject)));

    /// <summary>Operations on a kind of entity that match the given words.</summary>
    public IEnumerable<OperationDefinition> Of(IFinder finder, string words)
    {
        var typed = SearchPhrase.Of(words);
        return All.Where(declared => finder.Finds(declared.Subject) && SearchScore.Of(typed, new(Result(declared))) is not null);
    }

    /// <summary>Commands that the caller can't run.</summary>
    public Task<IReadOnlyList<PermissionDenial>> FindDenied(Caller caller, UnitOfWork work) => denials.Of(caller, All, work);

    /// <summary>All commands; a command that needs a target continues with its name.</summary>
    public async Task<IEnumerable<LookupResult>> For(Caller caller, string back, UnitOfWork work)
    {
        var denied = await FindDenied(caller, work);
        return All.Select(declared =>
            Result(declared) with
            {
                Address =
                    declared.Subject == "platform" && Refusal(denied, declared) is null
                        ? OperationAddress.Of(declared.Name, [IdGenerator.Platform], back)
                        : null,
                Refused = Refusal(denied, declared),
            }
        );
    }

    /// <summary>A command with its target.</summary>
    /// <param name="denied">Operations that the reader can't run.</param>
    public static LookupResult Of(IReadOnlyList<PermissionDenial> denied, OperationDefinition declared, SearchHit whom, string back)
    {
        var refusal = Refusal(denied, declared);
        return new(
            LookupResult.Command,
            $"{declared.Name} {whom.Id}",
            declared.ActionLabel == declared.Verb
                ? $"{declared.Verb} {whom.Name}"
                : $"{PlatformWords.Current.TranslateFor(whom.Role, declared.ActionLabel)}: {whom.Name}",
            whom.Description,
            refusal is null ? OperationAddress.Of(declared.Name, [whom.Id], back) : null,
            Refused: refusal
        )
        {
            Label = Label,
        };
    }

    private static LookupResult Result(OperationDefinition declared)
    {
        var title = Wording.Translate(declared.Title);
        var (isComplete, noun) = (declared.Subject == "platform", declared.Subject.Replace('_', ' '));
        return new(
            LookupResult.Command,
            declared.Name,
            title,
            isComplete ? "" : Wording.Translate($"then type the name of {Nouns.Article(noun)} {noun}"),
            null,
            isComplete ? null : $">{title} "
        )
        {
            Label = Label,
            Synonyms = Wording.Synonyms(declared.Synonyms, declared.Title),
            Bonus = Bonus,
        };
    }

    private static string? Refusal(IReadOnlyList<PermissionDenial> denied, OperationDefinition declared) =>
        denied.FirstOrDefault(permissionDenial => permissionDenial.Definition.Name == declared.Name)?.Message;
}
