using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Shell.Help;
using OwnerConsole.Ui.Forms;

namespace OwnerConsole.Shell.Lookups;

/// <summary>Interprets a search text: pages and commands by their words, tenants, members and runs by their data, and a verb plus object by both.</summary>
public sealed class LookupSearch(
    Navigation navigation,
    DocList docs,
    CommandList commands,
    IEnumerable<IFinder> finders,
    Runs runs,
    DenialExplainer denials,
    Database database
)
{
    private const int Each = 5,
        ForAVerb = 3,
        Acts = 8;

    /// <summary>Everything that is available before typing: pages, commands and documentation.</summary>
    public async Task<IEnumerable<LookupResult>> Known(Caller caller, string back, CancellationToken stop)
    {
        await using var work = await database.Read(stop);
        return navigation
            .For(caller, "/")
            .SelectMany(section => section.Pages.Select(page => new LookupResult("page", page.Address, page.Title, section.Title, page.Address)))
            .Concat(commands.For(await denials.Of(caller, commands.All, work), back))
            .Concat(docs.All.Select(doc => new LookupResult("page", doc.Address, doc.Title, "Help", doc.Address)));
    }

    /// <summary>Known results that match the text.</summary>
    public async Task<IEnumerable<LookupResult>> Known(Caller caller, LookupQuery typed, string back, CancellationToken stop) =>
        (await Known(caller, back, stop)).Where(offer =>
            (offer.Kind == "page" ? typed.IncludesPages : typed.IncludesCommands)
            && LookupQuery.Matches(typed.Words, offer.Kind == "page" ? $"{offer.Message} {offer.Title}" : offer.Title)
        );

    /// <summary>Results that need a database query.</summary>
    public async Task<IReadOnlyList<LookupResult>> Found(Caller caller, LookupQuery typed, string back, CancellationToken stop)
    {
        var run = typed.Includes("run") && typed.Text.StartsWith("run_", StringComparison.Ordinal) ? await Run(caller, typed.Text, stop) : null;
        await using var work = await database.Read(stop);
        var mode = await Modes.Shown(caller, work);
        var found = new List<LookupResult>();
        if (typed.IncludesCommands)
            found.AddRange(await FindCommands(caller, mode, typed, back, work));
        foreach (var finder in finders.Where(finder => typed.Includes(finder.Kind) && caller.CanRead(finder.Permission)))
            found.AddRange(
                (await finder.Find(caller, mode, typed.SearchText, Each, work)).Select(hit => new LookupResult(
                    finder.Kind,
                    hit.Id,
                    hit.Name,
                    hit.Description,
                    hit.Address
                ))
            );
        if (run is not null)
            found.Add(run);
        return found;
    }

    // "sus lum": as many words as match a title are the verb; the rest is the target.
    private async Task<IReadOnlyList<LookupResult>> FindCommands(Caller caller, Mode mode, LookupQuery typed, string back, UnitOfWork work)
    {
        var denied = await denials.Of(caller, commands.All, work);
        for (var verb = typed.Words.Length - 1; verb > 0; verb--)
        {
            var whom = string.Join(' ', typed.Words[verb..]);
            var found = new List<LookupResult>();
            foreach (var finder in finders.Where(finder => caller.CanRead(finder.Permission)))
            {
                var meant = commands.Of(finder, typed.Words[..verb]).ToList();
                if (meant.Count == 0)
                    continue;
                var hits = await finder.Find(caller, mode, whom, ForAVerb, work);
                found.AddRange(
                    hits.SelectMany(hit =>
                        meant.Where(declared => declared.Subject == (hit.Kind ?? finder.Kind)).Select(declared => CommandList.Of(denied, declared, hit, back))
                    )
                );
            }
            if (found.Count > 0)
                return [.. found.Take(Acts)];
        }
        return [];
    }

    private async Task<LookupResult?> Run(Caller caller, string runId, CancellationToken stop)
    {
        if (!caller.Can("operation.read"))
            return null;
        try
        {
            var run = await runs.Find(caller, runId, stop);
            return new("run", run.RunId, run.RunId, "Operation", OperationAddress.Of(run.RunId));
        }
        catch (Problem problem) when (problem.Status == 404)
        {
            return null;
        }
    }
}
