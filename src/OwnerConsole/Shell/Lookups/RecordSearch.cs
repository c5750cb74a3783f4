using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Shell.Lookups;

/// <summary>Finds records by their data: tenants, members, plans, runs and so on, and commands on them by a verb and a name.</summary>
public sealed class RecordSearch(IEnumerable<IFinder> finders, CommandList commands, Runs runs)
{
    private const int MaxPerKind = 5,
        MaxTargets = 3,
        MaxCommands = 8,
        MinSimilar = 4;

    /// <returns>Scored results in no particular order.</returns>
    public async Task<IReadOnlyList<LookupResult>> Find(Caller caller, Mode mode, LookupQuery typed, string back, UnitOfWork work)
    {
        var found = new List<LookupResult>();
        if (typed.IncludesCommands)
            found.AddRange(await FindCommands(caller, mode, typed, back, work));
        foreach (var finder in finders.Where(finder => typed.Includes(finder.Kind) && caller.CanRead(finder.Permission)))
            found.AddRange(
                (await finder.Find(caller, mode, typed.SearchText, MaxPerKind, work)).Select(hit =>
                    Result(finder, hit, SearchScore.OfRecord(typed.SearchText, hit.Id, hit.Name))
                )
            );
        return found;
    }

    /// <summary>Finds records with a similar name, for a text that nothing contains as typed.</summary>
    public async Task<IReadOnlyList<LookupResult>> FindSimilar(Caller caller, Mode mode, LookupQuery typed, UnitOfWork work)
    {
        var found = new List<LookupResult>();
        if (typed.Text.Length < MinSimilar || typed.Text.Contains(' ', StringComparison.Ordinal))
            return found;
        foreach (var finder in finders.Where(finder => typed.Includes(finder.Kind) && caller.CanRead(finder.Permission)))
            found.AddRange((await finder.FindSimilar(caller, mode, typed.Text, MaxTargets, work)).Select(hit => Result(finder, hit, SearchScore.SimilarName)));
        return found;
    }

    /// <summary>Finds a run by its id, on its own connection.</summary>
    public async Task<LookupResult?> FindRun(Caller caller, LookupQuery typed, CancellationToken stop)
    {
        if (!typed.Includes("run") || !typed.Text.StartsWith("run_", StringComparison.Ordinal) || !caller.Can("operation.read"))
            return null;
        try
        {
            var run = await runs.Find(caller, typed.Text, stop);
            return new("run", run.RunId, run.RunId, "Operation", OperationAddress.Of(run.RunId))
            {
                Label = "Operation",
                Score = SearchScore.OfRecord(typed.Text, run.RunId, run.RunId),
            };
        }
        catch (Problem problem) when (problem.Status == 404)
        {
            return null;
        }
    }

    private static LookupResult Result(IFinder finder, SearchHit hit, int score) =>
        new(finder.Kind, hit.Id, hit.Name, hit.Description, hit.Address) { Label = Label(hit.Kind ?? finder.Kind), Score = score };

    private static string Label(string kind) =>
        kind switch
        {
            "member" => Wording.Translate("User"),
            "person" => "Team member",
            "webhook_endpoint" => "Endpoint",
            "webhook_delivery" => "Delivery",
            "work_item" => "Job",
            _ => Wording.Heading(kind),
        };

    // "sus lum": as many words as match a command are the verb; the rest is the target.
    private async Task<IReadOnlyList<LookupResult>> FindCommands(Caller caller, Mode mode, LookupQuery typed, string back, UnitOfWork work)
    {
        var denied = await commands.FindDenied(caller, work);
        for (var verb = typed.Words.Length - 1; verb > 0; verb--)
        {
            var name = string.Join(' ', typed.Words[verb..]);
            var found = new List<LookupResult>();
            foreach (var finder in finders.Where(finder => caller.CanRead(finder.Permission)))
            {
                var meant = commands.Of(finder, string.Join(' ', typed.Words[..verb])).ToList();
                if (meant.Count == 0)
                    continue;
                var hits = await finder.Find(caller, mode, name, MaxTargets, work);
                found.AddRange(
                    hits.SelectMany(hit =>
                        meant
                            .Where(declared => declared.Subject == (hit.Kind ?? finder.Kind))
                            .Select(declared =>
                                CommandList.Of(denied, declared, hit, back) with
                                {
                                    Score = SearchScore.OfRecord(name, hit.Id, hit.Name) + SearchScore.VerbAndName,
                                }
                            )
                    )
                );
            }
            if (found.Count > 0)
                return [.. found.Take(MaxCommands)];
        }
        return [];
    }
}
